// A student that another program trains: w2s writes what it learns from into a folder, runs a
// command, and reads what it says.

import { basename } from "node:path";
import { checkOptions, InputError, shownUncalled } from "@w2s/base";
import * as z from "zod";
import { type JsonObject, jsonObject } from "../../store/index.js";
import { labelled, namedApart } from "../shared/recipe-options.js";
import type { SpecBase } from "../student.js";
import { type ExternalOptions, type ExternalRecipe, externalRecipe } from "./recipe.js";

/** What is run, and what it is told. */
export interface ExternalProgram {
  /** A program and its arguments, no shell; `{folder}` stands for the folder of its data. */
  readonly command: readonly string[];
  /** Written into the folder as task.json's `settings`. */
  readonly settings: JsonObject;
}

const programSchema = z.object({
  command: z
    .array(z.string().min(1), {
      error: 'must be a list: a program and its arguments, such as ["python", "train.py"]',
    })
    .min(1),
  settings: jsonObject.default({}),
});

/** A student that another program trains. */
export interface ExternalSpec extends SpecBase {
  readonly kind: "external";
  readonly program: ExternalProgram;
  readonly recipe: ExternalRecipe;
}

/** What `external` is given. */
export type ExternalGiven = z.input<typeof programSchema> &
  ExternalOptions & { readonly as?: string };

/**
 * A student, or a supervisor, that a command of yours trains: w2s writes texts, splits, labels and
 * seed into a folder, runs the command there, and reads its predictions back. Its results are
 * named by the command, its settings, the contents of files that it names, and all data.
 *
 *     external({ command: ["python", "train.py", "{folder}"], settings: { epochs: 2 } })
 *
 * @throws InputError for a missing command, and an unknown or wrong option
 */
export function external(given: ExternalGiven): ExternalSpec {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new InputError(
      `external: needs an object with "command", got ${shownUncalled(given)}; write ` +
        'external({ command: ["python", "train.py"] })',
    );
  }
  const { as, own } = namedApart("external", given);
  const { command, settings, ...options } = own;
  const program = checkOptions(programSchema, { command, settings }, "external");
  if (program.command.join("").trim() === "") {
    throw new InputError("external: the command must name a program");
  }
  const spec = {
    kind: "external" as const,
    as,
    program,
    recipe: externalRecipe(options),
  };
  return labelled(spec, externalLabel);
}

/** The script's name, or the program's. */
export function externalLabel({ program }: Pick<ExternalSpec, "program">): string {
  const { command } = program;
  const script = command.find((one) => /\.\w{1,4}$/.test(one)) ?? command[0]!;
  return basename(script).replace(/\.\w+$/, "");
}
