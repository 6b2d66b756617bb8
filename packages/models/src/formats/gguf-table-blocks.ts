// Blocks whose nibbles are places in a table of 16 values, which lie closer around zero. Formats:
// ggml's block_iq4_nl and block_iq4_xs, its kvalues_iq4nl. Products are exact in float32.

import { float16Table } from "./half.js";

const VALUES = Int8Array.of(
  ...[-127, -104, -83, -65, -49, -35, -22, -10],
  ...[1, 13, 25, 38, 53, 69, 89, 113],
);

/** scale (f16), 16 bytes of two nibbles, low nibbles first: x = scale * value. */
export function decodeIq4Nl(blocks: Uint8Array, out: Float32Array): void {
  const half = float16Table();
  for (let at = 0, to = 0; at < blocks.length; at += 18, to += 32)
    decodeRun(blocks, at + 2, half[blocks[at]! | (blocks[at + 1]! << 8)]!, out, to);
}

/**
 * scale (f16), two high bits of 8 scales (u16), their low nibbles in 4 bytes, then 8 runs as in
 * IQ4_NL: x = scale * (scale of 32 elements - 32) * value.
 */
export function decodeIq4Xs(blocks: Uint8Array, out: Float32Array): void {
  const half = float16Table();
  for (let at = 0, to = 0; at < blocks.length; at += 136, to += 256) {
    const scale = half[blocks[at]! | (blocks[at + 1]! << 8)]!;
    const highs = blocks[at + 2]! | (blocks[at + 3]! << 8);
    for (let run = 0; run < 8; run++) {
      const low = (blocks[at + 4 + (run >> 1)]! >> (4 * (run & 1))) & 15;
      const own = (low | (((highs >> (2 * run)) & 3) << 4)) - 32;
      decodeRun(blocks, at + 8 + 16 * run, scale * own, out, to + 32 * run);
    }
  }
}

/** 32 elements of 16 bytes. */
function decodeRun(blocks: Uint8Array, at: number, scale: number, out: Float32Array, to: number) {
  for (let i = 0; i < 16; i++) {
    const pair = blocks[at + i]!;
    out[to + i] = scale * VALUES[pair & 15]!;
    out[to + 16 + i] = scale * VALUES[pair >> 4]!;
  }
}
