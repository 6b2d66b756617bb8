// Reads a run's evidence.parquet back: what it says of itself, and what was said of test examples.

import { join } from "node:path";
import { checkJson, InputError } from "@w2s/base";
import type { ColumnData } from "hyparquet";
import type { EvidenceRow, EvidenceWords } from "../../outcome/index.js";
import { aboutKey, type EvidenceAbout, evidenceAboutSchema } from "./about.js";
import { roleColumn, textColumnNames, wordsColumn } from "./columns.js";
import {
  type EvidencePage,
  EvidencePages,
  type EvidenceQuery,
  type GroupColumns,
} from "./page-evidence.js";
import { evidenceFiles } from "./write-evidence.js";

/** What a supervisor said of an example that students learn from: of transfer or validation. */
export type LabelRow = Omit<EvidenceRow, "student" | "labels" | "method">;

/** A run's evidence, opened. */
export interface EvidenceFile {
  readonly about: EvidenceAbout;
  /** Rows of the test split, some at a time. */
  testRows(): AsyncIterable<readonly EvidenceRow[]>;
  /** Rows of the transfer and validation splits, some at a time. */
  labelRows(): AsyncIterable<readonly LabelRow[]>;
  /** The rows of the test split that are wanted, a page of them. */
  page(query: EvidenceQuery): Promise<EvidencePage>;
}

/**
 * Opens the evidence in a run's folder; null where there is none.
 * @throws InputError for a file that is not readable, or none of w2s's
 */
export async function openEvidence(folder: string): Promise<EvidenceFile | null> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetRead, parquetReadObjects } =
    await import("hyparquet");
  const path = join(folder, evidenceFiles.parquet);
  const file = await asyncBufferFromFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (file === null) return null;
  const damaged = (cause: unknown) => {
    const { message } = cause instanceof Error ? cause : { message: String(cause) };
    return new InputError(`${path}: not readable as evidence: ${message}; run the study again`, {
      cause,
    });
  };
  const metadata = await parquetMetadataAsync(file).catch((cause: unknown) => {
    throw damaged(cause);
  });
  const said = metadata.key_value_metadata?.find(({ key }) => key === aboutKey)?.value;
  const about = aboutIn(said, path);
  const sizes = metadata.row_groups.map((group) => Number(group.num_rows));
  const rowsOf = (group: number) => {
    const rowStart = sizes.slice(0, group).reduce((sum, size) => sum + size, 0);
    return { rowStart, rowEnd: rowStart + sizes[group]! };
  };
  const read = async (group: number, columns?: string[]): Promise<GroupColumns> => {
    const rows = rowsOf(group);
    const chunks: ColumnData[] = [];
    const options = { file, metadata, ...rows, ...(columns && { columns }) };
    await parquetRead({ ...options, onChunk: (chunk) => chunks.push(chunk) }).catch((cause) => {
      throw damaged(cause);
    });
    return groupColumns(rows, chunks);
  };
  const evidence = (row: Record<string, unknown>) => evidenceRow(row, about);
  const pages = new EvidencePages({ sizes, read, evidence });
  async function* rowsOfSplits<T>(
    isTest: boolean,
    as: (row: Record<string, unknown>, about: EvidenceAbout) => T,
  ): AsyncGenerator<readonly T[]> {
    for (const group of sizes.keys()) {
      const rows = await parquetReadObjects({ file: file!, metadata, ...rowsOf(group) }).catch(
        (cause) => {
          throw damaged(cause);
        },
      );
      const wanted = rows.filter(({ split }) => (split === "test") === isTest);
      yield wanted.map((row) => as(row, about));
    }
  }
  return {
    about,
    testRows: () => rowsOfSplits(true, evidenceRow),
    labelRows: () => rowsOfSplits(false, labelRow),
    page: (query) => pages.page(query),
  };
}

/** Columns as they were decoded, in one piece or several. */
function groupColumns(
  { rowStart, rowEnd }: { readonly rowStart: number; readonly rowEnd: number },
  chunks: readonly ColumnData[],
): GroupColumns {
  const byName = new Map<string, ColumnData[]>();
  for (const chunk of chunks) {
    byName.set(chunk.columnName, [...(byName.get(chunk.columnName) ?? []), chunk]);
  }
  const valueIn = (pieces: readonly ColumnData[], row: number): unknown => {
    const place = rowStart + row;
    const piece = pieces.find((one) => place >= one.rowStart && place < one.rowEnd);
    return piece?.columnData[place - piece.rowStart];
  };
  return {
    size: rowEnd - rowStart,
    value: (column, row) => valueIn(byName.get(column) ?? [], row),
    row: (row) =>
      Object.fromEntries([...byName].map(([name, pieces]) => [name, valueIn(pieces, row)])),
  };
}

function aboutIn(said: string | undefined, path: string): EvidenceAbout {
  try {
    return checkJson(path, said ?? "null", evidenceAboutSchema);
  } catch (cause) {
    throw new InputError(`${path}: is no evidence that w2s wrote; run the study again`, { cause });
  }
}

function evidenceRow(row: Record<string, unknown>, about: EvidenceAbout): EvidenceRow {
  const { student, labels, method } = row;
  const taught = { student: String(student), labels: String(labels), method: String(method) };
  return { ...labelRow(row, about), ...taught };
}

function labelRow(row: Record<string, unknown>, about: EvidenceAbout): LabelRow {
  const text = (name: string) => String(row[name]);
  const task = about.tasks.find(({ name }) => name === row.task);
  const options = task?.optionNames.length ?? 0;
  const said = about.roles.flatMap((role) => {
    const shares = Array.from({ length: options }, (_, k) => row[`${roleColumn(role)}_${k}`]);
    return shares.every((share) => typeof share === "number") ? [[role, shares]] : [];
  });
  const texts = task ? textColumnNames([task], about.texts).map(text) : [];
  return {
    task: text("task"),
    supervisor: text("supervisor"),
    seed: Number(row.seed),
    id: text("id"),
    texts,
    truth: Number(row.truth),
    said: Object.fromEntries(said),
    ...(task?.shape === "answer" && { words: wordsIn(row, about) }),
  };
}

function wordsIn(row: Record<string, unknown>, { roles }: EvidenceAbout): EvidenceWords {
  const said = roles.flatMap((role) => {
    const words = row[wordsColumn(role)];
    return typeof words === "string" ? [[role, words]] : [];
  });
  return { truth: String(row.truth_name), ...Object.fromEntries(said) };
}
