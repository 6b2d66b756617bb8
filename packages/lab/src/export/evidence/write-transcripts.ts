// transcripts.jsonl: an object a line, an example and protocol each.

import { open } from "node:fs/promises";
import type { TranscriptRow } from "../../outcome/index.js";
import { sixDigits } from "../../supervisors/index.js";

/** Characters that are written at once. */
const piece = 2 ** 20;

/** Writes all rows; numbers to six digits. */
export async function writeTranscripts(
  path: string,
  rows: AsyncIterable<readonly TranscriptRow[]>,
): Promise<void> {
  const file = await open(path, "wx");
  try {
    let text = "";
    for await (const some of rows) {
      for (const row of some) {
        text += `${JSON.stringify(row, sixDigits)}\n`;
        if (text.length <= piece) continue;
        await file.appendFile(text);
        text = "";
      }
    }
    await file.appendFile(text);
  } finally {
    await file.close();
  }
}
