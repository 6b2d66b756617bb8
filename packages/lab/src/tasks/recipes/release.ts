// A release of a data set: which files it has, how they are known from another's, and how they
// become the columns that its recipe reads.

import { check } from "@w2s/base";
import type * as z from "zod";
import { quoted } from "../formats/row.js";
import type { MappedSource, RowsFrom } from "../source.js";

/**
 * A file (or pattern) of the folder, files with their columns made anew, or what a function reads.
 */
export type RecipeSource =
  | Exclude<RowsFrom, { readonly kind: "rows" }>
  | ((folder: string) => Iterable<object> | AsyncIterable<object>);

/** The sources of the examples, and of those that are fixed to test or validation. */
export interface RecipeParts {
  readonly source: RecipeSource;
  readonly test?: RecipeSource;
  readonly validation?: RecipeSource;
}

/**
 * What tells a file's shape: the columns that its first line, first object or schema names; how
 * many it has, where it has no header; null where it is no table.
 */
export type Columns = readonly string[] | number | null;

/** A release's files that lie in a folder. */
export interface ReleaseFiles {
  /** By path, what tells their shape. */
  readonly tables: Readonly<Record<string, Columns>>;
  readonly parts: RecipeParts;
}

/** One shape in which a data set is published. */
export interface Release {
  /** What messages call it, and what `release` asks for. */
  readonly name: string;
  /** Its files, for messages and docs. */
  readonly files: readonly string[];
  /** What its tables hold, for messages. */
  readonly holds: string;
  /** On the hub: the data set's name there. */
  readonly hub?: string;
  /** Those of `files` that a listing of a folder (paths with `/`) has. */
  present(listing: readonly string[]): readonly string[];
  /** What is made of a folder with this listing; null where files are missing. */
  find(listing: readonly string[]): ReleaseFiles | null;
}

interface Declared {
  readonly name: string;
  /** Every file, or pattern, that must be there, and what tells its shape. */
  readonly files: Readonly<Record<string, Columns>>;
  /** The parts, or what makes them from the files that are there. */
  readonly parts: RecipeParts | ((listing: readonly string[]) => RecipeParts);
}

/** A release whose files have fixed names. A folder's name stands for any file in it. */
export function filesNamed({ name, files, parts }: Declared): Release {
  const names = Object.keys(files);
  const of = (file: string, listing: readonly string[]) =>
    listing.filter((path) => matches(file, path));
  return {
    name,
    files: names,
    holds: [...new Set(Object.values(files).map(said))].filter((text) => text !== "").join("; "),
    present: (listing) => names.filter((file) => of(file, listing).length > 0),
    find(listing) {
      if (names.some((file) => of(file, listing).length === 0)) return null;
      const tables = names.map((file) => [of(file, listing)[0]!, files[file]!] as const);
      return {
        tables: Object.fromEntries(tables),
        parts: typeof parts === "function" ? parts(listing) : parts,
      };
    },
  };
}

/**
 * Files whose rows `row` makes anew of some columns; `place` says where a row is, for messages. A
 * row of another form is refused with it.
 */
export function made<S extends z.ZodObject>(
  files: readonly string[],
  columns: S,
  row: (values: z.output<S>, place: () => string) => Readonly<Record<string, unknown>>,
): MappedSource {
  return {
    kind: "mapped",
    files,
    columns: Object.keys(columns.shape),
    row: (values, place) => row(check(place(), values, columns), place),
  };
}

/** Whether a path is the file, lies in the folder, or fits the pattern (`*`: any of one name). */
function matches(file: string, path: string): boolean {
  const pattern = file.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*");
  return new RegExp(`^${pattern}(/|$)`).test(path);
}

function said(columns: Columns): string {
  if (columns === null) return "";
  if (typeof columns === "number") return `${columns} columns without a header`;
  return quoted(columns);
}
