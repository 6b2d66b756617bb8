// Rows of a task as steps take them: numbers, with a hash that stands for them in a step's name.

import { hashOf, type Identified } from "../engine/index.js";
import { once } from "../once.js";

/** Some rows of a task, in order. */
export class Rows implements Identified {
  private hash: string | undefined;

  constructor(readonly list: Int32Array) {}

  /** Rows of a list, hashed once however many steps name it. */
  static of(list: Int32Array): Rows {
    return once(named, list, () => new Rows(list));
  }

  get identity(): string {
    this.hash ??= hashOf([this.list]);
    return this.hash;
  }
}

const named = new WeakMap<Int32Array, Rows>();

/** Rows by what a student does with them. Made by `fitRows`. */
export class FitRows implements Identified {
  private hash: string | undefined;

  constructor(
    /** Their labels are learnt from. */
    readonly train: Int32Array,
    /** Their labels choose among evaluations. */
    readonly validation: Int32Array,
    /** Rows whose probabilities are kept. */
    readonly predict: Int32Array,
  ) {}

  get identity(): string {
    this.hash ??= hashOf([this.train, this.validation, this.predict]);
    return this.hash;
  }
}

type Lists<T> = WeakMap<Int32Array, T>;
const known: Lists<Lists<Lists<FitRows>>> = new WeakMap();

/** Rows by their use; hashed once for the same three lists, however many trials have them. */
export function fitRows(train: Int32Array, validation: Int32Array, predict: Int32Array): FitRows {
  const byValidation = once(known, train, () => new WeakMap<Int32Array, Lists<FitRows>>());
  const byPredict = once(byValidation, validation, () => new WeakMap<Int32Array, FitRows>());
  return once(byPredict, predict, () => new FitRows(train, validation, predict));
}

/** One list after another. */
export function joinRows(...parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const pairs: Lists<Lists<Int32Array>> = new WeakMap();

/** One list after another; the same list for the same two, so that it is hashed once. */
export function joinedOnce(first: Int32Array, second: Int32Array): Int32Array {
  const bySecond = once(pairs, first, () => new WeakMap<Int32Array, Int32Array>());
  return once(bySecond, second, () => joinRows(first, second));
}
