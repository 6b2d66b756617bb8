// A labelling project as somebody wishes it on a page, and the same as arguments of
// `w2s label init`, which makes it.

import { check } from "@w2s/base";
import { sessionArms } from "@w2s/lab/labelling";
import * as z from "zod";
import { projectsFolder } from "../label/labelling.js";
import { splitNames } from "../label/make-project.js";

const whole = z.int().min(1).nullable().default(null);
const named = z.string().nullable().default(null);

const wishSchema = z.strictObject({
  /** A study's file, a task's file, or a task by name: one of those that are offered. */
  what: z.string(),
  /** Its folder below labelling/. */
  name: z.string().regex(/^\w[\w.-]{0,79}$/, "must have letters, digits, - _ . alone, at most 80"),
  /** Which of the study's tasks. */
  task: named,
  splits: z.array(z.enum(splitNames)).min(1),
  /** At most so many items. */
  items: whole,
  perItem: z.int().min(1).default(1),
  limitSeconds: z.number().positive().nullable().default(null),
  confidence: z.boolean().default(true),
  annotators: z.array(z.string().min(1)).nullable().default(null),
  arms: z.array(z.enum(sessionArms)).min(1),
  /** Whose answers are shown: a run, and who of it. */
  assist: z
    .strictObject({ run: z.string(), supervisor: named, student: named, method: named })
    .nullable()
    .default(null),
  /** Whose debates are read: a run, and which of it; null: claims of the world. */
  debates: z.strictObject({ run: z.string(), supervisor: named }).nullable().default(null),
  /** Markdown; empty: a page that names the options. */
  guidelines: z.string().max(200_000).default(""),
});
/** A labelling project as somebody wishes it. */
export type Wish = Readonly<z.infer<typeof wishSchema>>;

/** @throws InputError for a wish that is none */
export const checkWish = (given: unknown): Wish => check("labelling project", given, wishSchema);

/**
 * The wish as arguments of `w2s label init`; none of them can be taken for another.
 * @param runOf where the run of a name lies
 */
export function initArguments(wish: Wish, runOf: (name: string) => string): string[] {
  const { what, name, splits, items, perItem, limitSeconds, confidence, annotators } = wish;
  const { arms, assist, debates, task } = wish;
  const said: Readonly<Record<string, string | null>> = {
    to: `${projectsFolder}/${name}`,
    task,
    split: splits.join(","),
    items: items === null ? null : String(items),
    "per-item": String(perItem),
    "time-limit": limitSeconds === null ? null : String(limitSeconds),
    annotators: annotators?.join(",") ?? null,
    arms: arms.join(","),
    assist: assist && runOf(assist.run),
    supervisor: assist?.supervisor ?? null,
    student: assist?.student ?? null,
    method: assist?.method ?? null,
    debates: debates && runOf(debates.run),
    debate: debates?.supervisor ?? null,
  };
  const options = Object.entries(said).flatMap(([option, value]) =>
    value === null || value === "" ? [] : [`--${option}=${value}`],
  );
  return ["label", "init", ...options, ...(confidence ? [] : ["--no-confidence"]), "--", what];
}
