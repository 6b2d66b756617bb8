// Probes as a kind of student.

import { InputError } from "@w2s/base";
import type { Step } from "../../engine/index.js";
import type { FitRows } from "../../labels/index.js";
import { identifiedLoss } from "../../methods/loss-identity.js";
import { type Features, featuresOf, type Room } from "../../reading/index.js";
import { evaluationsIn, watchedRows } from "../course/watching.js";
import { choiceShape } from "../shared/choice-shape.js";
import { optionChange } from "../shared/recipe-options.js";
import { featuresFromJson } from "../shared/source-json.js";
import type { FitRequest, StudentKind, Taught } from "../student.js";
import { probedModel } from "./export.js";
import { type ProbeOptions, type ProbeRecipe, probeRecipe, probeSchema } from "./recipe.js";
import { type ProbeSpec, probe, probeLabel } from "./spec.js";
import { fitKind, type ProbeStep } from "./step.js";
import { checkLogistic } from "./training/logistic.js";

export const probeKind: StudentKind<ProbeSpec> = {
  name: "probe",
  assumes:
    "is a linear head on frozen features: what is not linearly there at that layer is not " +
    "brought out.",
  schema: probeSchema,
  learns: "by loss",
  labelOf: probeLabel,
  fromJson: (model, options, where) =>
    probe(featuresFromJson(model, where), options as ProbeOptions),
  withOption: optionChange<ProbeSpec, ProbeOptions>(probeRecipe, probeLabel, keptBeside),
  source: ({ features }) => features,
  check(_spec, room) {
    choiceShape(room.task, "a probe");
    checkCompared(room);
  },
  fit: fitProbe,
  untouched: () => null,
  probeOf: (spec) => spec,
  isCheap: () => true,
};

/** @throws InputError for more than two texts to compare */
export function checkCompared({ task }: Room): void {
  if (task.shape !== "compare" || task.options === 2) return;
  throw new InputError(
    `task "${task.name}": a probe compares two texts, got ${task.options}; use ` +
      'finetune(...), or choices without "together"',
  );
}

/** What a change leaves: a solver starts from its own defaults, and `stopping` sets two others. */
export function keptBeside(key: string, recipe: ProbeRecipe): Partial<ProbeRecipe> {
  if (key === "solver") return {};
  if (key !== "stopping" || recipe.solver !== "lbfgs") return recipe;
  const { tolerance: _, maxIterations: __, ...kept } = recipe;
  return kept;
}

function fitProbe(spec: ProbeSpec, request: FitRequest, room: Room): Taught {
  const features = featuresOf(room, spec.features, spec.told, request.remarks);
  const step = fitOn(features, spec, request, room);
  return { step, trained: probedModel(step, spec, room) };
}

/** The step that trains a probe on features, whatever they are of. */
export function fitOn(
  features: Step<Features>,
  spec: Pick<ProbeSpec, "recipe" | "label">,
  request: FitRequest,
  room: Room,
): ProbeStep {
  if (spec.recipe.solver === "lbfgs") checkLogistic(request.loss, room.task.options, spec.label);
  const { options, name } = room.task;
  const { rows, seed, teacher, labels, filtered, watch, oracle } = request;
  const value = {
    shape: choiceShape(room.task, "a probe"),
    options,
    rows,
    recipe: spec.recipe,
    method: identifiedLoss(request.loss, options),
    seed,
    watch: watch && watchedIn(spec, watch, rows, options),
    filtered: filtered ? (true as const) : undefined,
  };
  const label = `${spec.label} taught by ${teacher} on ${name}, seed ${seed}`;
  return room.graph.step(fitKind, value, { features, labels, oracle }, label, room.ids);
}

/** The rows that training is watched on; a search for a minimum is not watched. */
function watchedIn(
  { recipe }: Pick<ProbeSpec, "recipe">,
  watch: Int32Array,
  { train }: FitRows,
  options: number,
) {
  if (recipe.solver === "lbfgs") return undefined;
  return watchedRows(watch, evaluationsIn(recipe, train.length), options);
}
