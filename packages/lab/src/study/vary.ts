// One setting of a study at a time takes other values: how much what was found hangs on it.

import { InputError } from "@w2s/base";
import type { Variation } from "../plan/index.js";
import { changedStudy, OF_ALL } from "./override.js";
import { placeIn } from "./place.js";
import type { Study, VariedValue, Vary } from "./study.js";

/**
 * The study with its settings varied one at a time: every cell is run as it is, and again with each
 * value of each setting in place of its own. Rows then have what becomes of them, paired over the
 * same draws, and the report has a tornado. Settings are those of `--set`: one of the recipe of
 * every student whose kind has it or of one ("students.0.epochs"), one of a method's, or "labels".
 *
 *     vary(study({ ... }), { epochs: [50, 800], "confidence.alpha": [0.25, 0.5], labels: "hard" })
 *
 * @throws InputError for what is no setting of this study, with the near miss, for none, for a
 * value that it does not take, and for a setting of all cells at once
 */
export function vary(given: Study, settings: Vary): Study {
  if (Object.keys(settings).length === 0) {
    throw new InputError(
      "vary: must have a setting with its values, such as { epochs: [50, 800] }",
    );
  }
  const plain = { ...given, variations: [], vary: {} };
  const variations = Object.entries(settings).flatMap(([setting, values]) => {
    refuseOfAll(given, setting);
    if (valuesOf(values).length === 0)
      throw new InputError(`vary: "${setting}" must have a value or a list of values, got none`);
    return valuesOf(values).map((value) => variation(plain, setting, textOf(value)));
  });
  return Object.freeze({ ...given, variations, vary: settings });
}

function variation(study: Study, setting: string, value: string): Variation {
  try {
    return { setting, value, study: changedStudy(study, setting, value) };
  } catch (cause) {
    if (cause instanceof InputError) throw new InputError(`vary: ${cause.message}`, { cause });
    throw cause;
  }
}

function refuseOfAll(given: Study, setting: string): void {
  const { labels } = given;
  const isOfTasks = placeIn(given, setting)?.part === "task";
  if (isOfTasks || (OF_ALL as readonly string[]).includes(setting)) {
    throw new InputError(
      `vary: "${setting}" is one for all rows of a study; vary a setting of students or methods, ` +
        'or "labels"',
    );
  }
  if (setting === "labels" && labels.length > 1) {
    throw new InputError('vary: "labels" are both in this study already; give it one of them');
  }
}

/** A list of values; a list within it is one value. */
const valuesOf = (values: Vary[string]): readonly VariedValue[] =>
  Array.isArray(values) ? values : [values as VariedValue];

const textOf = (value: VariedValue): string =>
  Array.isArray(value) ? value.join(",") : `${value}`;
