// A task of many rows as a JSONL file: made-up words, two classes in equal parts.

import { closeSync, openSync, writeSync } from "node:fs";
import { random } from "@w2s/lab";

const vocabulary = 20_000;

/** Texts of 10 to 30 words, about 125 characters. */
export function writeTaskFile(path: string, rows: number): void {
  const draw = random(3, "bench texts");
  const letter = () => String.fromCharCode(97 + draw.integer(26));
  const words = Array.from({ length: vocabulary }, () =>
    Array.from({ length: 2 + draw.integer(8) }, letter).join(""),
  );
  const file = openSync(path, "w");
  for (let row = 0; row < rows; row++) {
    const text = Array.from(
      { length: 10 + draw.integer(21) },
      () => words[draw.integer(vocabulary)]!,
    ).join(" ");
    writeSync(file, `${JSON.stringify({ id: `row-${row}`, text, label: row % 2 })}\n`);
  }
  closeSync(file);
}
