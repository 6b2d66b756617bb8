// Disjoint parts of the rows that a method was given: groups whole, in an order that the seed
// decides.

import { InputError } from "@w2s/base";
import type { Parts, RowSet } from "../methods/index.js";
import { random } from "../random.js";
import type { Example } from "../tasks/index.js";

/** Fewer examples than this teach a link nothing. */
const fewest = 16;

/** Some rows, as a program holds them. */
export class RowPart implements RowSet {
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
  room: { readonly examples: readonly Example[] },
  method: string,
): Parts {
  if (!Number.isInteger(count) || count < 1) {
    throw new InputError(`${method}: parts must be a whole number from 1, got ${count}`);
  }
  const cut = count === 1 ? [rows] : cutByGroups(rows, count, seed, room.examples);
  const least = Math.min(...cut.map(({ length }) => length));
  if (count > 1 && least < fewest) {
    throw new InputError(
      `${method}: ${rows.length} examples in ${count} parts leave one with ${least}, and each ` +
        `needs ${fewest}; give more examples, or teach all links with the same ones`,
    );
  }
  const part = (of: readonly Int32Array[]) => new RowPart(room, joined(of));
  return {
    at: (i) => part([cut[count === 1 ? 0 : i] ?? new Int32Array(0)]),
    but: (i) => part(cut.filter((_, other) => other !== i)),
    after: (i) => part(count === 1 ? cut : cut.slice(i + 1)),
    last: part(cut.slice(-1)),
  };
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
    groups.set(group, [...(groups.get(group) ?? []), row]);
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

function joined(parts: readonly Int32Array[]): Int32Array {
  return Int32Array.from(parts.flatMap((part) => [...part])).sort();
}
