// Evidence as Parquet, through hyparquet-writer: columns as they are, blocks joined into row
// groups.

import {
  type BasicType,
  type ColumnSource,
  fileWriter,
  ParquetWriter,
  schemaFromColumnData,
} from "hyparquet-writer";
import { type RoleName, roleNames } from "../../measures/index.js";
import { once } from "../../once.js";
import type { EvidenceBlock, EvidenceTask } from "../../plan/index.js";
import { aboutKey, type EvidenceAbout } from "./about.js";
import {
  roleColumn,
  textColumnNames,
  textColumns,
  trialColumns,
  truthName,
  wordsColumn,
} from "./columns.js";

/** Rows of a row group, about. */
const groupRows = 10_000;

/** Writes evidence block by block. */
export class ParquetEvidence {
  private readonly columns: readonly Column[];
  private readonly writer: ParquetWriter;
  private waiting: EvidenceBlock[] = [];
  private rows = 0;

  /** @param path a file that is written over */
  constructor(path: string, about: EvidenceAbout) {
    this.columns = columnsOf(about);
    this.writer = new ParquetWriter({
      writer: fileWriter(path),
      schema: schemaFromColumnData({ columnData: this.columns.map((one) => one.fill([], 0)) }),
      statistics: false,
      kvMetadata: [{ key: aboutKey, value: JSON.stringify(about) }],
      createdBy: "w2s",
    });
  }

  async write(block: EvidenceBlock): Promise<void> {
    this.waiting.push(block);
    this.rows += block.rows.length;
    if (this.rows >= groupRows) await this.flush();
  }

  async close(): Promise<void> {
    if (this.rows > 0) await this.flush();
    await this.writer.finish();
  }

  private async flush(): Promise<void> {
    const columnData = this.columns.map((column) => column.fill(this.waiting, this.rows));
    await this.writer.write({ columnData, rowGroupSize: this.rows });
    this.waiting = [];
    this.rows = 0;
  }
}

interface Column {
  /** The column's values in these blocks, of `rows` rows in all. */
  fill(blocks: readonly EvidenceBlock[], rows: number): ColumnSource;
}

function columnsOf({ tasks, roles, texts }: EvidenceAbout): Column[] {
  const options = Math.max(2, ...tasks.map(({ optionNames }) => optionNames.length));
  const there = roleNames.filter((role) => roles.includes(role));
  const ofTrial = ["task", "supervisor", "student", "labels", "method", "split"] as const;
  return [
    ...ofTrial.map((name) => perBlock(name, "STRING", (block) => trialColumns(block)[name])),
    perBlock("seed", "INT32", ({ seed }) => seed),
    perExample("id", "STRING", ({ examples }, row) => examples[row]!.id),
    ...textColumnNames(tasks, texts).map((name) =>
      perExample(name, "STRING", ({ examples, shape }, row) => {
        const found = textColumns(examples[row]!, shape, texts).find(([own]) => own === name);
        return found ? found[1] : null;
      }),
    ),
    perExample("truth", "INT32", ({ examples }, row) => examples[row]!.label),
    perExample("truth_name", "STRING", (task, row) => truthName(task.examples[row]!, task) ?? null),
    ...there.flatMap((role) => Array.from({ length: options }, (_, k) => probability(role, k))),
    ...(tasks.some(({ shape }) => shape === "answer") ? there.map(answered) : []),
  ];
}

function perBlock(
  name: string,
  type: BasicType,
  value: (block: EvidenceBlock) => string | number | null,
): Column {
  return {
    fill(blocks, rows) {
      const data: (string | number | null)[] = new Array(rows);
      let at = 0;
      for (const block of blocks) {
        data.fill(value(block), at, at + block.rows.length);
        at += block.rows.length;
      }
      return { name, type, data };
    },
  };
}

function perExample(
  name: string,
  type: BasicType,
  value: (task: EvidenceTask, row: number) => string | number | null,
): Column {
  const known = new Map<EvidenceTask, (string | number | null)[]>();
  return {
    fill(blocks, rows) {
      const data: (string | number | null)[] = new Array(rows);
      let at = 0;
      for (const { task, rows: own } of blocks) {
        const values = once(known, task, () => task.examples.map((_, row) => value(task, row)));
        for (let i = 0; i < own.length; i++) data[at++] = values[own[i]!]!;
      }
      return { name, type, data };
    },
  };
}

/** What a role says; null where it chooses among options. */
function answered(role: RoleName): Column {
  return {
    fill(blocks) {
      const data = blocks.flatMap(({ words, rows }): readonly (string | null)[] => {
        return words[role] ?? new Array(rows.length).fill(null);
      });
      return { name: wordsColumn(role), type: "STRING", data };
    },
  };
}

/** Random digits do not compress, and make no dictionary. */
function probability(role: RoleName, option: number): Column {
  const about = { name: `${roleColumn(role)}_${option}`, type: "FLOAT" } as const;
  return {
    fill(blocks, rows) {
      const data: (number | null)[] = new Array(rows);
      let at = 0;
      for (const { said, task, rows: own } of blocks) {
        const options = task.optionNames.length;
        const values = said[role];
        for (let i = 0; i < own.length; i++) {
          data[at++] = values && option < options ? values[i * options + option]! : null;
        }
      }
      return { ...about, data, encoding: "PLAIN", codec: "UNCOMPRESSED" };
    },
  };
}
