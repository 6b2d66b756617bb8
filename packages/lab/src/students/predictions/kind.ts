// Predictions made elsewhere as a kind of student: nothing is trained here.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { choiceShape } from "../shared/choice-shape.js";
import { optionChange } from "../shared/recipe-options.js";
import type { StudentKind } from "../student.js";
import { OpenPredictions } from "./open.js";
import {
  type PredictionsOptions,
  type PredictionsSpec,
  predictions,
  predictionsLabel,
  predictionsRecipe,
  predictionsSchema,
} from "./spec.js";

const jsonSchema = z.looseObject({ path: z.string(), as: z.string().min(1).optional() });

export const predictionsKind: StudentKind<PredictionsSpec> = {
  name: "predictions",
  assumes:
    "was trained elsewhere: what it saw, and what its settings were chosen on, is not " +
    "known here.",
  schema: predictionsSchema,
  learns: "elsewhere",
  labelOf: predictionsLabel,
  fromJson(model, options, where) {
    checkOptions(z.strictObject({}), model, `${where}: beside "predictions"`);
    const { path, ...own } = checkOptions(jsonSchema, options, "predictions");
    return predictions(path, own as PredictionsOptions);
  },
  withOption: optionChange<PredictionsSpec, PredictionsOptions>(
    predictionsRecipe,
    predictionsLabel,
  ),
  source: () => null,
  check: ({ label }, room) => void choiceShape(room.task, label),
  fit(spec) {
    throw new InputError(
      `${spec.label}: was trained elsewhere, so that it can only be a student; ` +
        "labels of somebody " +
        "else are a supervisor by labels(...)",
    );
  },
  untouched: () => null,
  probeOf: () => null,
  isCheap: () => false,
  open: (spec, places) => OpenPredictions.of(spec, places),
};
