// Where a task's rows come from.

import { basename, dirname } from "node:path";

/** Rows from a function or a list, for data that no file format describes. Made by `rows`. */
export interface RowsSource {
  readonly kind: "rows";
  readonly name: string;
  readonly make: (context: RowsContext) => RowsResult | Promise<RowsResult>;
}

/** What a rows function is given. */
export interface RowsContext {
  /** The folder that relative paths start at: the study file's. */
  readonly baseDir: string;
}

/** What a rows function gives: plain objects, one a row. */
export type RowsResult = Iterable<object> | AsyncIterable<object>;

/**
 * Where rows come from: a path, relative to the study file, of a file, of a folder of shards, or
 * with `*` and `?` for several files; a list of such paths; or `rows(...)`.
 */
export type Source = string | readonly string[] | RowsSource;

/** Makes a row of some columns into one of others; `place` says where it is, for messages. */
export type MakeRow = (
  values: Readonly<Record<string, unknown>>,
  place: () => string,
) => Readonly<Record<string, unknown>>;

/** Files whose rows are made into other columns as they are read. Made by recipes. */
export interface MappedSource {
  readonly kind: "mapped";
  readonly files: readonly string[];
  /** The columns that `row` needs. */
  readonly columns: readonly string[];
  /** What a row of the files becomes. */
  readonly row: MakeRow;
}

/** What rows can be read from. */
export type RowsFrom = Source | MappedSource;

/** A task's sources, once they are known. */
export interface TaskSources {
  readonly source: RowsFrom;
  readonly test?: RowsFrom | undefined;
  readonly validation?: RowsFrom | undefined;
}

/**
 * Sources that are looked for when a task is read: what lies in a folder decides. Made by
 * `recipe`.
 */
export interface SoughtSource {
  readonly kind: "sought";
  readonly name: string;
  readonly find: (context: RowsContext) => Promise<TaskSources>;
}

/** Whether sources are still to be looked for. */
export function isSought(source: unknown): source is SoughtSource {
  if (typeof source !== "object" || source === null) return false;
  return "kind" in source && source.kind === "sought";
}

/** What a source must be, for messages. */
export const SOURCE_FORM = "a path, a list of paths, or rows(...)";

/** Whether a value that a user gave can be read from. */
export function isSource(value: unknown): value is Source {
  if (typeof value === "string") return value !== "";
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) {
    return value.length > 0 && value.every((path) => typeof path === "string" && path !== "");
  }
  return "kind" in value && value.kind === "rows";
}

/**
 * What a source is called: its rows' name, or its first path's last part without the ending, the
 * number of a shard and the signs of a pattern; where nothing is left of it, its folder's name.
 */
export function sourceName(source: Source): { readonly base: string; readonly folder: string } {
  if (typeof source === "object" && "kind" in source) return { base: source.name, folder: "" };
  const path = typeof source === "string" ? source : source[0]!;
  const bare = basename(path)
    .replace(/\.gz$/i, "")
    .replace(/\.[^.]+$/, "");
  const base = bare
    .replace(/-[\d*?]+-of-[\d*?]+$/, "")
    .replace(/[*?]+/g, "")
    .replace(/[-_. ]+$/, "");
  // Of "reviews/*.csv" the folder has a name.
  const folders = dirname(path).split(/[\\/]/);
  const named = folders.findLast((part) => /[^.]/.test(part) && !/[*?]/.test(part));
  return { base: base || (named ?? "rows"), folder: folders.at(-1)! };
}
