// SentencePiece's own table of replacements: a double-array trie from UTF-8 to strings that end in
// a zero byte (Darts-clone), as T5 and XLM-R have it. A grapheme of up to five bytes is looked up
// whole, else character by character; the shortest entry counts, as in the reference.

import { InputError } from "@w2s/base";
import { z } from "zod";
import { fields, type TokenizerPart } from "../parts.js";
import type { Normalize } from "./normalize.js";

const schema = z.looseObject({ precompiled_charsmap: z.base64() });
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

export function precompiled(part: TokenizerPart): Normalize {
  const bytes = Buffer.from(fields(part, schema).precompiled_charsmap, "base64");
  const size = bytes.length >= 4 ? bytes.readUInt32LE(0) : Number.NaN;
  if (!(size % 4 === 0 && size > 0 && 4 + size <= bytes.length)) {
    throw new InputError(`${part.place}: "precompiled_charsmap" is damaged`);
  }
  const units = Uint32Array.from({ length: size / 4 }, (_, i) => bytes.readUInt32LE(4 + 4 * i));
  const strings = bytes.subarray(4 + size);
  const known = new Map<string, string | null>();

  function transformed(chunk: string): string | null {
    let found = known.get(chunk);
    if (found === undefined) {
      const at = firstEntry(units, encoder.encode(chunk));
      const end = at === null ? -1 : strings.indexOf(0, at);
      found = at === null || end < 0 ? null : decoder.decode(strings.subarray(at, end));
      if (known.size < 65_536) known.set(chunk, found);
    }
    return found;
  }

  return (text) => {
    let result = "";
    for (const { segment } of graphemes.segment(text)) {
      const whole = Buffer.byteLength(segment) < 6 ? transformed(segment) : null;
      if (whole !== null) result += whole;
      else for (const char of segment) result += transformed(char) ?? char;
    }
    return result;
  };
}

/** The value of the shortest key that `key` begins with. */
function firstEntry(units: Uint32Array, key: Uint8Array): number | null {
  let at = offsetOf(units[0]!);
  for (const byte of key) {
    if (byte === 0) return null;
    at ^= byte;
    const unit = units[at];
    if (unit === undefined || (unit & 0x800000ff) >>> 0 !== byte) return null;
    at ^= offsetOf(unit);
    if ((unit >>> 8) & 1) return (units[at] ?? 0) & 0x7fffffff;
  }
  return null;
}

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}
