// One JSON document: an array of objects, or an object with one field that is such an array.

import { InputError, shownValue } from "@w2s/base";
import { oneLine } from "./jsonl.js";
import type { Lines } from "./lines.js";
import { quoted, type Row } from "./row.js";

/**
 * @throws InputError when it is not JSON (with the line), not such an array, or an item is not an
 * object
 */
export async function* readJson(
  blocks: AsyncIterable<Lines>,
  shown: string,
): AsyncGenerator<Row[]> {
  const pieces: Buffer[] = [];
  for await (const { bytes } of blocks) pieces.push(bytes);
  const items = listIn(parse(Buffer.concat(pieces).toString("utf8"), shown), shown);
  yield items.map((values, index) => {
    if (typeof values !== "object" || values === null || Array.isArray(values)) {
      throw new InputError(
        `${shown}: row ${index + 1}: must be an object, got ${shownValue(values)}; see rows()`,
      );
    }
    return { at: index + 1, values: values as Record<string, unknown> };
  });
}

function parse(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { message } = cause as Error;
    const position = /at position (\d+)/.exec(message)?.[1];
    const line =
      position === undefined ? "" : `:${text.slice(0, Number(position)).split("\n").length}`;
    throw new InputError(`${shown}${line}: not JSON: ${oneLine(message)}`, { cause });
  }
}

function listIn(document: unknown, shown: string): unknown[] {
  if (Array.isArray(document)) return document;
  if (typeof document !== "object" || document === null) {
    throw new InputError(`${shown}: must hold a list of objects, got ${shownValue(document)}`);
  }
  const lists = Object.entries(document).filter(([, value]) => Array.isArray(value));
  if (lists.length === 1) return lists[0]![1] as unknown[];
  const found = lists.length === 0 ? "none" : quoted(lists.map(([name]) => name));
  throw new InputError(
    `${shown}: must be a list, or an object with one field that is a list, got ${found}`,
  );
}
