// What a model says before any training: its language-model head, asked for the label words where
// the text ends.

import { headOfDecoder } from "@w2s/models";
import type { Step } from "../../engine/index.js";
import { type FitRows, fitRows } from "../../labels/index.js";
import { modelUpTo, OpenedModel, type Room } from "../../reading/index.js";
import { learntBefore } from "../finetune/generative/step.js";
import type { TunedSpec } from "../finetune/spec.js";
import type { Fit } from "../student.js";
import { promptRecipe } from "./recipe.js";
import { askedStep } from "./step.js";

/**
 * The student as it is before its first step: the probabilities of its label words after each text,
 * as its head starts with them; after what it learns without labels, where it does.
 */
export function askedAs(
  spec: TunedSpec,
  labelWords: readonly string[],
  rows: FitRows,
  seed: number,
  room: Room,
): Step<Fit> {
  const model = modelUpTo(room, spec.model);
  headOfDecoder(model);
  const { maxTokens } = spec.recipe;
  const recipe = promptRecipe({
    template: "{text}{label}",
    labelWords: [...labelWords],
    calibration: "none",
  });
  return askedStep(room, {
    model: new OpenedModel(model),
    maxTokens,
    recipe,
    rows: fitRows(new Int32Array(0), new Int32Array(0), rows.predict),
    seed,
    generative: learntBefore(spec, rows, seed, room),
    label: `${spec.label} before training on ${room.task.name}`,
  });
}
