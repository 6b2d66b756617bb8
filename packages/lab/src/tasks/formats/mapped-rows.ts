// Rows whose columns are made anew as they are read, their places kept.

import { createHash } from "node:crypto";
import { canonicalJson } from "../../store/canonical-json.js";
import type { MakeRow } from "../source.js";
import { bigintAsText } from "./function-rows.js";
import type { Row, RowReader } from "./row.js";

/**
 * A reader's rows, each as `make` makes it. The hash is that of what was made, with the files' own.
 */
export function mappedRows(reader: RowReader, make: MakeRow): RowReader {
  const hash = createHash("sha256");
  async function* batches(): AsyncGenerator<readonly Row[]> {
    for await (const batch of reader.batches()) {
      yield batch.map((row) => {
        const values = make(row.values, () => reader.place(row));
        hash.update(canonicalJson(JSON.parse(JSON.stringify(values, bigintAsText))));
        return { ...row, values };
      });
    }
  }
  return { ...reader, batches, hash: () => hash.copy().update(reader.hash()).digest("hex") };
}
