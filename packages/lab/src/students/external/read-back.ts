// What an external student says, read back and checked: every row that was asked for, once, and
// nothing else.

import { stat } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { answerReader, nearId } from "../../labels/index.js";
import type { TaskFacts } from "../../reading/index.js";
import { byWriting } from "../../tasks/formats/advice.js";
import { columnsIn } from "../../tasks/formats/columns.js";
import { numberedIn } from "../../tasks/formats/numbered.js";
import { readRows } from "../../tasks/formats/read-rows.js";
import { quoted } from "../../tasks/formats/row.js";
import { nameReader } from "../../tasks/template.js";
import { answerIn, type Predicted } from "../predictions/read.js";

/** The forms of an answer, in the order in which they are looked for. */
const forms = ["probabilities", "probability", "label"] as const;

/**
 * Probabilities `[rows, options]` in one list.
 * @throws InputError for a file that is not there, rows that are missing, double, not asked for or
 * no probabilities, with file and line
 */
export async function readBack(
  name: string,
  file: string,
  folder: string,
  rows: Int32Array,
  task: TaskFacts,
): Promise<Float32Array<ArrayBuffer>> {
  const there = await stat(join(folder, file)).catch(() => undefined);
  if (there?.isDirectory()) {
    throw new InputError(`${name}: the command must write ${file} as a file, got a folder`);
  }
  const found = await rowsIn(name, file, folder, rows);
  const missing = Array.from(rows).filter((row) => !found.has(String(row)));
  if (missing.length > 0) {
    throw new InputError(
      `${name}: ${file} says nothing of ${missing.length} of ${rows.length} examples to predict; ` +
        `the first is "${missing[0]}"`,
    );
  }
  const [first] = found.values();
  const form = first === undefined ? "probabilities" : await formOf(first, join(folder, file));
  const reader = answerReader({ [form]: form }, task, name, "none");
  const data = Array.from(rows).flatMap((row) => answerIn(found.get(String(row))!, reader));
  return Float32Array.from(data);
}

/** @throws InputError with all columns where none of them is a form */
async function formOf({ row, place }: Predicted, path: string): Promise<(typeof forms)[number]> {
  const isThere = (name: string) => Object.hasOwn(row.values, name);
  if (numberedIn("probabilities", isThere).length > 0) return "probabilities";
  const form = forms.find(isThere);
  if (form !== undefined) return form;
  const columns = await columnsIn(path, { baseDir: ".", header: true });
  throw new InputError(
    `${place}: must say "probabilities" (or "probability_0", ...), "probability" or "label", got ` +
      quoted(columns),
  );
}

async function rowsIn(
  name: string,
  file: string,
  folder: string,
  rows: Int32Array,
): Promise<Map<string, Predicted>> {
  const asked = new Set(Array.from(rows, String));
  const found = new Map<string, Predicted>();
  const options = {
    baseDir: folder,
    fields: ["id"],
    optional: [...forms],
    lists: ["probabilities"],
    advice: byWriting,
  };
  const ids = nameReader("id");
  const reader = await readRows(file, options).catch((cause: unknown) => {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError(`${name}: the command wrote no predictions: ${cause.message}`, { cause });
  });
  for await (const batch of reader.batches()) {
    for (const row of batch) {
      const place = reader.place(row);
      const id = ids.read(row, () => place);
      if (!asked.has(id)) {
        throw new InputError(
          `${place}: ${JSON.stringify(id)} is no id of an example to predict` +
            (nearId([id], asked) || '; take those whose split is "predict"'),
        );
      }
      const known = found.get(id);
      if (known) {
        throw new InputError(
          `${place}: must say each example once, got ${JSON.stringify(id)} again after ` +
            known.place,
        );
      }
      found.set(id, { row, place });
    }
  }
  return found;
}
