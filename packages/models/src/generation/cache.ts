// What decoding keeps of the tokens it has read: keys and values of every block, in room that
// grows. Programs read them where they lie, so that no step copies what earlier ones kept.

import { type Arrays, type NdArray, ndarray } from "@w2s/grad";
import { earlierName } from "./programs.js";

/** Room comes in so many places at a time: the runtime plans memory for each size anew. */
const stride = 32;

interface Kept {
  readonly name: string;
  readonly heads: number;
  readonly size: number;
  /** `[texts, heads, slots, size]`. */
  data: Float32Array;
}

export class KeyValueCache {
  private slots: number;
  private readonly kept: readonly Kept[];

  /** Of the outputs of the program that reads prompts: `[texts, heads, seq, size]` each. */
  constructor(
    private texts: number,
    read: Arrays,
  ) {
    const arrays = Object.entries(read);
    const seq = arrays[0]![1].shape[2]!;
    this.slots = seq;
    this.kept = arrays.map(([name, { shape, data }]) => ({
      name,
      heads: shape[1]!,
      size: shape[3]!,
      data: data as Float32Array,
    }));
  }

  /** Makes room for `places` tokens a text. */
  reserve(places: number): void {
    if (places > this.slots) this.lay(range(this.texts), Math.ceil(places / stride) * stride);
  }

  /** Leaves out all texts but some, given by their places in the batch. */
  keep(texts: readonly number[]): void {
    this.lay(texts, this.slots);
  }

  /** Inputs of the step program. */
  feeds(): Readonly<Record<string, NdArray>> {
    return Object.fromEntries(
      this.kept.map(({ name, heads, size, data }) => [
        earlierName(name),
        ndarray(data, [this.texts, heads, this.slots, size]),
      ]),
    );
  }

  /** Keeps one token a text, `[texts, heads, 1, size]`, at the text's next place. */
  add(own: Arrays, places: Int32Array): void {
    for (const { name, heads, size, data } of this.kept) {
      const from = own[name]!.data as Float32Array;
      for (let row = 0; row < this.texts * heads; row++) {
        const place = places[Math.floor(row / heads)]!;
        const to = (row * this.slots + place) * size;
        for (let i = 0; i < size; i++) data[to + i] = from[row * size + i]!;
      }
    }
  }

  private lay(texts: readonly number[], slots: number): void {
    for (const kept of this.kept) {
      const [from, to] = [this.slots * kept.size, slots * kept.size];
      const moved = new Float32Array(texts.length * kept.heads * to);
      for (const [i, text] of texts.entries()) {
        for (let head = 0; head < kept.heads; head++) {
          const start = (text * kept.heads + head) * from;
          moved.set(
            kept.data.subarray(start, start + Math.min(from, to)),
            (i * kept.heads + head) * to,
          );
        }
      }
      kept.data = moved;
    }
    this.texts = texts.length;
    this.slots = slots;
  }
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
