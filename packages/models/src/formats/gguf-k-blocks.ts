// The blocks of 256 elements that llama.cpp calls K-quants. Formats: ggml's block_q2_K to
// block_q6_K. Scales and minima are numbers of four to eight bits times a half float of the whole
// block; products are exact in float32, so the results are those of the gguf package.

import { float16Table } from "./half.js";

const SCALES = 12;

/**
 * 16 scales in low nibbles and 16 minima in high ones, 64 bytes of four numbers of two bits, scale
 * (f16), scale of minima (f16): x = scale * q - minimum.
 */
export function decodeQ2K(blocks: Uint8Array, out: Float32Array): void {
  const half = float16Table();
  for (let at = 0, to = 0; at < blocks.length; at += 84, to += 256) {
    const scale = half[blocks[at + 80]! | (blocks[at + 81]! << 8)]!;
    const least = half[blocks[at + 82]! | (blocks[at + 83]! << 8)]!;
    for (let i = 0; i < 256; i++) {
      const own = blocks[at + (i >> 4)]!;
      out[to + i] = scale * (own & 15) * twoBits(blocks, at + 16, i) - least * (own >> 4);
    }
  }
}

/**
 * 32 bytes of third bits, 64 bytes of four numbers of two bits, 16 scales of 6 bits in 12 bytes,
 * scale (f16): x = scale * (scale of 16 elements - 32) * (q - 4), q of three bits.
 */
export function decodeQ3K(blocks: Uint8Array, out: Float32Array): void {
  const half = float16Table();
  for (let at = 0, to = 0; at < blocks.length; at += 110, to += 256) {
    const scale = half[blocks[at + 108]! | (blocks[at + 109]! << 8)]!;
    for (let i = 0; i < 256; i++) {
      const [part, packed] = [i >> 4, at + 96];
      const low = (blocks[packed + (part & 7)]! >> (4 * (part >> 3))) & 15;
      const high = (blocks[packed + 8 + (part & 3)]! >> (2 * (part >> 2))) & 3;
      const third = (blocks[at + (i & 31)]! >> (i >> 5)) & 1;
      const q = twoBits(blocks, at + 32, i) | (third << 2);
      out[to + i] = scale * ((low | (high << 4)) - 32) * (q - 4);
    }
  }
}

/** Element `i` of 64 bytes, each of which has one of four runs of 32: of 128, then of 128 more. */
function twoBits(blocks: Uint8Array, at: number, i: number): number {
  return (blocks[at + 32 * (i >> 7) + (i & 31)]! >> (2 * ((i >> 5) & 3))) & 3;
}

/**
 * scale (f16), scale of minima (f16), 8 scales and 8 minima of 6 bits in 12 bytes, 128 bytes of two
 * nibbles, 32 elements of low ones and then 32 of high ones: x = scale * q - minimum.
 */
export function decodeQ4K(blocks: Uint8Array, out: Float32Array): void {
  const header = 4 + SCALES;
  eachPart(blocks, 144, (at, part, to, scale, minimum) => {
    const from = at + header + 32 * (part >> 1);
    const shift = 4 * (part & 1);
    for (let i = 0; i < 32; i++)
      out[to + i] = scale * ((blocks[from + i]! >> shift) & 15) - minimum;
  });
}

/** As Q4_K, with a fifth bit of every element in 32 bytes before the nibbles. */
export function decodeQ5K(blocks: Uint8Array, out: Float32Array): void {
  const header = 4 + SCALES;
  eachPart(blocks, 176, (at, part, to, scale, minimum) => {
    const from = at + header + 32 + 32 * (part >> 1);
    const shift = 4 * (part & 1);
    for (let i = 0; i < 32; i++) {
      const fifth = ((blocks[at + header + i]! >> part) & 1) << 4;
      const q = ((blocks[from + i]! >> shift) & 15) | fifth;
      out[to + i] = scale * q - minimum;
    }
  });
}

/**
 * 128 bytes of low nibbles, 64 bytes of two more bits, 16 signed scales, scale (f16): x = scale *
 * scale of 16 elements * (q - 32).
 */
export function decodeQ6K(blocks: Uint8Array, out: Float32Array): void {
  const half = float16Table();
  for (let at = 0, to = 0; at < blocks.length; at += 210, to += 256) {
    const scale = half[blocks[at + 208]! | (blocks[at + 209]! << 8)]!;
    for (let i = 0; i < 256; i++) {
      // Halves of 128 elements; in each, quarters of 32.
      const [side, quarter, place] = [i >> 7, (i >> 5) & 3, i & 31];
      const low = blocks[at + 64 * side + 32 * (quarter & 1) + place]! >> (4 * (quarter >> 1));
      const high = blocks[at + 128 + 32 * side + place]! >> (2 * quarter);
      const own = (blocks[at + 192 + (i >> 4)]! << 24) >> 24;
      out[to + i] = scale * own * (((low & 15) | ((high & 3) << 4)) - 32);
    }
  }
}

/** Calls `decode` for each 32 elements of each block, with their scale and minimum. */
function eachPart(
  blocks: Uint8Array,
  bytes: number,
  decode: (at: number, part: number, to: number, scale: number, minimum: number) => void,
): void {
  const half = float16Table();
  for (let at = 0, to = 0; at < blocks.length; at += bytes) {
    const scale = half[blocks[at]! | (blocks[at + 1]! << 8)]!;
    const least = half[blocks[at + 2]! | (blocks[at + 3]! << 8)]!;
    for (let part = 0; part < 8; part++, to += 32) {
      const packed = (j: number) => blocks[at + 4 + j]!;
      const [ofScale, ofMinimum] =
        part < 4
          ? [packed(part) & 63, packed(part + 4) & 63]
          : [
              (packed(part + 4) & 15) | ((packed(part - 4) >> 6) << 4),
              (packed(part + 4) >> 4) | ((packed(part) >> 6) << 4),
            ];
      decode(at, part, to, scale * ofScale, least * ofMinimum);
    }
  }
}
