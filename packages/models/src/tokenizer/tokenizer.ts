// Text to token ids, from a model's tokenizer.json, as the reference tokenizers give them.

import { check, InputError } from "@w2s/base";
import { tokenizerJson as jsonOf } from "../model-json.js";
import { afterAnything, inContext } from "./in-context.js";
import { withOlderFiles } from "./older-files.js";
import { pipelineOf } from "./pipeline.js";
import { timeLimited } from "./time-limit.js";
import {
  configured,
  configuredFrame,
  maxLengthOf,
  readTokenizerConfig,
  tokenNamed,
  withClassTokens,
} from "./tokenizer-config.js";
import { type TokenizerJson, tokenizerJson } from "./tokenizer-json.js";

/** The token ids of one text. */
export interface Encoding {
  readonly ids: Int32Array;
  /**
   * The text was longer than the limit; its end (or start, if the model's tokenizer says so) was
   * cut off.
   */
  readonly truncated: boolean;
}

/** The token ids of a text and of what follows it. */
export interface Continued {
  readonly text: Int32Array;
  readonly continuation: Int32Array;
}

/** A model's own tokenizer: from text to ids, with the special tokens that it expects. */
export interface Tokenizer {
  /** Most tokens an encoding has, special ones included. */
  readonly maxLength: number;
  /**
   * Ids of one text, with the special tokens that the model expects. An empty text is those alone,
   * which for some decoders is no token at all. Half characters (lone surrogates) become U+FFFD.
   */
  encode(text: string): Encoding;
  /**
   * Ids of a text and what must stay of it: where both are too long, the text is cut and `ending`
   * is not.
   * @throws InputError for an ending that leaves no room for a text
   */
  encodeWith(text: string, ending: string): Encoding;
  /**
   * Ids of a text alone: no special tokens, never cut. What follows a text is tokenized otherwise
   * than alone by many vocabularies: see `continued`.
   */
  piece(text: string): Int32Array;
  /**
   * Ids of a text and of what follows it, as they are in the whole. Where a token of the whole
   * reaches over the border, blanks at the text's end belong to the continuation; where one still
   * does, both are tokenized apart, without the blank that some vocabularies put before a text.
   */
  continued(text: string, continuation: string): Continued;
  /**
   * Ids of a piece that follows a text, whatever that is: without the blank that some vocabularies
   * put before a text.
   */
  following(piece: string): Int32Array;
  /** The special tokens before a text; none for many decoders. */
  readonly start: Int32Array;
  /** The token for what the vocabulary does not know; undefined: there is none. */
  readonly unknown: number | undefined;
  /** The token that ends a text: `eos_token` of the tokenizer's config; undefined: not said. */
  readonly end: number | undefined;
  /**
   * The text of ids, without special tokens; ids that no token has are passed over.
   * @throws InputError where the tokenizer's decoder is not supported, naming it
   */
  decode(ids: ArrayLike<number>): string;
}

export interface TokenizerFiles {
  /** Path of tokenizer.json, of BERT's vocab.txt, or of a GGUF file. */
  readonly tokenizer: string;
  /** Path of tokenizer_config.json; it may be missing. */
  readonly tokenizerConfig?: string | null;
  /** Paths of special_tokens_map.json and added_tokens.json, of a folder that needs them. */
  readonly olderFiles?: readonly string[];
}

/**
 * Loads a tokenizer. `maxPositions` is the model's own limit; a smaller `model_max_length` in the
 * tokenizer's config lowers it. `vocabSize` is the model's: ids are 0 to one less (default: any).
 * Of truncation and padding in tokenizer.json nothing is used but the side that is cut, as in
 * transformers.
 * @throws InputError when a file is missing or malformed, or a part of the tokenizer is not
 * supported; its functions do for a text with a token that the model does not have.
 */
