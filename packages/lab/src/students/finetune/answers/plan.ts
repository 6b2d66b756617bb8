// Students that say answers, as a plan sees them: what they are refused, and their steps.

import { InputError } from "@w2s/base";
import { headOfDecoder } from "@w2s/models";
import type { Step } from "../../../engine/index.js";
import { type FitRows, fitRows } from "../../../labels/index.js";
import { modelUpTo, OpenedModel, type Room } from "../../../reading/index.js";
import type { Fit, FitRequest } from "../../student.js";
import { learntBefore } from "../generative/step.js";
import type { FinetuneRecipe } from "../recipe.js";
import type { TunedSpec } from "../spec.js";
import {
  type AnswersKind,
  type AnswersStep,
  type AnswersValue,
  endOf,
  untaughtKind,
} from "./step.js";

/** Options of a recipe that mean nothing, or are not followed, where answers are free. */
const notFollowed: {
  readonly [K in keyof FinetuneRecipe]?: (value: FinetuneRecipe[K]) => boolean;
} = {
  labelWords: (words) => words !== undefined,
  dropout: (share) => share > 0,
  ema: (decay) => decay !== undefined,
  recompute: (value) => value,
  selection: (by) => by === "loss",
};

/** @throws InputError for an encoder, and for an option that answers do not follow */
export function checkSpeaking(spec: TunedSpec, room: Room): void {
  const model = modelUpTo(room, spec.model);
  headOfDecoder(model);
  endOf(model);
  const { recipe, kind, label } = spec;
  const names = Object.keys(notFollowed) as (keyof FinetuneRecipe)[];
  const refused = names.find((name) => {
    const refuses = notFollowed[name] as ((value: unknown) => boolean) | undefined;
    return refuses?.(recipe[name]);
  });
  if (refused !== undefined) {
    throw new InputError(
      `${kind}: task "${room.task.name}" asks for answers in words, where "${refused}" is not ` +
        `followed, got ${JSON.stringify(recipe[refused])} for ${label}; leave it out`,
    );
  }
}

/** The step that trains a model to say what `request.labels` say. */
export function fitAnswers(
  kind: AnswersKind,
  spec: TunedSpec,
  request: FitRequest,
  room: Room,
): AnswersStep {
  checkSpeaking(spec, room);
  const { rows, seed, teacher, labels, oracle } = request;
  const value = taskOf(spec, rows, seed, room);
  const inputs = { labels, oracle, generative: learntBefore(spec, rows, seed, room) };
  const label = `${spec.label} taught by ${teacher} on ${room.task.name}, seed ${seed}`;
  return room.graph.step(kind, value, inputs, label, room.ids);
}

/** What the student's model says before it is taught any answer. */
export function saidUntaught(spec: TunedSpec, rows: FitRows, seed: number, room: Room): Step<Fit> {
  const nothing = new Int32Array(0);
  const value = taskOf(spec, fitRows(nothing, nothing, rows.predict), 0, room);
  const inputs = {
    labels: undefined,
    oracle: undefined,
    generative: learntBefore(spec, rows, seed, room),
  };
  const label = `${spec.label} before training on ${room.task.name}`;
  return room.graph.step(untaughtKind, value, inputs, label);
}

function taskOf(spec: TunedSpec, rows: FitRows, seed: number, room: Room): AnswersValue {
  const { task, texts } = room;
  const model = modelUpTo(room, spec.model);
  return {
    form: task.answers!,
    rows,
    recipe: spec.recipe,
    seed,
    texts,
    model: new OpenedModel(model),
    layers: model.layers,
  };
}
