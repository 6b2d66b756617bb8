// Seeded random numbers. Every draw in the laboratory comes from a stream named by a seed and a
// purpose, so two parts of a trial never share draws, and adding one does not move the other.

import { InputError } from "@w2s/base";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** A stream of random numbers (xoroshiro128+). Its methods advance it. */
export interface Random {
  /** Uniform in [0, 1), 53 random bits. */
  uniform(): number;
  /** Uniform over the integers 0..bound-1; bound in 1..2^32. */
  integer(bound: number): number;
  /** Standard normal: mean 0, variance 1 (Box and Muller 1958). */
  normal(): number;
  /** Permutes `items` in place, every order equally likely (Fisher and Yates), and returns them. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T;
  /** A random order of 0..n-1. */
  permutation(n: number): Int32Array;
}

/**
 * The stream of random numbers for one purpose under one seed: the same two always give the same
 * draws, on every machine.
 * @param purpose what the numbers are for, such as `"split/test"`; different purposes are
 * independent streams
 * @throws InputError when the seed is not an integer
 */
export function random(seed: number, purpose: string): Random {
  if (!Number.isSafeInteger(seed)) throw new InputError(`seed: must be an integer, got ${seed}`);
  const generator = xoroshiro128plusFromState(stateOf(`${seed}/${purpose}`));
  const uniform = () => uniformFloat64(generator);
  const integer = (bound: number) => uniformInt(generator, 0, bound - 1);

  function shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let last = items.length - 1; last > 0; last -= 1) {
      const other = integer(last + 1);
      const kept = items[last];
      items[last] = items[other];
      items[other] = kept;
    }
    return items;
  }

  return {
    uniform,
    integer,
    normal: () => Math.sqrt(-2 * Math.log1p(-uniform())) * Math.cos(2 * Math.PI * uniform()),
    shuffle,
    permutation: (n) => shuffle(Int32Array.from({ length: n }, (_, index) => index)),
  };
}

/**
 * Four 32-bit words from a text: four FNV-1a hashes with different bases, each finished by
 * murmur3's mixer.
 */
function stateOf(text: string): number[] {
  return [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35].map((base) => {
    let hash = base;
    for (let index = 0; index < text.length; index += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  });
}
