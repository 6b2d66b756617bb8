// How GGUF stores the elements of a tensor, and how they become float32. Formats: ggml's
// block_q4_0, block_q4_1, block_q5_0, block_q5_1 and block_q8_0, in gguf-k-blocks.ts the larger
// ones, in gguf-table-blocks.ts those with a table of values. The products below are exact in
// float32 (11 bits times at most 8), so the results are those of the gguf package bit for bit.

import { decodeHalf } from "./elements.js";
import { decodeQ2K, decodeQ3K, decodeQ4K, decodeQ5K, decodeQ6K } from "./gguf-k-blocks.js";
import { decodeIq4Nl, decodeIq4Xs } from "./gguf-table-blocks.js";
import { float16Table } from "./half.js";
import { bytesOf } from "./typed-bytes.js";

interface BlockFormat {
  /** Elements per block; a row of a tensor is whole blocks. */
  readonly elements: number;
  /** Bytes per block. */
  readonly bytes: number;
  /** Turns whole blocks into float32, over all of `out`. */
  readonly decode: (blocks: Uint8Array, out: Float32Array) => void;
}

/** The formats that can be read, by ggml's own names. */
export const BLOCK_FORMATS = {
  F32: { elements: 1, bytes: 4, decode: (bytes, out) => bytesOf(out).set(bytes) },
  F16: { elements: 1, bytes: 2, decode: (bytes, out) => decodeHalf("F16", bytes, out) },
  BF16: { elements: 1, bytes: 2, decode: (bytes, out) => decodeHalf("BF16", bytes, out) },
  Q8_0: { elements: 32, bytes: 34, decode: decodeQ8_0 },
  Q4_0: { elements: 32, bytes: 18, decode: decodeQ4_0 },
  Q4_1: { elements: 32, bytes: 20, decode: decodeQ4_1 },
  Q5_0: { elements: 32, bytes: 22, decode: decodeQ5_0 },
  Q5_1: { elements: 32, bytes: 24, decode: decodeQ5_1 },
  Q2_K: { elements: 256, bytes: 84, decode: decodeQ2K },
  Q3_K: { elements: 256, bytes: 110, decode: decodeQ3K },
  Q4_K: { elements: 256, bytes: 144, decode: decodeQ4K },
  Q5_K: { elements: 256, bytes: 176, decode: decodeQ5K },
  Q6_K: { elements: 256, bytes: 210, decode: decodeQ6K },
  IQ4_NL: { elements: 32, bytes: 18, decode: decodeIq4Nl },
  IQ4_XS: { elements: 256, bytes: 136, decode: decodeIq4Xs },
} as const satisfies Record<string, BlockFormat>;

export type BlockFormatName = keyof typeof BLOCK_FORMATS;

export function isBlockFormat(name: string): name is BlockFormatName {
  return Object.hasOwn(BLOCK_FORMATS, name);
}

/**
 * ggml's numbers for how a tensor is stored, read or not, so that a refusal can name what it found.
 */
export const GGML_TYPES: Readonly<Record<number, string>> = {
  0: "F32",
  1: "F16",
  2: "Q4_0",
  3: "Q4_1",
  6: "Q5_0",
  7: "Q5_1",
  8: "Q8_0",
  9: "Q8_1",
  10: "Q2_K",
  11: "Q3_K",
  12: "Q4_K",
  13: "Q5_K",
  14: "Q6_K",
  15: "Q8_K",
  16: "IQ2_XXS",
  17: "IQ2_XS",
  18: "IQ3_XXS",
  19: "IQ1_S",
  20: "IQ4_NL",
  21: "IQ3_S",
  22: "IQ2_S",
  23: "IQ4_XS",
  24: "I8",
  25: "I16",
  26: "I32",
  27: "I64",
  28: "F64",
  29: "IQ1_M",
  30: "BF16",
  34: "TQ1_0",
  35: "TQ2_0",
  39: "MXFP4",
  40: "NVFP4",
  41: "Q1_0",
};

/** scale (f16), 32 signed bytes: x = scale * q. */
function decodeQ8_0(blocks: Uint8Array, out: Float32Array): void {
  const half = float16Table();
  const signed = new Int8Array(blocks.buffer, blocks.byteOffset, blocks.length);
  for (let at = 0, to = 0; at < blocks.length; at += 34, to += 32) {
    const scale = half[blocks[at]! | (blocks[at + 1]! << 8)]!;
    for (let i = 0; i < 32; i++) out[to + i] = scale * signed[at + 2 + i]!;
  }
}

/** scale (f16), 16 bytes of two nibbles, low nibbles first: x = scale * (q - 8). */
function decodeQ4_0(blocks: Uint8Array, out: Float32Array): void {
  const half = float16Table();
  for (let at = 0, to = 0; at < blocks.length; at += 18, to += 32) {
    const scale = half[blocks[at]! | (blocks[at + 1]! << 8)]!;
    for (let i = 0; i < 16; i++) {
      const pair = blocks[at + 2 + i]!;
      out[to + i] = scale * ((pair & 15) - 8);
      out[to + 16 + i] = scale * ((pair >> 4) - 8);
    }
  }
}

/**
 * scale (f16), minimum (f16), 16 bytes of two nibbles, low nibbles first: x = scale * q + minimum.
 */
function decodeQ4_1(blocks: Uint8Array, out: Float32Array): void {
  const half = float16Table();
  for (let at = 0, to = 0; at < blocks.length; at += 20, to += 32) {
    const scale = half[blocks[at]! | (blocks[at + 1]! << 8)]!;
    const minimum = half[blocks[at + 2]! | (blocks[at + 3]! << 8)]!;
    for (let i = 0; i < 16; i++) {
      const pair = blocks[at + 4 + i]!;
      out[to + i] = scale * (pair & 15) + minimum;
      out[to + 16 + i] = scale * (pair >> 4) + minimum;
    }
  }
}

/** scale (f16), a fifth bit of each element (u32), 16 bytes of nibbles: x = scale * (q - 16). */
function decodeQ5_0(blocks: Uint8Array, out: Float32Array): void {
  const half = float16Table();
  for (let at = 0, to = 0; at < blocks.length; at += 22, to += 32) {
    const scale = half[blocks[at]! | (blocks[at + 1]! << 8)]!;
    for (let i = 0; i < 32; i++) out[to + i] = scale * (fiveBits(blocks, at + 2, i) - 16);
  }
}

/** scale (f16), minimum (f16), then as Q5_0: x = scale * q + minimum. */
function decodeQ5_1(blocks: Uint8Array, out: Float32Array): void {
  const half = float16Table();
  for (let at = 0, to = 0; at < blocks.length; at += 24, to += 32) {
    const scale = half[blocks[at]! | (blocks[at + 1]! << 8)]!;
    const minimum = half[blocks[at + 2]! | (blocks[at + 3]! << 8)]!;
    for (let i = 0; i < 32; i++) out[to + i] = scale * fiveBits(blocks, at + 4, i) + minimum;
  }
}

/** Element `i` of 4 bytes of fifth bits and 16 of nibbles, low nibbles first. */
function fiveBits(blocks: Uint8Array, at: number, i: number): number {
  const nibble = (blocks[at + 4 + (i & 15)]! >> (i < 16 ? 0 : 4)) & 15;
  return nibble | (((blocks[at + (i >> 3)]! >> (i & 7)) & 1) << 4);
}
