// The folder that an external student works in: what it learns from, in two forms that say the
// same, and what it is to do. Documented in docs/students/external.md.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError, makeFolder, writeFileWhole } from "@w2s/base";
import type { ColumnSource } from "hyparquet-writer";
import {
  type FitRows,
  harden,
  type Labels,
  labelledAmong,
  labelsOf,
  probabilitiesAt,
} from "../../labels/index.js";
import type { JsonObject } from "../../store/index.js";
import type { ChoiceShape } from "../../tasks/index.js";

/** What a job is about. */
export interface Job {
  readonly task: string;
  readonly shape: ChoiceShape;
  readonly options: number;
  readonly optionNames: readonly string[];
  /** Every text; for a comparison K an example. */
  readonly texts: readonly string[];
  readonly rows: FitRows;
  readonly settings: JsonObject;
  readonly predictions: string;
  readonly seed: number;
}

/** A row of examples.jsonl. */
interface ExampleRow {
  readonly id: string;
  readonly split: "train" | "validation" | "predict";
  readonly texts: readonly string[];
  /** Null where there is none, and where it is to be predicted. */
  readonly probabilities: readonly number[] | null;
}

/** Files that the command reads and must leave as they are. */
const inputFiles = ["examples.jsonl", "examples.parquet", "task.json"] as const;

/** Writes the folder's files. Gives what finds out whether they are still the same. */
export async function writeJob(folder: string, job: Job, labels: Labels): Promise<WrittenFiles> {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  await makeFolder(folder);
  const rows = rowsOf(job, labels);
  const { task, shape, options, optionNames, settings, predictions, seed } = job;
  const about = { format: 1, task, shape, options, optionNames, seed, settings, predictions };
  const contents: Readonly<Record<(typeof inputFiles)[number], string | Uint8Array>> = {
    "examples.jsonl": rows.map((row) => `${JSON.stringify(lineOf(row, job))}\n`).join(""),
    "examples.parquet": new Uint8Array(parquetWriteBuffer({ columnData: columnsOf(rows, job) })),
    "task.json": `${JSON.stringify(about, null, 2)}\n`,
  };
  const hashes = new Map<string, string>();
  for (const name of inputFiles) {
    await writeFileWhole(join(folder, name), contents[name]);
    hashes.set(name, hashOf(contents[name]));
  }
  return new WrittenFiles(folder, hashes);
}

/** Files as they were written. */
export class WrittenFiles {
  constructor(
    private readonly folder: string,
    private readonly hashes: ReadonlyMap<string, string>,
  ) {}

  /** @throws InputError where the command changed what it learns from */
  async check(name: string): Promise<void> {
    for (const [file, hash] of this.hashes) {
      const now = await readFile(join(this.folder, file)).catch(() => undefined);
      if (now !== undefined && hashOf(now) === hash) continue;
      throw new InputError(
        `${name}: the command ${now === undefined ? "removed" : "changed"} ${file}, which it was ` +
          "given to read; write other files beside it",
      );
    }
  }
}

const hashOf = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("hex");

function rowsOf({ shape, options, texts, rows }: Job, labels: Labels): ExampleRow[] {
  const each = shape === "compare" ? options : 1;
  const textsOf = (row: number) => texts.slice(row * each, (row + 1) * each);
  const learnt = (split: "train" | "validation", some: Int32Array): ExampleRow[] => {
    const there = labelledAmong(labels, some);
    const said = labelsOf(labels, there);
    return Array.from(there, (row, i) => ({
      id: String(row),
      split,
      texts: textsOf(row),
      probabilities: probabilitiesAt(said, i),
    }));
  };
  const predict = Array.from(
    rows.predict,
    (row): ExampleRow => ({
      id: String(row),
      split: "predict",
      texts: textsOf(row),
      probabilities: null,
    }),
  );
  return [...learnt("train", rows.train), ...learnt("validation", rows.validation), ...predict];
}

function lineOf({ id, split, texts, probabilities }: ExampleRow, { shape }: Job) {
  const text = shape === "compare" ? { texts } : { text: texts[0] };
  return { id, split, ...text, probabilities, label: labelOf(probabilities) };
}

/** The most probable option, the lowest at a tie; null where nothing is said. */
function labelOf(probabilities: readonly number[] | null): number | null {
  if (probabilities === null) return null;
  const { data } = harden({
    dtype: "float32",
    shape: [1, probabilities.length],
    data: Float32Array.from(probabilities),
  });
  return data.indexOf(1);
}

/** `text`, or `text_0` to `text_{K-1}`; `probability_0` to `_{K-1}`; `label`. */
function columnsOf(rows: readonly ExampleRow[], { shape, options }: Job): ColumnSource[] {
  const texts = shape === "compare" ? options : 1;
  return [
    { name: "id", type: "STRING", data: rows.map(({ id }) => id), nullable: false },
    { name: "split", type: "STRING", data: rows.map(({ split }) => split), nullable: false },
    ...Array.from(
      { length: texts },
      (_, k): ColumnSource => ({
        name: texts === 1 ? "text" : `text_${k}`,
        type: "STRING",
        data: rows.map((row) => row.texts[k]!),
        nullable: false,
      }),
    ),
    ...Array.from(
      { length: options },
      (_, k): ColumnSource => ({
        name: `probability_${k}`,
        type: "FLOAT",
        data: rows.map(({ probabilities }) => probabilities?.[k] ?? null),
        nullable: true,
      }),
    ),
    {
      name: "label",
      type: "INT32",
      data: rows.map(({ probabilities }) => labelOf(probabilities)),
      nullable: true,
    },
  ];
}
