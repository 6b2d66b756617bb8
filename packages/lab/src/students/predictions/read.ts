// Files of predictions as they are read: every row with its place, told apart by whose it is. What
// a row says is checked when it is asked for, as only a task knows its options.

import { InputError } from "@w2s/base";
import type { AnswerReader } from "../../labels/index.js";
import { once } from "../../once.js";
import { byOptions } from "../../tasks/formats/advice.js";
import { readRows } from "../../tasks/formats/read-rows.js";
import { fieldIfThere, quoted, type Row } from "../../tasks/formats/row.js";
import { EVERY } from "../../tasks/label.js";
import { nameReader } from "../../tasks/template.js";
import type { Places } from "../student.js";
import { filesOf, type PredictionsPath } from "./files.js";
import { apartBy, saidOnce } from "./roles.js";
import type { PredictionsRecipe, PredictionsSpec } from "./spec.js";
import { type OfWhom, whoseRow } from "./whose-row.js";

/** A row of a file, and what messages call its place. */
export interface Predicted {
  readonly row: Row;
  readonly place: string;
}

/** Rows by example id that may be one trial's: what is undefined was not told of them. */
export interface Predictions {
  readonly of: OfWhom;
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
  file: PredictionsPath,
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
    advice: byOptions,
  });
  for await (const batch of reader.batches()) {
    for (const row of batch) {
      const place = reader.place(row);
      for (const named of unseen) {
        if (fieldIfThere(row, named[1]) !== undefined) unseen.delete(named);
      }
      const whose = { ...whoseRow(row, recipe, place, file), ...file.of };
      const { supervisor: _, ...others } = whose;
      const ofWhom = apartBy[whose.role].supervisor ? whose : others;
      const { byId } = groupOf(groups, ofWhom, reader.shown);
      const example = ids.read(row, () => place);
      const known = byId.get(example);
      if (known) {
        const [stray] = unseen;
        const next = stray ? `; ${noField(stray)}` : unsaid(whose);
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

/** Of whom a row does not say that it is, or what is said too often. */
function unsaid(whose: OfWhom): string {
  const apart = apartBy[whose.role];
  const parts = (["seed", "supervisor"] as const).filter((part) => apart[part]);
  const fields = parts.filter((part) => whose[part] === undefined);
  if (fields.length > 0) return `; where there are several, rows say which: ${quoted(fields)}`;
  return apart.supervisor ? "" : `; ${saidOnce(whose.role)}`;
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

function groupOf(groups: Map<string, Predictions>, of: OfWhom, file: string): Predictions {
  const key = JSON.stringify([of.role, of.task, of.supervisor, of.seed]);
  return once(groups, key, () => ({ of, file, byId: new Map<string, Predicted>() }));
}
