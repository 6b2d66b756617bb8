// Rows of a task as steps take them: numbers, with a hash that stands for them in a step's name.

import { hashOf, type Identified } from "../engine/index.js";

/** Some rows of a task, in order. */
export class Rows implements Identified {
  private hash: string | undefined;

  constructor(readonly list: Int32Array) {}

  get identity(): string {
    this.hash ??= hashOf([this.list]);
    return this.hash;
  }
}

/** Rows by what a student does with them. */
export class FitRows implements Identified {
  private hash: string | undefined;

  /**
   * @param train learns from their labels; @param validation its early stopping looks at theirs;
   * @param predict rows whose probabilities are kept
   */
  constructor(
    readonly train: Int32Array,
    readonly validation: Int32Array,
    readonly predict: Int32Array,
  ) {}

  get identity(): string {
    this.hash ??= hashOf([this.train, this.validation, this.predict]);
    return this.hash;
  }
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
