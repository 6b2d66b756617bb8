// What a column of Arrow holds, as the same column of Parquet would be read: 64-bit numbers as
// BigInt, times as texts, lists as arrays, structs as objects, a dictionary's entries.

import { InputError } from "@w2s/base";
import {
  Binary,
  BinaryView,
  type Data,
  DataType,
  DateUnit,
  LargeBinary,
  TimeUnit,
  Vector,
} from "apache-arrow";
import { decimal, isoDay, isoTime, textOf, timeOfDay } from "./binary-values.js";

/** A value by its place; null where there is none. */
type Read = (index: number) => unknown;

/** Parts of a second. */
const PARTS = {
  [TimeUnit.SECOND]: 1n,
  [TimeUnit.MILLISECOND]: 1_000n,
  [TimeUnit.MICROSECOND]: 1_000_000n,
  [TimeUnit.NANOSECOND]: 1_000_000_000n,
} as const;

/**
 * How one batch's values of a column are read, `what` in messages.
 * @throws InputError for a type that has no values for a table
 */
export function readerOf(data: Data, what: string): Read {
  checkHeld(data);
  const read = present(data, what);
  return (index) => (data.getValid(index) ? read(index) : null);
}

/** Whether values of the type, or of what it holds, are not read. */
export function holdsUnread(type: DataType): boolean {
  const inner = DataType.isDictionary(type) ? [type.dictionary] : childrenOf(type);
  return isUnread(type) || inner.some(holdsUnread);
}

const childrenOf = ({ children }: DataType): DataType[] => (children ?? []).map(({ type }) => type);

const isUnread = (type: DataType): boolean => DataType.isUnion(type) || DataType.isInterval(type);

/**
 * Marks of what is null are not counted: the library makes as many as a damaged length asks for.
 * @throws Error where a damaged length says more values than there are bits
 */
function checkHeld({ type, length, byteLength, nullBitmap, children }: Data): void {
  const held =
    DataType.isNull(type) || DataType.isStruct(type)
      ? length
      : DataType.isFixedSizeList(type)
        ? children[0]!.length / type.listSize
        : 8 * (byteLength - (nullBitmap?.byteLength ?? 0));
  if (length > held) throw new Error("a column has more values than bytes; it is damaged");
}

function present(data: Data, what: string): Read {
  const { type, children } = data;
  const inner = (at: number) => readerOf(children[at]!, what);
  // The library's own texts lose a first byte order mark, and take bytes that are none for texts.
  if (DataType.isUtf8(type) || DataType.isBinary(type)) return texts(data.clone(new Binary()));
  if (DataType.isLargeUtf8(type) || DataType.isLargeBinary(type))
    return texts(data.clone(new LargeBinary()));
  if (DataType.isUtf8View(type) || DataType.isBinaryView(type))
    return texts(data.clone(new BinaryView()));
  if (DataType.isDictionary(type)) return entries(data, what);
  if (DataType.isList(type) || DataType.isLargeList(type)) return lists(data, inner(0));
  if (DataType.isFixedSizeList(type)) {
    const read = inner(0);
    return (index) =>
      Array.from({ length: type.listSize }, (_, i) => read(index * type.listSize + i));
  }
  if (DataType.isStruct(type)) {
    const reads = type.children.map(({ name }, at) => [name, inner(at)] as const);
    return (index) => Object.fromEntries(reads.map(([name, read]) => [name, read(index)]));
  }
  if (DataType.isMap(type)) return maps(data, what);
  if (DataType.isTimestamp(type)) {
    const { values } = data;
    return (index) => isoTime(values[index], PARTS[type.unit]);
  }
  if (DataType.isDate(type)) {
    const { values } = data;
    if (type.unit === DateUnit.DAY) return (index) => isoDay(BigInt(values[index]));
    return (index) => isoTime(BigInt(values[index]), 1_000n).split("T")[0];
  }
  if (DataType.isTime(type)) {
    const { values } = data;
    return (index) => timeOfDay(BigInt(values[index]), PARTS[type.unit]);
  }
  if (DataType.isDecimal(type)) return decimals(data, type.scale);
  if (isUnread(type)) {
    throw new InputError(
      `${what} is of Arrow's type ${type}, which is not read; write it as another type`,
    );
  }
  const plain = new Vector([data]);
  return (index) => plain.get(index);
}

function texts(data: Data<Binary | LargeBinary | BinaryView>): Read {
  const bytes = new Vector([data]);
  return (index) => textOf(bytes.get(index)!);
}

/** Every entry is made once for all batches that share it. */
const madeEntries = new WeakMap<Vector, readonly unknown[]>();

function entries(data: Data, what: string): Read {
  const dictionary = data.dictionary!;
  let made = madeEntries.get(dictionary);
  if (made === undefined) {
    made = dictionary.data.flatMap((part) => {
      const read = readerOf(part, what);
      return Array.from({ length: part.length }, (_, index) => read(index));
    });
    madeEntries.set(dictionary, made);
  }
  const all = made;
  return (index) => all[Number(data.values[index])] ?? null;
}

/** Where the parts of a list or map begin and end. */
function bounds(
  { valueOffsets, children }: Data,
  index: number,
): readonly [from: number, to: number] {
  const [from, to] = [Number(valueOffsets[index]), Number(valueOffsets[index + 1])];
  if (0 <= from && from <= to && to <= children[0]!.length) return [from, to];
  throw new Error("a list ends before it begins, or beyond its values; it is damaged");
}

function lists(data: Data, read: Read): Read {
  return (index) => {
    const [from, to] = bounds(data, index);
    return Array.from({ length: to - from }, (_, i) => read(from + i));
  };
}

function maps(data: Data, what: string): Read {
  const [key, value] = data.children[0]!.children.map((child) => readerOf(child, what));
  return (index) => {
    const [from, to] = bounds(data, index);
    const pairs = Array.from({ length: to - from }, (_, i) => [key!(from + i), value!(from + i)]);
    return Object.fromEntries(pairs);
  };
}

/** Little-endian, two's complement, in 32-bit words. */
function decimals({ values, stride }: Data, scale: number): Read {
  return (index) => {
    const words: Uint32Array = values.subarray(stride * index, stride * (index + 1));
    const whole = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
    return decimal(BigInt.asIntN(32 * stride, whole), scale);
  };
}
