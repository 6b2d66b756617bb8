// Finetuned models as a kind of student, and what LoRA shares with them.

import { InputError, InternalError } from "@w2s/base";
import type { Step } from "../../engine/index.js";
import type { FitRows } from "../../labels/index.js";
import { identifiedLoss } from "../../methods/loss-identity.js";
import { modelUpTo, OpenedModel, prefixOf, type Room } from "../../reading/index.js";
import { evaluationsIn, watchedRows } from "../course/watching.js";
import { probe } from "../probe/spec.js";
import { askedAs } from "../prompt/untouched.js";
import { choiceShape } from "../shared/choice-shape.js";
import { labelled, optionChange } from "../shared/recipe-options.js";
import { sourceFromJson } from "../shared/source-json.js";
import { Body } from "../shared/trained-body.js";
import type { Fit, FitRequest, SpecBase, StudentKind } from "../student.js";
import { checkSpeaking, fitAnswers, saidUntaught } from "./answers/plan.js";
import { finetuneAnswersKind } from "./answers/step.js";
import { tunedModel } from "./export.js";
import { learntBefore } from "./generative/step.js";
import {
  type FinetuneOptions,
  type FinetuneRecipe,
  finetuneRecipe,
  finetuneSchema,
} from "./recipe.js";
import { isSmall } from "./side-by-side/eligible.js";
import { charactersIn } from "./side-by-side/together.js";
import { type FinetuneSpec, finetune, finetuneLabel, type TunedSpec } from "./spec.js";
import { finetuneKind } from "./step.js";
import type { TunedKind, TunedStep } from "./tuned-step.js";

export const finetuneStudentKind: StudentKind<FinetuneSpec> = {
  name: "finetune",
  assumes:
    "has its weights trained on its labels: it may learn to imitate their errors as well as what " +
    "is right in them.",
  schema: finetuneSchema,
  labelOf: finetuneLabel,
  fromJson: (model, options, where) =>
    finetune(sourceFromJson(model, where), options as FinetuneOptions),
  withOption: optionChange<FinetuneSpec, FinetuneOptions>(
    finetuneRecipe,
    finetuneLabel,
    keptBeside,
  ),
  learnFirst: (spec, before) => labelled({ ...spec, before }, finetuneLabel),
  fit(spec, request, room) {
    if (room.task.answers) {
      return { step: fitAnswers(finetuneAnswersKind, spec, request, room), trained: null };
    }
    const step = fitTuned(finetuneKind, spec, request, room);
    return { step, trained: tunedModel(step, spec) };
  },
  ...tunedParts(),
};

/** What a change of an option leaves: label words are read where a text ends. */
export function keptBeside<R extends FinetuneRecipe>(key: string, recipe: R): R {
  return key === "labelWords" ? { ...recipe, pooling: "last" } : recipe;
}

/** What kinds have in common whose weights are trained. */
export function tunedParts() {
  return {
    learns: "by loss" as const,
    continues: true as const,
    source: ({ model }: TunedSpec) => model,
    check: checkTuned,
    untouched: untouchedTuned,
    probeOf: probeOfTuned,
    isCheap({ model, recipe }: TunedSpec, { train }: FitRows, room: Room): boolean {
      const { parameters } = modelUpTo(room, model);
      return isSmall({ parameters, tokens: charactersIn(room, train) }, recipe);
    },
  };
}

function checkTuned(spec: TunedSpec, room: Room): void {
  const { kind, model: source, recipe, label } = spec;
  const model = modelUpTo(room, source);
  if (recipe.blocks !== undefined && recipe.blocks > model.layers) {
    throw new InputError(
      `${kind}: "blocks" must be at most ${model.layers} for ${label}, got ${recipe.blocks}`,
    );
  }
  if (room.task.answers) checkSpeaking(spec, room);
}

/**
 * With label words, or where answers are free, the language model's own; else the head is new. Of
 * one that continues another there is none that was not trained.
 */
function untouchedTuned(
  spec: TunedSpec,
  rows: FitRows,
  seed: number,
  room: Room,
): Step<Fit> | null {
  if (room.task.answers) return saidUntaught(spec, rows, seed, room);
  if (spec.begun) return null;
  return spec.recipe.labelWords ? askedAs(spec, spec.recipe.labelWords, rows, seed, room) : null;
}

/** The step that trains a model's weights by a kind's tuning. */
export function fitTuned(
  kind: TunedKind,
  spec: TunedSpec,
  request: FitRequest,
  room: Room,
  adapts = false,
): TunedStep {
  checkTuned(spec, room);
  const { task, texts, graph, ids } = room;
  const { rows, seed, teacher, watch } = request;
  const { recipe, told } = spec;
  const model = modelUpTo(room, spec.model);
  const value = {
    shape: choiceShape(task, spec.label),
    options: task.options,
    rows,
    recipe,
    method: identifiedLoss(request.loss, task.options),
    seed,
    texts,
    model: new OpenedModel(model),
    layers: model.layers,
    told: told && { remark: told.remark, words: told.words },
    watch: watch && watchedRows(watch, evaluationsIn(recipe, rows.train.length), task.options),
    begun: bodyOf(request),
    adapts: adapts ? (true as const) : undefined,
    filtered: request.filtered ? (true as const) : undefined,
  };
  const inputs = { ...inputsOf(spec, request, room), labels: request.labels };
  const by = `taught by ${teacher} on ${task.name}, ${request.loss.name}`;
  const label = `${spec.label} ${by}, seed ${seed}`;
  return graph.step(kind, value, inputs, label, ids);
}

/** @throws InternalError where the other has no model */
function bodyOf({ begun }: FitRequest): Body | undefined {
  if (!begun) return undefined;
  if (begun.trained?.model) return new Body(begun.trained.model);
  throw new InternalError(`${begun.step.label}: has no trained model to continue`);
}

function inputsOf(spec: TunedSpec, request: FitRequest, room: Room) {
  const { recipe, told } = spec;
  const { blocks, store, maxTokens } = recipe;
  const whole = room.model(spec.model);
  const model = modelUpTo(room, spec.model);
  const stores = blocks !== undefined && store && told === undefined && !request.begun;
  return {
    told: request.remarks,
    head: request.head,
    oracle: request.oracle,
    begun: request.begun?.trained?.targets,
    prefix: stores
      ? prefixOf(room, whole, model.layers - blocks, maxTokens, spec.model.alias)
      : undefined,
    generative: learntBefore(spec, request.rows, request.seed, room),
  };
}

/** A probe of the last layer's pooled activations, which the head reads. */
function probeOfTuned({ model, recipe: { pooling, maxTokens }, told }: TunedSpec): SpecBase {
  return { ...probe({ ...model, pooling, maxTokens }), told };
}
