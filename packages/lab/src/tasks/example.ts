// What a task holds of each of its rows.

/** One example with its ground truth. */
export interface Example {
  /**
   * Unique within the task. Examples of a test or validation source begin with `test:` or
   * `validation:`.
   */
  readonly id: string;
  /** One text to classify, K texts to compare, or a question. */
  readonly inputs: readonly string[];
  /** The right option, in 0..K-1; 0 where the answer is free. */
  readonly label: number;
  /** Of a free answer: all forms that are right, the one that is taught first. */
  readonly right?: readonly string[];
  /** Examples of one group never lie on two sides of a split. */
  readonly group: string;
  /**
   * What else is known of it, from the fields that the task names as `facts`; for analysis, never
   * seen by a model.
   */
  readonly facts?: Readonly<Record<string, number | string>>;
}
