// One source of a task (main, validation or test) as examples.

import { checkJson, InputError, shownValue } from "@w2s/base";
import * as z from "zod";
import { rememberApart } from "./apart.js";
import { evenWithin } from "./balance.js";
import { readRows } from "./formats/read-rows.js";
import { fieldValue, type Row, type RowReader, rowNumber } from "./formats/row.js";
import { type Converter, groupOf } from "./kinds/converter.js";
import type { CommonOptions } from "./options.js";
import { rememberPlace } from "./place.js";
import type { RowsFrom } from "./source.js";
import type { Dropped, Example } from "./task.js";
import { BlankText, nameReader } from "./template.js";

/** What one source gave. */
export interface SourceExamples {
  readonly examples: readonly Example[];
  readonly dropped: Dropped;
  /** SHA-256 of the source. */
  readonly hash: string;
}

// A group's name may be a whole premise: longer ones are known by their hash.
const LONGEST_GROUP = 64;

/**
 * Reads a source to its end.
 * @param prefix goes before every id
 * @throws InputError as `loadTask`
 */
export async function readPart(
  source: RowsFrom,
  converter: Converter,
  options: CommonOptions,
  prefix: string,
  baseDir: string,
): Promise<SourceExamples> {
  const idReader = options.id === undefined ? null : nameReader(options.id);
  const groupReader = options.group === undefined ? null : nameReader(options.group);
  const { facts: factFields = [], parts } = options;
  const partsField = typeof parts === "string" ? [parts] : [];
  const named = [
    ...(idReader?.fields ?? []),
    ...(groupReader?.fields ?? []),
    ...factFields,
    ...partsField,
  ];
  const fields = [...converter.fields, ...named];
  const reader = await readRows(source, { ...options, baseDir, fields });
  const place = (row: Row) => reader.place(row);

  const examples: Example[] = [];
  const shared: string[] = [];
  const dropped = { unlabelled: 0, empty: 0, tied: 0, balance: 0, leaked: 0, limit: 0 };
  const seen = new Map<string, Row>();
  let count = 0;
  for await (const batch of reader.batches()) {
    for (const row of batch) {
      count += 1;
      const id = idReader?.read(row, place) ?? rowNumber(row);
      if (idReader !== null) checkId(id, row, seen, place);
      for (const field of partsField) fieldValue(row, field, place);
      const drafts = converted(() => converter.convert(row, prefix + id, place), options);
      if (typeof drafts === "string") {
        dropped[drafts] += 1;
        continue;
      }
      const group = groupReader === null ? null : short(groupReader.read(row, place));
      const facts = factFields.length === 0 ? {} : { facts: factsOf(row, factFields, place) };
      for (const { suffix, inputs, label, right, group: own } of drafts) {
        const example = {
          id: `${prefix}${id}${suffix}`,
          inputs,
          label,
          ...(right && { right }),
          group: group ?? own,
          ...facts,
        };
        examples.push(example);
        if (converter.within) shared.push(converter.within(row, place));
        rememberPlace(example, place(row));
        if (parts !== undefined) {
          rememberApart(example, () => partsIn(row, parts, example, place), place(row));
        }
      }
    }
  }
  checkClasses(examples, count, reader, converter);
  const { options: classes } = converter;
  const kept = converter.within ? evenWithin(examples, shared, classes, options.seed) : examples;
  dropped.balance = examples.length - kept.length;
  return { examples: kept, dropped, hash: reader.hash() };
}

/** What a row comes to; "empty" where a text is blank that is to be left out. */
function converted(
  convert: () => ReturnType<Converter["convert"]>,
  { dropEmpty = false }: CommonOptions,
): ReturnType<Converter["convert"]> | "empty" {
  try {
    return convert();
  } catch (error) {
    if (dropEmpty && error instanceof BlankText) return "empty";
    throw error;
  }
}

function checkId(id: string, row: Row, seen: Map<string, Row>, place: (row: Row) => string): void {
  const first = seen.get(id);
  if (first !== undefined) {
    throw new InputError(
      `${place(row)}: ids must be unique, got ${JSON.stringify(id)} again after ${place(first)}`,
    );
  }
  seen.set(id, { ...row, values: {} });
}

function factsOf(row: Row, fields: readonly string[], place: (row: Row) => string) {
  const facts = fields.map((field) => {
    const value = fieldValue(row, field, place);
    if (typeof value === "string" || typeof value === "number") return [field, value] as const;
    if (typeof value === "bigint") return [field, exactNumber(value)] as const;
    if (typeof value === "boolean") return [field, String(value)] as const;
    throw new InputError(
      `${place(row)}: "${field}" must be a number or a text, got ${shownValue(value)}`,
    );
  });
  return Object.fromEntries(facts);
}

/** How a row says that its example comes apart; text is read as JSON. */
function partsIn(
  row: Row,
  parts: NonNullable<CommonOptions["parts"]>,
  example: Example,
  place: (row: Row) => string,
): unknown {
  if (typeof parts === "function") return parts(row.values, example);
  const value = fieldValue(row, parts, place);
  return typeof value === "string" ? checkJson(place(row), value, z.unknown()) : value;
}

/** A 64-bit number as one of JavaScript's, or as its digits where that would lose some. */
function exactNumber(value: bigint): number | string {
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

function checkClasses(
  examples: readonly Example[],
  count: number,
  { shown }: RowReader,
  converter: Converter,
): void {
  if (count === 0) throw new InputError(`${shown}: must have rows, got none`);
  const labels = new Set(examples.map((example) => example.label));
  const absent = converter.optionNames.filter((_, option) => !labels.has(option));
  if (absent.length === 0) return;
  const names = absent.map((name) => JSON.stringify(name)).join(" and ");
  throw new InputError(
    `${shown}: every class must occur, got none of ${names} in ${examples.length} examples`,
  );
}

function short(group: string): string {
  return group.length > LONGEST_GROUP ? groupOf(group) : group;
}
