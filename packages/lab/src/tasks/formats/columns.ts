// What columns a file has, without reading it whole.

import { findFile } from "./file.js";
import { readRows } from "./read-rows.js";

/**
 * A file's columns: those that Parquet or a header names, "0", "1", ... without a header, and of
 * JSON the fields of its first object; none where it has no rows.
 * @throws InputError when it cannot be found, opened, told by its ending, or read
 */
export async function columnsIn(
  shown: string,
  { baseDir, header }: { readonly baseDir: string; readonly header: boolean },
): Promise<string[]> {
  const file = await findFile(shown, baseDir);
  if (file.format === "parquet") {
    const { parquetColumns } = await import("./parquet.js");
    return parquetColumns(file.path, shown);
  }
  const reader = await readRows(shown, { baseDir, fields: [], everyColumn: true, header });
  for await (const [first] of reader.batches())
    if (first !== undefined) return Object.keys(first.values);
  return [];
}
