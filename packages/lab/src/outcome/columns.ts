// The columns of results.csv, derived from the outcome's schema: a name for every number and text
// in it. Lists of objects and what is kept by seed have no column; they are in results.json.

import * as z from "zod";
import { outcomeSchema } from "./outcome.js";

/** What a cell of results.csv may hold; null: empty. */
export type ColumnCell = string | number | null;

/** A column of results.csv: its name, and its place in an outcome. */
export interface OutcomeColumn {
  /** In snake case, the words of the path joined; `meta({ column })` renames or leaves out one. */
  readonly name: string;
  /** Where it stands in an outcome. */
  readonly path: readonly string[];
}

/** Every column of an outcome, in the schema's order. */
export const outcomeColumns: readonly OutcomeColumn[] = columnsOf(outcomeSchema);

/** A column's cell; null where the outcome has nothing there. */
export function cellOf(outcome: unknown, { path }: OutcomeColumn): ColumnCell {
  const found = path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null
        ? Object.getOwnPropertyDescriptor(value, key)?.value
        : null,
    outcome,
  );
  if (Array.isArray(found)) return found.join(" ");
  return typeof found === "string" || typeof found === "number" ? found : null;
}

/** The columns of a schema; equal names of a union's options are one column. */
export function columnsOf(
  schema: unknown,
  name = "",
  path: readonly string[] = [],
): readonly OutcomeColumn[] {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
    return columnsOf(schema.unwrap(), name, path);
  }
  if (schema instanceof z.ZodObject) return objectColumns(schema, name, path);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const all = schema.options.flatMap((option) => columnsOf(option, name, path));
    return [...new Map(all.map((column) => [column.name, column])).values()];
  }
  if (schema instanceof z.ZodArray) {
    return schema.element instanceof z.ZodObject ? [] : [{ name, path }];
  }
  const leaf =
    schema instanceof z.ZodString || schema instanceof z.ZodNumber || schema instanceof z.ZodEnum;
  return leaf ? [{ name, path }] : [];
}

function objectColumns(
  { shape }: z.ZodObject,
  name: string,
  path: readonly string[],
): readonly OutcomeColumn[] {
  return Object.entries(shape).flatMap(([key, child]) => {
    const own =
      columnName(child) ?? key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return columnsOf(child, [name, own].filter((part) => part !== "").join("_"), [...path, key]);
  });
}

function columnName(schema: unknown): string | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const column = schema.meta()?.column;
  return typeof column === "string" ? column : undefined;
}
