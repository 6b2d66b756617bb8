// Disjoint parts of the rows that a method was given: groups whole, in an order that the seed
// decides.

import { joinRows } from "../../labels/index.js";
import type { Parts, RowSet } from "../../methods/index.js";
import { once } from "../../once.js";
import { random } from "../../random.js";
import type { Example } from "../../tasks/index.js";
import type { Running } from "./trial.js";

/** Fewer examples than this teach a link nothing. */
const fewest = 16;

/** Some rows, as a program holds them. */
class RowPart implements RowSet {
  constructor(
    readonly room: object,
    readonly rows: Int32Array,
  ) {}

  get count(): number {
    return this.rows.length;
  }
}

/**
 * Cuts rows into `count` parts of nearly equal size.
 * @throws InputError for a count that is no whole number from 1, and where a part would be too
 * small
 */
export function partsOf(
  rows: Int32Array,
  count: number,
  seed: number,
  run: Pick<Running, "refusal"> & { readonly room: { readonly examples: readonly Example[] } },
): Parts {
  const { room } = run;
  if (!Number.isInteger(count) || count < 1)
    throw run.refusal(`parts must be a whole number from 1, got ${count}`);
  const cut = cutOnce(rows, count, seed, room.examples);
  const least = Math.min(...cut.map(({ length }) => length));
  if (count > 1 && least < fewest) {
    throw run.refusal(
      `${rows.length} examples in ${count} parts leave one with ${least}, and each needs ` +
        `${fewest}; give more examples, or ask for fewer parts`,
    );
  }
  const place = (i: number) => {
    // One part is all rows, whichever is asked for.
    if (Number.isInteger(i) && i >= 0 && (i < count || count === 1)) return i;
    throw run.refusal(`a part of ${count} must be 0 to ${count - 1}, got ${i}`);
  };
  const part = (key: string, of: readonly Int32Array[]) =>
    new RowPart(room, joinedAs(key, cut, of));
  return {
    at: (i) => part(`at ${i}`, [cut[count === 1 ? 0 : place(i)]!]),
    but: (i) =>
      part(
        `but ${i}`,
        cut.filter((_, other) => other !== place(i)),
      ),
    after: (i) => part(`after ${i}`, count === 1 ? cut : cut.slice(place(i) + 1)),
    last: part("last", cut.slice(-1)),
  };
}

const unions = new WeakMap<readonly Int32Array[], Map<string, Int32Array>>();

/** Some of the parts of a cut in one list, in order; the same list for the same key. */
function joinedAs(
  key: string,
  cut: readonly Int32Array[],
  parts: readonly Int32Array[],
): Int32Array {
  if (parts.length === 1) return parts[0]!;
  const known = once(unions, cut, () => new Map<string, Int32Array>());
  return once(known, key, () => joinRows(...parts).sort());
}

type Cuts = Map<string, readonly Int32Array[]>;
const cuts = new WeakMap<readonly Example[], WeakMap<Int32Array, Cuts>>();

/** The same parts of the same rows, cut once however many trials have them. */
function cutOnce(
  rows: Int32Array,
  count: number,
  seed: number,
  examples: readonly Example[],
): readonly Int32Array[] {
  if (count === 1) return [rows];
  const byRows = once(cuts, examples, () => new WeakMap<Int32Array, Cuts>());
  const known = once(byRows, rows, () => new Map<string, readonly Int32Array[]>());
  const key = `${count} ${seed}`;
  return once(known, key, () => cutByGroups(rows, count, seed, examples));
}

function cutByGroups(
  rows: Int32Array,
  count: number,
  seed: number,
  examples: readonly Example[],
): Int32Array[] {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const { group } = examples[row]!;
    const members = groups.get(group);
    if (members) members.push(row);
    else groups.set(group, [row]);
  }
  const order = [...groups.values()];
  const stream = random(seed, "method parts");
  const shuffled = Array.from(stream.permutation(order.length), (i) => order[i]!);
  const parts: number[][] = Array.from({ length: count }, () => []);
  let placed = 0;
  for (const group of shuffled) {
    const at = Math.min(count - 1, Math.floor((placed * count) / rows.length));
    parts[at]!.push(...group);
    placed += group.length;
  }
  return parts.map((part) => Int32Array.from(part).sort());
}

/** The rows of a part. @throws InputError where they are not all among `known` */
export function rowsOf(part: RowSet, known: Int32Array, run: Running): Int32Array {
  if (!(part instanceof RowPart) || part.room !== run.room)
    throw run.refusal("asks for labels of rows that it may not see; rows come from parts(...)");
  if (isWithin(part.rows, known)) return part.rows;
  throw run.refusal("asks for labels of rows that have none; take parts of the same labels");
}

/** Whether two lists have the same rows, in whatever order. */
export function sameRows(some: Int32Array, others: Int32Array): boolean {
  const known = new Set(others);
  return some.length === others.length && some.every((row) => known.has(row));
}

const contents = new WeakMap<Int32Array, ReadonlySet<number>>();
const subsets = new WeakMap<Int32Array, WeakSet<Int32Array>>();

/** Whether some rows are all among others; found out once for the same two lists. */
function isWithin(rows: Int32Array, known: Int32Array): boolean {
  const seen = once(subsets, known, () => new WeakSet<Int32Array>());
  if (rows === known || seen.has(rows)) return true;
  const all = once(contents, known, () => new Set(known));
  if (!rows.every((row) => all.has(row))) return false;
  seen.add(rows);
  return true;
}