export function loadTokenizer(
  files: TokenizerFiles,
  maxPositions: number,
  vocabSize = Number.POSITIVE_INFINITY,
): Tokenizer {
  const label = files.tokenizer;
  const said = readTokenizerConfig(files.tokenizerConfig ?? null);
  const config = withClassTokens(withOlderFiles(said, files.olderFiles ?? []));
  const json = configured(label, check(label, jsonOf(label, config), tokenizerJson), config);
  const pipeline = pipelineOf(label, json);
  const { idsOf, idOfToken, prefixes, textOf } = pipeline;
  const { before, after } = configuredFrame(label, pipeline.frame, config, idOfToken);
  const checked = (ids: readonly number[]) => checkedIds(label, ids, vocabSize);
  checked([...before, ...after]);
  const maxLength = Math.min(maxPositions, maxLengthOf(config));
  const specials = before.length + after.length;
  const room = maxLength - specials;
  if (room < 1) {
    throw new InputError(
      `${files.tokenizer}: a limit of ${maxLength} tokens leaves no room beside ${specials} ` +
        "special ones",
    );
  }
  const limited = timeLimited(label, json, idsOf);
  const bare = (text: string) => checked(limited(text.replace(/\p{Cs}/gu, "\ufffd")));
  const truncationSide = config.truncation_side ?? sideCut(json) ?? "right";
  const framed = (...kept: (readonly number[])[]) => joined(before, ...kept, after);
  const continued = (text: string, continuation: string) =>
    inContext(bare, prefixes, text, continuation);
  return {
    maxLength,
    piece: (text) => joined(bare(text)),
    start: joined(before),
    unknown: unknownOf(json, idOfToken),
    end: tokenNamed(config.eos_token, idOfToken),
    decode: (ids) => textOf(Array.from(ids)),
    continued(text, continuation) {
      const ids = continued(text, continuation);
      return { text: joined(ids.text), continuation: joined(ids.continuation) };
    },
    following: (piece) => joined(prefixes ? afterAnything(bare, piece) : bare(piece)),
    encode(text) {
      const all = bare(text);
      const truncated = all.length > room;
      return { ids: framed(truncated ? cut(all, room, truncationSide) : all), truncated };
    },
    encodeWith(text, ending) {
      const all = bare(text + ending);
      if (all.length <= room) return { ids: framed(all), truncated: false };
      const ids = continued(text, ending);
      const last = ids.continuation;
      if (last.length >= room) {
        throw new InputError(
          `a limit of ${maxLength} tokens leaves no room for a text beside ` +
            `${JSON.stringify(ending)}, which has ${last.length}`,
        );
      }
      const kept = cut(ids.text, room - last.length, truncationSide);
      return { ids: framed(kept, last), truncated: true };
    },
  };
}

function unknownOf(
  { model: { unk_token, unk_id } }: TokenizerJson,
  idOf: (token: string) => number | undefined,
): number | undefined {
  if (typeof unk_token === "string") return idOf(unk_token);
  return typeof unk_id === "number" ? unk_id : undefined;
}

function joined(...parts: (readonly number[])[]): Int32Array {
  const ids = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    ids.set(part, at);
    at += part.length;
  }
  return ids;
}

/** Ids beyond the embeddings would read another token's row, or none. */
function checkedIds(label: string, ids: readonly number[], vocabSize: number): readonly number[] {
  for (const id of ids) {
    if (Number.isInteger(id) && id >= 0 && id < vocabSize) continue;
    throw new InputError(
      `${label}: token ids must be 0 to ${vocabSize - 1}, the model's vocabulary, got ${id}; are ` +
        "tokenizer and model of one kind?",
    );
  }
  return ids;
}

/** transformers takes this one of tokenizer.json's settings where its own config is silent. */
function sideCut({ truncation }: TokenizerJson): "left" | "right" | undefined {
  return truncation?.direction === undefined
    ? undefined
    : truncation.direction === "Left"
      ? "left"
      : "right";
}

function cut(ids: readonly number[], room: number, side: "left" | "right"): readonly number[] {
  return side === "right" ? ids.slice(0, room) : ids.slice(ids.length - room);
}
