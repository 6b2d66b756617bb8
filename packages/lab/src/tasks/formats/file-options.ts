// What a user may say of a file's form: the same options wherever rows are read.

import * as z from "zod";
import { formats } from "./file.js";

export const fileOptions = {
  /** The files' format; default: by their ending. */
  format: z.enum(formats).optional(),
  /** CSV and TSV: the one character between fields; default "," for CSV, a tab for TSV. */
  delimiter: z
    .string()
    .regex(/^[^"\r\n\\]$/u, {
      error: "must be one character, no quote, backslash or end of a line",
    })
    .optional(),
  /**
   * CSV and TSV: true when the first line names the columns, false when they are to be "0", "1",
   * ..., or their names; default true.
   */
  header: z
    .union([z.boolean(), z.array(z.string().min(1)).min(1)], {
      error: "must be true, false or a list of names",
    })
    .optional(),
  /**
   * CSV and TSV: whether `"` encloses fields; "backslash" where a quote inside them is `\\"`, not
   * doubled; default true for CSV, false for TSV.
   */
  quotes: z
    .union([z.boolean(), z.literal("backslash")], {
      error: 'must be true, false or "backslash"',
    })
    .optional(),
};

/** How files are to be read, where their ending and first line do not say it. */
export type FileOptions = z.infer<z.ZodObject<typeof fileOptions>>;
