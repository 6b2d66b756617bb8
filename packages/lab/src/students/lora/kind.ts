// LoRA as a kind of student.

import { modelUpTo } from "../../reading/index.js";
import { fitAnswers } from "../finetune/answers/plan.js";
import { tunedModel } from "../finetune/export.js";
import { fitTuned, keptBeside, tunedParts } from "../finetune/kind.js";
import { labelled, optionChange } from "../shared/recipe-options.js";
import { sourceFromJson } from "../shared/source-json.js";
import type { StudentKind } from "../student.js";
import { type LoraStudentOptions, loraRecipe, loraSchema } from "./recipe.js";
import { type LoraSpec, lora, loraLabel } from "./spec.js";
import { loraAnswersKind, loraStepKind } from "./step.js";
import { adaptersOf, loraTuning } from "./tuning.js";

const shared = tunedParts();

export const loraKind: StudentKind<LoraSpec> = {
  ...shared,
  name: "lora",
  assumes:
    "is trained in a few directions of its weights: another rank may bring out more, or " +
    "imitate more.",
  schema: loraSchema,
  labelOf: loraLabel,
  fromJson: (model, options, where) =>
    lora(sourceFromJson(model, where), options as LoraStudentOptions),
  withOption: optionChange<LoraSpec, LoraStudentOptions>(loraRecipe, loraLabel, keptBeside),
  learnFirst: (spec, before) => labelled({ ...spec, before }, loraLabel),
  check(spec, room) {
    shared.check(spec, room);
    adaptersOf(modelUpTo(room, spec.model), spec.recipe);
  },
  fit(spec, request, room) {
    if (room.task.answers) {
      return { step: fitAnswers(loraAnswersKind, spec, request, room), trained: null };
    }
    const step = fitTuned(loraStepKind, spec, request, room, true);
    const tuning = (model: Parameters<typeof loraTuning>[0]) =>
      loraTuning(model, spec.recipe, request.seed);
    return { step, trained: tunedModel(step, spec, tuning) };
  },
};
