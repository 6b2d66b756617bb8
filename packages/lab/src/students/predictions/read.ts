// Files of predictions as they are read: every row with its place, told apart by whose it is. What
// a row says is checked when it is asked for, as only a task knows its options.

import { InputError, shownValue } from "@w2s/base";
import type { AnswerReader } from "../../labels/index.js";
import { once } from "../../once.js";
import { byOptions } from "../../tasks/formats/advice.js";
import { readRows } from "../../tasks/formats/read-rows.js";
import { fieldIfThere, quoted, type Row } from "../../tasks/formats/row.js";
import { EVERY, wholeNumber } from "../../tasks/label.js";
import { nameReader } from "../../tasks/template.js";
import type { Places, Whose } from "../student.js";
import { filesOf, type NamedFile } from "./files.js";
import type { PredictionsRecipe, PredictionsSpec } from "./spec.js";

/** A row of a file, and what messages call its place. */
export interface Predicted {
  readonly row: Row;
  readonly place: string;
}

/** Rows by example id that may be one trial's: what is undefined was not told of them. */
export interface Predictions {
  readonly of: Partial<Whose>;
  readonly file: string;
  readonly byId: Map<string, Predicted>;
}

/**
 * Reads every file that a study's trials ask for.
 * @throws InputError for a file that cannot be read, a row without an id, an unknown role, seed or
 * supervisor, and an example that one trial has twice, with file and line
 */
export async function readPredictions(
  spec: PredictionsSpec,
  places: Places,
): Promise<Predictions[]> {
  const groups = new Map<string, Predictions>();
  const unseen = new Set(whoseFields(spec.recipe).filter(([part, field]) => part !== field));
  for (const file of filesOf(spec, places)) {
    await readFile(file, spec.recipe, places, { groups, unseen });
  }
  const [missing] = unseen;
  if (missing === undefined) return [...groups.values()];
  throw new InputError(`${spec.path}: ${noField(missing)}`);
}

const noField = ([part, field]: readonly [string, string]): string =>
  `no row has the field "${field}", which "${part}" names`;

const whoseFields = ({ role, seed, supervisor, task }: PredictionsRecipe) =>
  Object.entries({ role, seed, supervisor, task });

interface Found {
  readonly groups: Map<string, Predictions>;
  /** Fields of the user's own naming that no row has so far. */
  readonly unseen: Set<[part: string, field: string]>;
}

async function readFile(
  file: NamedFile,
  recipe: PredictionsRecipe,
  { baseDir }: Places,
  { groups, unseen }: Found,
): Promise<void> {
  const ids = nameReader(recipe.id);
  const { fields, lists } = answerFields(recipe);
  const reader = await readRows(file.path, {
    ...recipe,
    baseDir,
    fields: [...ids.fields, ...fields],
    lists,
    optional: whoseFields(recipe).map(([, field]) => field),
    gap: "a number",
    advice: byOptions,
  });
  for await (const batch of reader.batches()) {
    for (const row of batch) {
      const place = reader.place(row);
      for (const named of unseen) {
        if (fieldIfThere(row, named[1]) !== undefined) unseen.delete(named);
      }
      const { supervisor, ...of } = { ...whoseRow(row, recipe, place, file.of), ...file.of };
      // The same model taught by ground truth is the same whoever else supervises.
      const ofWhom = of.role === "ceiling" || supervisor === undefined ? of : { ...of, supervisor };
      const { byId } = groupOf(groups, ofWhom, reader.shown);
      const example = ids.read(row, () => place);
      const known = byId.get(example);
      if (known) {
        const [stray] = unseen;
        const next = stray ? `; ${noField(stray)}` : unsaid({ ...of, supervisor });
        throw twice(example, place, known, next);
      }
      byId.set(example, { row, place });
    }
  }
}

/** One trial's example is said once; `next`: what may be meant, as the end of the message. */
export function twice(example: string, place: string, known: Predicted, next = ""): InputError {
  return new InputError(
    `${place}: must say each example once, got ${JSON.stringify(example)} again after ` +
      `${known.place}${next}`,
  );
}

/** Of whom a row does not say that it is. */
function unsaid({ role, ...of }: Partial<Record<"role" | "seed" | "supervisor", unknown>>): string {
  if (role === "ceiling" && of.seed !== undefined)
    return "; a ceiling is said once a seed, whoever supervises";
  const fields = (["seed", "supervisor"] as const).filter((name) => of[name] === undefined);
  return fields.length === 0 ? "" : `; where there are several, rows say which: ${quoted(fields)}`;
}

/** What a row says, as probabilities [K]. @throws InputError as the reader */
export function answerIn({ row, place }: Predicted, reader: AnswerReader): readonly number[] {
  const said = reader.read(row, () => place);
  if (said !== null) return said;
  throw new InputError(`${place}: says nothing of its example; ${EVERY}`);
}

/** The fields that hold what is predicted, and which of them may be columns of their own. */
function answerFields({ probabilities, probability, label }: PredictionsRecipe): {
  readonly fields: readonly string[];
  readonly lists: readonly string[];
} {
  if (probability !== undefined) return { fields: [probability], lists: [] };
  if (label !== undefined) return { fields: [label], lists: [] };
  if (typeof probabilities === "object") return { fields: probabilities, lists: [] };
  const list = [probabilities ?? "probabilities"];
  return { fields: list, lists: list };
}

function groupOf(groups: Map<string, Predictions>, of: Partial<Whose>, file: string): Predictions {
  const key = JSON.stringify([of.role, of.task, of.supervisor, of.seed]);
  return once(groups, key, () => ({ of, file, byId: new Map<string, Predicted>() }));
}

/** What a row's own fields say of whose it is; not what its file says otherwise. */
function whoseRow(
  row: Row,
  recipe: PredictionsRecipe,
  place: string,
  { role: ofFile }: NamedFile["of"],
) {
  const text = (field: string) => {
    const value = fieldIfThere(row, field);
    return value === undefined || value === null || value === "" ? undefined : String(value);
  };
  const role = text(recipe.role) ?? ofFile ?? "student";
  if (role !== "student" && role !== "ceiling") {
    throw new InputError(
      `${place}: "${recipe.role}" must be student or ceiling, got ${shownValue(role)}`,
    );
  }
  if (ofFile !== undefined && role !== ofFile) {
    throw new InputError(
      `${place}: "${recipe.role}" must be ${ofFile}, as "ceiling" names a file of its own for ` +
        `the ceiling, got ${shownValue(role)}`,
    );
  }
  const seed = text(recipe.seed);
  const number = seed === undefined ? undefined : wholeNumber(seed);
  if (number === null || (number ?? 0) < 0) {
    throw new InputError(`${place}: "${recipe.seed}" must be a seed, got ${shownValue(seed)}`);
  }
  const of: { -readonly [K in keyof Whose]?: Whose[K] } = { role };
  if (number !== undefined) of.seed = number;
  const [supervisor, task] = [text(recipe.supervisor), text(recipe.task)];
  if (supervisor !== undefined) of.supervisor = supervisor;
  if (task !== undefined) of.task = task;
  return of;
}
