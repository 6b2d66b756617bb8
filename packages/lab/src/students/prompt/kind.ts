// Prompted models as a kind of student.

import { InputError } from "@w2s/base";
import { headOfDecoder } from "@w2s/models";
import { type FitRows, fitRows } from "../../labels/index.js";
import { type ModelHandle, OpenedModel, type Room } from "../../reading/index.js";
import { choiceShape } from "../shared/choice-shape.js";
import { optionChange } from "../shared/recipe-options.js";
import { sourceFromJson } from "../shared/source-json.js";
import type { StudentKind } from "../student.js";
import { type PromptOptions, promptRecipe, promptSchema } from "./recipe.js";
import { type PromptSpec, prompt, promptLabel } from "./spec.js";
import { askedStep } from "./step.js";

export const promptStudentKind: StudentKind<PromptSpec> = {
  name: "prompt",
  assumes:
    "is told in its context and never trained: that asks what text would follow, which " +
    "may not carry over to models beyond people.",
  schema: promptSchema,
  learns: "in context",
  labelOf: promptLabel,
  fromJson: (model, options, where) =>
    prompt(sourceFromJson(model, where) as ModelHandle, options as PromptOptions),
  withOption: optionChange<PromptSpec, PromptOptions>(promptRecipe, promptLabel),
  source: ({ model }) => model,
  check({ model, told, label }, room) {
    choiceShape(room.task, "a prompted model");
    headOfDecoder(room.model(model));
    if (told) throw new InputError(`told: ${label} is prompted; a remark needs a trained student`);
  },
  fit(spec, { rows, seed, labels, filtered, teacher }, room) {
    const label = `${spec.label} taught by ${teacher} on ${room.task.name}, seed ${seed}`;
    const nothing = new Int32Array(0);
    const train = spec.recipe.shots > 0 ? rows.train : nothing;
    const own = fitRows(train, nothing, rows.predict);
    return { step: asked(spec, own, seed, room, label, { labels, filtered }), trained: null };
  },
  untouched(spec, rows, seed, room) {
    const nothing = new Int32Array(0);
    const zero = { ...spec, recipe: { ...spec.recipe, shots: 0 } };
    const label = `${spec.label} without examples on ${room.task.name}`;
    return asked(zero, fitRows(nothing, nothing, rows.predict), seed, room, label, {});
  },
  probeOf: () => null,
  isCheap: () => false,
};

function asked(
  spec: PromptSpec,
  rows: FitRows,
  seed: number,
  room: Room,
  label: string,
  taught: Pick<Parameters<typeof askedStep>[1], "labels" | "filtered">,
) {
  const { recipe, model: source } = spec;
  const model = new OpenedModel(room.model(source));
  const { maxTokens } = source;
  return askedStep(room, { model, maxTokens, recipe, rows, seed, ...taught, label });
}
