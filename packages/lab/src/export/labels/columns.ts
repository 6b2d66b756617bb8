// The columns of exported labels: what a student that is trained elsewhere learns from.

import type { ColumnSource } from "hyparquet-writer";
import type { LabelSet } from "../../plan/index.js";

/** Some examples of a task, in order, with labels for those that have any. */
export interface LabelFile {
  readonly task: LabelSet["task"];
  readonly rows: Int32Array;
  /** Each row's split. */
  readonly splits: readonly string[];
  /** `[rows, K]`; NaN where there is no label. */
  readonly data: Float32Array;
}

/** An object a row: id, split, text or texts, and probabilities or null. */
export function jsonLines({ task, rows, splits, data }: LabelFile): string {
  const options = task.optionNames.length;
  const lines = Array.from(rows, (row, i) => {
    const { id, inputs } = task.examples[row]!;
    const text = task.shape !== "compare" ? { text: inputs[0] } : { texts: inputs };
    const own = [...data.subarray(i * options, (i + 1) * options)];
    const probabilities = own.some(Number.isNaN) ? null : own;
    return `${JSON.stringify({ id, split: splits[i], ...text, probabilities })}\n`;
  });
  return lines.join("");
}

/** The same as columns: `text`, or `text_0` to `text_{K-1}`; `probability_0` to `_{K-1}`. */
export function parquetColumns({ task, rows, splits, data }: LabelFile): ColumnSource[] {
  const options = task.optionNames.length;
  const examples = Array.from(rows, (row) => task.examples[row]!);
  const texts = task.shape !== "compare" ? 1 : options;
  return [
    { name: "id", type: "STRING", data: examples.map(({ id }) => id), nullable: false },
    { name: "split", type: "STRING", data: [...splits], nullable: false },
    ...Array.from(
      { length: texts },
      (_, k): ColumnSource => ({
        name: texts === 1 ? "text" : `text_${k}`,
        type: "STRING",
        data: examples.map(({ inputs }) => inputs[k]!),
        nullable: false,
      }),
    ),
    ...Array.from(
      { length: options },
      (_, k): ColumnSource => ({
        name: `probability_${k}`,
        type: "FLOAT",
        data: examples.map((_, i) => {
          const value = data[i * options + k]!;
          return Number.isNaN(value) ? null : value;
        }),
        nullable: true,
      }),
    ),
  ];
}
