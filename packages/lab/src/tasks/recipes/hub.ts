// The release of a set on the Hugging Face hub: Parquet, a file (or shards) for each split, under
// the names that the hub's tools give.

import * as z from "zod";
import { quoted } from "../formats/row.js";
import { wholeNumber } from "../label.js";
import { made, type RecipeParts, type RecipeSource, type Release } from "./release.js";

/** A whole number, in whatever form a table has it: 1, 1.0, "1", true, a BigInt. */
export const whole = z
  .custom((value) => bitOrWhole(value) !== null, { error: "must be a whole number" })
  .transform((value) => bitOrWhole(value)!);

/** A hub's column of two classes may be of booleans. */
const bitOrWhole = (value: unknown): number | null =>
  typeof value === "boolean" ? Number(value) : wholeNumber(value);

/** A class by its number, which becomes its name. */
export const numbered = (...names: readonly string[]) =>
  whole
    .refine((value) => names[value] !== undefined, {
      error: `must be a number in 0..${names.length - 1}, one for each of ${quoted(names)}`,
    })
    .transform((value) => names[value]!);

interface HubSet<S extends z.ZodObject> {
  /** The data set's name on the hub, "org/name". */
  readonly id: string;
  /** The set's subset of that name (its "config"); default: its only one. */
  readonly config?: string;
  /** The split that is each part. */
  readonly splits: { readonly [P in keyof RecipeParts]: string };
  /** The columns that are read, and what they hold. */
  readonly columns: S;
  /** What a row of those becomes; default: itself, as it was read. */
  readonly row?: (values: z.output<S>) => Readonly<Record<string, unknown>>;
}

/**
 * A set's release on the hub. Splits are found in a copy of the set, in its conversion to Parquet
 * (https://huggingface.co/docs/dataset-viewer/parquet), and in the folder of one subset alone.
 */
export function onHub<S extends z.ZodObject>(set: HubSet<S>): Release {
  const { id, config, splits, row } = set;
  const columns = Object.keys(set.columns.shape);
  const parts = Object.entries(splits) as [keyof RecipeParts, string][];
  const files = parts.map(([, split]) => `${config ?? "data"}/${split}-*.parquet`);
  const from = (paths: readonly string[]): RecipeSource =>
    row === undefined ? paths : made(paths, set.columns, row);
  return {
    name: "hub",
    hub: id,
    files,
    holds: quoted(columns),
    present: (listing) =>
      files.filter((_, at) => splitFiles(listing, set, parts[at]![1]).length > 0),
    find(listing) {
      const found = parts.map(([part, split]) => ({
        part,
        paths: splitFiles(listing, set, split),
      }));
      if (found.some(({ paths }) => paths.length === 0)) return null;
      const sources = found.map(({ part, paths }) => [part, from(paths)]);
      return {
        tables: Object.fromEntries(found.flatMap(({ paths }) => paths.map((at) => [at, columns]))),
        parts: Object.fromEntries(sources) as RecipeParts,
      };
    },
  };
}

/** Where a subset's files lie: by its name, or by those that a set's only one has. */
const only = ["data", "default", "plain_text"];

/**
 * A split's files in the first place that has them whole, by their shards' numbers. The hub's older
 * conversions have the set's name before the split's: `hate/tweet_eval-train.parquet`.
 */
function splitFiles(
  listing: readonly string[],
  { id, config }: Pick<HubSet<z.ZodObject>, "id" | "config">,
  split: string,
): readonly string[] {
  const folders = [...(config === undefined ? only : [config]), ""];
  const older = `(${id.slice(id.indexOf("/") + 1)}-)?`;
  for (const folder of folders) {
    const begin = `${folder === "" ? "" : `${folder}/`}${older}${split}`;
    const shards = new RegExp(`^${begin}(-\\d{5}-of-\\d{5}(-[0-9a-f]+)?|/\\d{4})?\\.parquet$`);
    const paths = listing.filter((path) => shards.test(path)).sort();
    const count = Number(/-of-(\d{5})/.exec(paths[0] ?? "")?.[1] ?? paths.length);
    if (paths.length > 0 && paths.length === count) return paths;
  }
  return [];
}
