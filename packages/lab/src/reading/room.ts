// What a kind of student or supervisor sees of a task while a study is planned. Nothing in it holds
// ground truth.

import type { Model } from "@w2s/models";
import type { Graph } from "../engine/index.js";
import type { AnswerForm, Shape } from "../tasks/index.js";
import type { ModelFeatures } from "./source.js";
import type { Texts } from "./texts.js";

/** Of a task, what shapes its students. */
export interface TaskFacts {
  readonly name: string;
  readonly shape: Shape;
  /** K, at least 2; 1 where answers are free. */
  readonly options: number;
  /** What each option means, [K]. */
  readonly optionNames: readonly string[];
  /** The labels in the data that mean each option, [K]; undefined where they are the numbers. */
  readonly optionValues?: readonly (readonly string[])[] | undefined;
  /** How free answers are compared; undefined where options are chosen. */
  readonly answers?: AnswerForm | undefined;
}

export interface Room {
  readonly task: TaskFacts;
  readonly texts: Texts;
  /** Every example's id, by row; for messages. */
  readonly ids: readonly string[];
  /** Where steps are made. */
  readonly graph: Graph;
  /** A model that the study names, opened. */
  model(source: ModelFeatures): Model;
}
