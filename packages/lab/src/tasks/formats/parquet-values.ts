// What a column of Parquet holds where its library would lose digits (decimals), count (times of
// day), or stop the whole file (intervals, BSON): the library reads the stored values, and what
// they say is found here. Format: https://parquet.apache.org/docs/file-format/types/

import { type FileMetaData, parquetSchema, type SchemaElement } from "hyparquet";
import { decimal, timeOfDay } from "./binary-values.js";

/** A file's metadata, as the library is to see it, and what a column's stored values say. */
export interface OwnValues {
  readonly metadata: FileMetaData;
  /** By column: from a stored value that is there to what it says. */
  readonly meanings: ReadonlyMap<string, (stored: unknown) => unknown>;
}

/** Decimals and times are found in columns of their own; inside lists the library reads them. */
export function ownValues(metadata: FileMetaData): OwnValues {
  const meanings = new Map<string, (stored: unknown) => unknown>();
  const plain = new Map<SchemaElement, SchemaElement>();
  for (const { element, children } of parquetSchema(metadata).children) {
    const value = children.length === 0 ? valueIn(element) : undefined;
    if (value === undefined) continue;
    meanings.set(element.name, value);
    plain.set(element, asStored(element));
  }
  const schema = metadata.schema.map((element) => {
    const isUnread = /^(INTERVAL|BSON)$/.test(element.converted_type ?? "");
    return plain.get(element) ?? (isUnread ? asStored(element) : element);
  });
  return { metadata: { ...metadata, schema }, meanings };
}

/** The element without what it means. Bytes of no fixed length would be taken for text. */
function asStored({ converted_type: _, logical_type: __, ...rest }: SchemaElement): SchemaElement {
  return rest.type === "BYTE_ARRAY" ? { ...rest, logical_type: { type: "GEOMETRY" } } : rest;
}

/** Parts of a second. */
const PARTS = { MILLIS: 1_000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n } as const;

function valueIn({ converted_type: converted, logical_type: logical, scale = 0 }: SchemaElement) {
  if (logical?.type === "DECIMAL" || converted === "DECIMAL") {
    const places = logical?.type === "DECIMAL" ? logical.scale : scale;
    return (stored: unknown) => decimal(integer(stored), places);
  }
  const unit =
    logical?.type === "TIME" ? logical.unit : /^TIME_(MI\w+)$/.exec(converted ?? "")?.[1];
  if (unit === undefined) return undefined;
  return (stored: unknown) => timeOfDay(integer(stored), PARTS[unit as keyof typeof PARTS]);
}

/** A stored integer: a number, or bytes in two's complement, the highest first. */
function integer(stored: unknown): bigint {
  if (!(stored instanceof Uint8Array)) return BigInt(stored as number | bigint);
  const whole = stored.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return BigInt.asIntN(8 * stored.length, whole);
}
