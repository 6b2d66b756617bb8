// JSON Lines: one object a line. Blank lines are skipped.

import { InputError, shownValue } from "@w2s/base";
import { bySaying, type FormAdvice } from "./advice.js";
import { exactJson, notation } from "./exact-json.js";
import { type Lines, textLines } from "./lines.js";
import type { Row } from "./row.js";

/**
 * @param advice what they say to do about the file's form
 * @throws InputError with the line that is not a JSON object
 */
export async function* readJsonl(
  blocks: AsyncIterable<Lines>,
  shown: string,
  advice: FormAdvice = bySaying,
): AsyncGenerator<Row[]> {
  for await (const block of blocks) {
    const rows: Row[] = [];
    for (const { text, line } of textLines(block))
      rows.push({ at: line, values: parseLine(text, line, shown, advice) });
    yield rows;
  }
}

function parseLine(
  text: string,
  line: number,
  shown: string,
  advice: FormAdvice,
): Record<string, unknown> {
  let value: unknown;
  try {
    // Files that were joined keep their byte order marks.
    value = exactJson(text.replace(/^\ufeff/, ""));
  } catch (cause) {
    const isList = /^\s*\{.*\},\s*$/s.test(text);
    const comma = isList ? "; take the commas at the ends of lines away" : "";
    const hint =
      notation(text, (cause as Error).message) ||
      comma ||
      (line === 1 && /^\s*[[{]/.test(text) ? oneDocument(advice) : "");
    throw new InputError(
      `${shown}:${line}: not JSON: ${oneLine((cause as Error).message)}${hint}`,
      {
        cause,
      },
    );
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  const next = line === 1 && Array.isArray(value) ? oneDocument(advice) : "";
  throw new InputError(`${shown}:${line}: must be a JSON object, got ${shownValue(value)}${next}`);
}

const oneDocument = (advice: FormAdvice): string =>
  `; for one JSON document ${advice.format("json")}; of several objects write each on a line ` +
  "(jq -c)";

/** A library's message on one line, cut to 160 characters. */
export function oneLine(message: string): string {
  const flat = message.replace(/\s+/g, " ").trim();
  return flat.length > 160 ? `${flat.slice(0, 160)}...` : flat;
}
