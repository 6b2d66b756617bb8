// From a task's description to its examples: read, convert, check, keep groups apart, balance,
// limit.

import { createHash } from "node:crypto";
import { InputError } from "@w2s/base";
import { random } from "../random.js";
import { canonicalJson, type JsonValue } from "../store/canonical-json.js";
import { balanced } from "./balance.js";
import { drawGroups } from "./groups.js";
import type { Converter } from "./kinds/converter.js";
import { taskKind } from "./kinds.js";
import { readPart, type SourceExamples } from "./read-part.js";
import { isSought, type RowsFrom, type TaskSources } from "./source.js";
import { allowedRows } from "./split-rule.js";
import type { Example, Task, TaskExamples } from "./task.js";
import { disputeWarnings, gapWarnings, leakWarnings, lossWarnings } from "./warnings.js";

/** Where a task is read from, and how much of it. */
export interface LoadOptions {
  /** Folder that relative paths start at: the study file's. */
  readonly baseDir: string;
  /** At most so many examples of each source; the task's own `limit` counts too. Default: all. */
  readonly limit?: number | undefined;
}

// Raised when the same files and options of any kind would give other examples.
const VERSION = 2;

/**
 * Reads a task's sources and checks every row.
 * @throws InputError for a file that cannot be found, read or understood, for a row that is
 * malformed, for a duplicate id, and for a source with a single class: one line, with the file and
 * the line
 */
export async function loadTask(task: Task, { baseDir, limit }: LoadOptions): Promise<TaskExamples> {
  const { options } = task;
  const sources = await sourcesOf(task, baseDir);
  const seed = options.seed ?? 0;
  const kind = taskKind(task);
  const converter = kind.convert(options, seed);
  const evens = kind.evens(options);
  const read = (source: RowsFrom | undefined, prefix: string) =>
    source === undefined ? null : readPart(source, converter, options, prefix, baseDir);
  const whole = await read(sources.source, "")!;
  const ownValidation = await read(sources.validation, "validation:");
  const test = await read(sources.test, "test:");

  // Whoever is tested keeps its groups: validation gives way to test, and the rest to both.
  const validation = ownValidation && without(ownValidation, [test]);
  const main = without(whole, [test, validation]);
  const cap = Math.min(
    limit ?? Number.POSITIVE_INFINITY,
    options.limit ?? Number.POSITIVE_INFINITY,
  );
  const parts = [main, validation, test].map(
    (part) => part && trim(part, converter, { rebalance: evens.classes, cap, seed }),
  );
  const [trimmed, ...others] = parts.map((part) => part?.examples ?? []);
  const examples = [...trimmed!, ...others.flat()];
  const rowsFrom = (start: number, count: number) =>
    Int32Array.from({ length: count }, (_, row) => start + row);
  const dropped = totalDropped(parts.flatMap((part) => part ?? []));
  return {
    name: task.name,
    shape: converter.shape,
    options: converter.options,
    optionNames: converter.optionNames,
    ...(converter.optionValues && { optionValues: converter.optionValues }),
    ...(converter.answers && { answers: converter.answers }),
    examples,
    fixed: {
      validation: validation && rowsFrom(trimmed!.length, others[0]!.length),
      test: test && rowsFrom(trimmed!.length + others[0]!.length, others[1]!.length),
    },
    allowed: allowedRows(task.name, options.splits ?? {}, examples),
    dropped,
    warnings: [
      ...lossWarnings(dropped),
      ...gapWarnings(examples),
      ...disputeWarnings(examples),
      ...leakWarnings(examples),
    ],
    sourceHash: hashOf(task, cap, [whole, ownValidation, test]),
    splitting: {
      test: options.splits?.test ?? 0.2,
      validation: options.splits?.validation ?? 0.1,
      supervise: options.splits?.supervise,
      transfer: options.splits?.transfer,
      balance: evens.test,
      seed,
    },
  };
}

/**
 * Where the task's examples come from; what the user names stands before what is found.
 * @throws InputError where nothing is found, and for a share of a part that has files of its own
 */
async function sourcesOf({ name, source, options }: Task, baseDir: string): Promise<TaskSources> {
  const { test, validation, splits } = options;
  if (!isSought(source)) return { source, test, validation };
  const found = await source.find({ baseDir });
  for (const part of ["test", "validation"] as const) {
    if (options[part] === undefined && found[part] !== undefined && splits?.[part] !== undefined) {
      throw new InputError(
        `task "${name}": its ${part} examples have files of their own; leave out splits.${part}`,
      );
    }
  }
  return {
    source: found.source,
    test: test ?? found.test,
    validation: validation ?? found.validation,
  };
}

/** The part without examples whose group another part has. */
function without(part: SourceExamples, others: readonly (SourceExamples | null)[]): SourceExamples {
  const theirs = new Set(
    others.flatMap((other) => other?.examples ?? []).map((example) => example.group),
  );
  const examples = part.examples.filter((example) => !theirs.has(example.group));
  const leaked = part.examples.length - examples.length;
  return { ...part, examples, dropped: { ...part.dropped, leaked } };
}

/** The part balanced, if it is to be, and then cut to at most `cap` examples. */
function trim(
  part: SourceExamples,
  { options }: Converter,
  { rebalance, cap, seed }: { rebalance: boolean; cap: number; seed: number },
): SourceExamples {
  const labels = part.examples.map((example) => example.label);
  const keep = rebalance ? balanced(labels, options, seed) : null;
  const even = keep === null ? part.examples : part.examples.filter((_, row) => keep[row]);
  const few = even.length > cap ? sample(even, cap, seed) : even;
  const dropped = {
    ...part.dropped,
    balance: part.dropped.balance + labels.length - even.length,
    limit: even.length - few.length,
  };
  return { ...part, examples: few, dropped };
}

function sample(examples: readonly Example[], count: number, seed: number): Example[] {
  const rows = Int32Array.from(examples.keys());
  const draw = drawGroups(rows, examples, {
    target: count,
    balance: false,
    stream: random(seed, "limit"),
  });
  return Array.from(draw.taken, (row) => examples[row]!);
}

function totalDropped(parts: readonly SourceExamples[]): TaskExamples["dropped"] {
  const total = { unlabelled: 0, empty: 0, tied: 0, balance: 0, leaked: 0, limit: 0 };
  for (const { dropped } of parts) {
    for (const reason of Object.keys(total) as (keyof typeof total)[])
      total[reason] += dropped[reason];
  }
  return total;
}

/** The name and the paths do not count: the same bytes elsewhere are the same data. */
function hashOf(task: Task, cap: number, parts: readonly (SourceExamples | null)[]): string {
  const { name: _, test: _test, validation: _validation, ...options } = task.options;
  const { version } = taskKind(task);
  const sources = parts.map((part) => part?.hash ?? null);
  const identity = {
    version: VERSION,
    kind: task.kind,
    ...(version !== undefined && { kindVersion: version }),
    options,
    limit: Number.isFinite(cap) ? cap : null,
    sources,
  };
  const text = JSON.stringify(identity, (_, part) =>
    typeof part === "function" ? String(part) : part,
  );
  const plain = JSON.parse(text) as JsonValue;
  return createHash("sha256").update(canonicalJson(plain)).digest("hex");
}
