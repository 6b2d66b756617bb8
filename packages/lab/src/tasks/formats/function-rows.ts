// Rows from the user's own code: a list, or a function that returns or generates one.

import { createHash } from "node:crypto";
import { InputError, shownValue } from "@w2s/base";
import { canonicalJson } from "../../store/canonical-json.js";
import { StudyError } from "../../study-error.js";
import type { RowsSource } from "../source.js";
import type { Row, RowReader } from "./row.js";

/**
 * A reader of the rows that a user's list or function gives.
 * Its `batches` throw StudyError when the function throws, InputError when it gives no list, or a
 * row is no object.
 */
export function functionRows(source: RowsSource, baseDir: string): RowReader {
  const hash = createHash("sha256");
  const shown = `rows "${source.name}"`;
  async function* batches(): AsyncGenerator<Row[]> {
    let at = 0;
    for await (const values of made(source, baseDir, shown)) {
      at += 1;
      if (typeof values !== "object" || values === null || Array.isArray(values)) {
        throw new InputError(`${shown}: row ${at}: must be an object, got ${shownValue(values)}`);
      }
      hash.update(canonicalJson(JSON.parse(JSON.stringify(values, bigintAsText))));
      yield [{ at, values: values as Readonly<Record<string, unknown>> }];
    }
  }
  return {
    shown,
    place: ({ at }) => `${shown}: row ${at}`,
    batches,
    hash: () => hash.copy().digest("hex"),
  };
}

/**
 * What the user's function gives; what it throws is said in one line, with its cause. What is
 * refused with a place of its own is left as it is.
 */
async function* made(source: RowsSource, baseDir: string, shown: string): AsyncGenerator<unknown> {
  let given = 0;
  const failed = (cause: unknown): never => {
    if (cause instanceof InputError) throw cause;
    throw new StudyError(`${shown}: failed after ${given} rows`, cause);
  };
  const result = await (async () => source.make({ baseDir }))().catch(failed);
  const list = result as Partial<AsyncIterable<object> & Iterable<object>> | null | undefined;
  const iterator = list?.[Symbol.asyncIterator]?.() ?? list?.[Symbol.iterator]?.();
  if (iterator === undefined)
    throw new InputError(`${shown}: must give a list of objects, got ${shownValue(result)}`);
  try {
    while (true) {
      const next = await (async () => iterator.next())().catch(failed);
      if (next.done) return;
      given += 1;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** For JSON.stringify: whole numbers of 64 bits as their digits. */
export function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
