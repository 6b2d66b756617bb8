// Unigram: of all ways to put a word together the one with the highest sum of scores. T5's and
// XLM-R's way (Kudo 2018), as the reference does it (tokenizers 0.23, encode_optimized).

import { InputError } from "@w2s/base";
import { z } from "zod";
import { fields, type TokenizerPart } from "../parts.js";
import { bytesOf } from "./byte-tokens.js";
import type { Vocabulary } from "./vocabulary.js";

const schema = z.looseObject({
  vocab: z.array(z.tuple([z.string(), z.number()])).min(1),
  unk_id: z.int().nonnegative().nullish(),
  byte_fallback: z.boolean().default(false),
});
/** What an unknown character costs beside the worst score. */
const UNKNOWN_PENALTY = 10;

export function unigram(part: TokenizerPart): Vocabulary {
  const { vocab, unk_id, byte_fallback } = fields(part, schema);
  if (unk_id != null && unk_id >= vocab.length) {
    throw new InputError(`${part.place}: "unk_id" must be below ${vocab.length}, got ${unk_id}`);
  }
  const ids = new Map(vocab.map(([token], id) => [token, id]));
  const scores = vocab.map(([, score]) => asRead(score));
  const unknownScore = scores.reduce((a, b) => Math.min(a, b), Infinity) - UNKNOWN_PENALTY;
  const longest = longestByStart(ids.keys());
  const unknown = () => {
    if (unk_id != null) return unk_id;
    throw new InputError(`${part.place}: a text has what the vocabulary has not, and no "unk_id"`);
  };

  /** Where the best way's tokens end, and their ids. */
  function bestPath(word: string) {
    const size = word.length;
    const best = new Float64Array(size + 1);
    const from = new Int32Array(size + 1).fill(-1);
    const token = new Int32Array(size + 1);
    const wins = (end: number, score: number) => from[end]! < 0 || score > best[end]!;
    const offer = (start: number, end: number, score: number, id: number) => {
      if (!wins(end, score)) return;
      best[end] = score;
      from[end] = start;
      token[end] = id;
    };
    for (let start = 0; start < size; ) {
      const step = word.codePointAt(start)! > 0xffff ? 2 : 1;
      const limit = Math.min(size, start + (longest.get(word.charCodeAt(start)) ?? 0));
      let hasSingle = false;
      for (let end = start + step; end <= limit; end++) {
        const id = ids.get(word.slice(start, end));
        if (id === undefined) continue;
        hasSingle ||= end === start + step;
        offer(start, end, scores[id]! + best[start]!, id);
      }
      const asUnknown = unknownScore + best[start]!;
      if (!hasSingle && wins(start + step, asUnknown)) {
        offer(start, start + step, asUnknown, unknown());
      }
      start += step;
    }
    return { from, token };
  }

  function idsOf(word: string): readonly number[] {
    const { from, token } = bestPath(word);
    const spans: [number, number][] = [];
    let fuses = false;
    for (let end = word.length; end > 0; end = from[end]!) {
      const isUnknown = unk_id != null && token[end] === unk_id;
      if (isUnknown && fuses) spans.at(-1)![0] = from[end]!;
      else spans.push([from[end]!, end]);
      fuses = isUnknown;
    }
    return spans.reverse().flatMap(([start, end]) => {
      const text = word.slice(start, end);
      return ids.get(text) ?? (byte_fallback ? bytesOf(text, ids) : null) ?? unknown();
    });
  }

  return {
    idsOf,
    idOf: (token) => ids.get(token),
    tokenOf: (id) => vocab[id]?.[0],
    size: vocab.length,
  };
}

/**
 * A number of a file as the reference's reader of JSON has it: its digits, rounded, then divided by
 * a power of ten, which may be the next number. Of two ways with the same score it decides.
 */
function asRead(score: number): number {
  const text = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(score));
  if (!text) return score;
  const [, sign, whole, part = ""] = text;
  const size = Number(whole + part) / 10 ** part.length;
  return sign ? -size : size;
}

/** The length of the longest token by the code unit that it begins with. */
function longestByStart(tokens: Iterable<string>): Map<number, number> {
  const longest = new Map<number, number>();
  for (const token of tokens) {
    if (token === "") continue;
    const start = token.charCodeAt(0);
    longest.set(start, Math.max(longest.get(start) ?? 0, token.length));
  }
  return longest;
}
