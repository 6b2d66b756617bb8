// The merges of a BPE vocabulary: which two neighbouring tokens become which one, and how early.

/** A hash table of whole numbers, without objects or strings: every pair is looked up. */
export class Merges {
  private readonly mask: number;
  /** Four numbers a slot: left, right, rank, token. A rank of -1: free. */
  private readonly slots: Int32Array;

  constructor(count: number) {
    let capacity = 8;
    while (capacity < 2 * count) capacity *= 2;
    this.mask = capacity - 1;
    this.slots = new Int32Array(4 * capacity).fill(-1);
  }

  /** A pair that is set again takes the later rank. */
  set(left: number, right: number, rank: number, token: number): void {
    const at = this.slotOf(left, right);
    this.slots[at] = left;
    this.slots[at + 1] = right;
    this.slots[at + 2] = rank;
    this.slots[at + 3] = token;
  }

  /** Where a pair lies, for `rankAt` and `tokenAt`. */
  slotOf(left: number, right: number): number {
    const { slots, mask } = this;
    let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const at = 4 * slot;
      if (slots[at + 2]! < 0 || (slots[at] === left && slots[at + 1] === right)) return at;
    }
  }

  /** -1 for a pair that does not merge. */
  rankAt(slot: number): number {
    return this.slots[slot + 2]!;
  }

  tokenAt(slot: number): number {
    return this.slots[slot + 3]!;
  }
}

/** Up to this many tokens, looking through all pairs is the fastest. */
const SHORT = 48;

/** Merges until nothing merges, the earliest merge first, of equal ones the leftmost. */
export function mergeAll(ids: Int32Array, merges: Merges): Int32Array {
  if (ids.length < 2) return ids;
  return ids.length <= SHORT ? mergeShort(ids, merges) : mergeLong(ids, merges);
}

const slots = new Int32Array(SHORT);

function mergeShort(ids: Int32Array, merges: Merges): Int32Array {
  let count = ids.length;
  for (let i = 0; i + 1 < count; i++) slots[i] = merges.slotOf(ids[i]!, ids[i + 1]!);
  for (;;) {
    let best = -1;
    let bestRank = 0x7fffffff;
    for (let i = 0; i + 1 < count; i++) {
      const rank = merges.rankAt(slots[i]!);
      if (rank >= 0 && rank < bestRank) {
        best = i;
        bestRank = rank;
      }
    }
    if (best < 0) return ids.subarray(0, count);
    ids[best] = merges.tokenAt(slots[best]!);
    count--;
    for (let i = best + 1; i < count; i++) {
      ids[i] = ids[i + 1]!;
      slots[i] = slots[i + 1]!;
    }
    if (best > 0) slots[best - 1] = merges.slotOf(ids[best - 1]!, ids[best]!);
    if (best + 1 < count) slots[best] = merges.slotOf(ids[best]!, ids[best + 1]!);
  }
}

/** Places are below this, so that rank and place are one number. */
const PLACES = 2 ** 28;

/** A list of tokens linked by place, and a heap of the merges that they offer. */
function mergeLong(ids: Int32Array, merges: Merges): Int32Array {
  const size = ids.length;
  const next = Int32Array.from({ length: size }, (_, i) => i + 1);
  const before = Int32Array.from({ length: size }, (_, i) => i - 1);
  const heap = new Heap();
  const offer = (at: number) => {
    if (at < 0 || next[at]! >= size) return;
    const rank = merges.rankAt(merges.slotOf(ids[at]!, ids[next[at]!]!));
    if (rank >= 0) heap.push(rank * PLACES + at);
  };
  for (let at = 0; at + 1 < size; at++) offer(at);
  for (let top = heap.pop(); top !== undefined; top = heap.pop()) {
    const at = top % PLACES;
    const right = next[at]!;
    if (ids[at]! < 0 || right >= size) continue;
    const slot = merges.slotOf(ids[at]!, ids[right]!);
    // What was offered may have been merged with another since.
    if (merges.rankAt(slot) !== (top - at) / PLACES) continue;
    ids[at] = merges.tokenAt(slot);
    ids[right] = -1;
    const after = next[right]!;
    next[at] = after;
    if (after < size) before[after] = at;
    offer(before[at]!);
    offer(at);
  }
  return ids.filter((id) => id >= 0);
}

/** Gives back the smallest number first. */
class Heap {
  private readonly items: number[] = [];

  push(item: number): void {
    const { items } = this;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent]! <= item) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = item;
  }

  pop(): number | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let at = 0;
    for (let child = 1; child < items.length; child = 2 * at + 1) {
      if (child + 1 < items.length && items[child + 1]! < items[child]!) child++;
      if (items[child]! >= last) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
    return top;
  }
}
