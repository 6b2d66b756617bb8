// Byte-pair encoding: characters, then the vocabulary's merges in their order (Sennrich et al.
// 2016), as the reference does it (tokenizers 0.23, BPE).

import { InputError } from "@w2s/base";
import { z } from "zod";
import { fields, type TokenizerPart } from "../parts.js";
import { bytesOf, hasAllBytes } from "./byte-tokens.js";
import { Merges, mergeAll } from "./merges.js";
import { idsByToken, tokensById, unknownId, type Vocabulary } from "./vocabulary.js";

const schema = z.looseObject({
  vocab: z.unknown(),
  merges: z.array(z.unknown()),
  dropout: z
    .number()
    .refine((rate) => rate === 0, { error: "must be null, or ids are drawn anew for each text" })
    .nullish(),
  unk_token: z.string().nullish(),
  continuing_subword_prefix: z.string().nullish(),
  end_of_word_suffix: z.string().nullish(),
  fuse_unk: z.boolean().default(false),
  byte_fallback: z.boolean().default(false),
  ignore_merges: z.boolean().default(false),
});

/** SentencePiece's mark of a blank. */
const MARK = "\u2581";

export function bpe(part: TokenizerPart): Vocabulary {
  const config = fields(part, schema);
  const ids = idsByToken(part.place, config.vocab);
  const prefix = config.continuing_subword_prefix ?? "";
  const suffix = config.end_of_word_suffix ?? "";
  const { merges, joins } = readMerges(part.place, config.merges, ids, prefix);
  const unknown = config.unk_token == null ? null : unknownId(part.place, ids, config.unk_token);

  /** The ids of a word's characters, before any merge. */
  function characters(word: string): number[] {
    const found: number[] = [];
    let pending: number | null = null;
    for (let at = 0; at < word.length; ) {
      const end = at + (word.codePointAt(at)! > 0xffff ? 2 : 1);
      let char = word.slice(at, end);
      if (at > 0) char = prefix + char;
      if (end === word.length) char += suffix;
      at = end;
      const id = ids.get(char);
      if (id !== undefined) {
        if (pending !== null) found.push(pending);
        pending = null;
        found.push(id);
        continue;
      }
      const bytes = config.byte_fallback ? bytesOf(char, ids) : null;
      if (bytes) found.push(...bytes);
      else if (unknown) {
        if (pending !== null && !config.fuse_unk) found.push(pending);
        pending = unknown();
      }
    }
    if (pending !== null) found.push(pending);
    return found;
  }

  function idsOf(word: string): readonly number[] {
    if (config.ignore_merges) {
      const whole = ids.get(word);
      if (whole !== undefined) return [whole];
    }
    return Array.from(mergeAll(Int32Array.from(characters(word)), merges));
  }

  // Where no merge crosses from a word to the mark before the next, words can be read one by one,
  // and remembered: the same ids, sooner. Where characters vanish, marks may come to stand
  // together.
  const vanishes = unknown === null && !(config.byte_fallback && hasAllBytes(ids));
  const isApart =
    !joins && !vanishes && prefix + suffix === "" && !config.ignore_merges && ids.has(MARK);
  return {
    idsOf,
    idOf: (token) => ids.get(token),
    tokenOf: tokensById(ids),
    size: ids.size,
    ...(isApart && { parts: new RegExp(`${MARK}*[^${MARK}]+|${MARK}+`, "g") }),
  };
}

/** `joins`: whether a merge has the mark of a blank behind something else. */
function readMerges(
  place: string,
  list: readonly unknown[],
  ids: ReadonlyMap<string, number>,
  prefix: string,
) {
  const merges = new Merges(list.length);
  let joins = false;
  for (const [rank, entry] of list.entries()) {
    const pair = pairOf(entry);
    if (pair === null) continue;
    const [left, right] = pair ?? refused(place, rank, entry, "must be two tokens");
    const token = left + (right.startsWith(prefix) ? right.slice(prefix.length) : right);
    const [a, b, merged] = [left, right, token].map((one) => ids.get(one));
    if (a === undefined || b === undefined || merged === undefined) {
      const missing = a === undefined ? left : b === undefined ? right : token;
      refused(place, rank, entry, `needs ${JSON.stringify(missing)}, which "vocab" has not`);
    }
    merges.set(a!, b!, rank, merged!);
    joins ||= token.includes(MARK, 1) && /[^\u2581]\u2581/.test(token);
  }
  return { merges, joins };
}

/** Two tokens, also in the older spelling "a b"; null for the older file's first line. */
function pairOf(entry: unknown): readonly [string, string] | null | undefined {
  if (typeof entry === "string" && entry.startsWith("#version")) return null;
  const pair = typeof entry === "string" ? entry.split(" ") : entry;
  const isPair =
    Array.isArray(pair) && pair.length === 2 && pair.every((t) => typeof t === "string");
  return isPair ? (pair as [string, string]) : undefined;
}

function refused(place: string, rank: number, entry: unknown, why: string): never {
  const shown = (JSON.stringify(entry) ?? "nothing").slice(0, 80);
  throw new InputError(`${place}: merge ${rank + 1}, ${shown}, ${why}; is the file whole?`);
}
