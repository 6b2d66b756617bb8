// What turns rows into examples; one implementation for each way to describe a task.

import { hash } from "node:crypto";
import type { AnswerForm } from "../answer-form.js";
import type { Row } from "../formats/row.js";
import type { Shape } from "../task.js";

/** An example before its id is known to be unique. */
export interface Draft {
  /** Follows the row's id where a row gives several examples. */
  readonly suffix: string;
  readonly inputs: readonly string[];
  readonly label: number;
  /** Of a free answer: all forms that are right, the one that is taught first. */
  readonly right?: readonly string[];
  /** The group, unless the user names a field for it. */
  readonly group: string;
}

export interface Converter {
  readonly shape: Shape;
  readonly options: number;
  readonly optionNames: readonly string[];
  /** The labels in the data that mean each option, [K]; undefined where they are the numbers. */
  readonly optionValues?: readonly (readonly string[])[] | undefined;
  /** How free answers are compared. */
  readonly answers?: AnswerForm;
  /** The fields that it needs. */
  readonly fields: readonly string[];
  /** What a row answers, where rows that answer the same are to be evened out among themselves. */
  within?(row: Row, place: (row: Row) => string): string;
  /**
   * A row's examples, or why it has none.
   * @param id the row's id: what is drawn at random for a row depends on it and on the task's seed,
   * on nothing else
   * @throws InputError with the row's place
   */
  convert(
    row: Row,
    id: string,
    place: (row: Row) => string,
  ): readonly Draft[] | "unlabelled" | "tied";
}

/** A group's name from the texts that its members share: 16 hexadecimal digits of their SHA-256. */
export function groupOf(...texts: readonly string[]): string {
  return hash("sha256", texts.join("\0"), "hex").slice(0, 16);
}
