// Text to token ids, from a model's tokenizer.json, as the reference tokenizers give them.

import { existsSync } from "node:fs";
import { basename } from "node:path";
import { check, InputError, readJson } from "@w2s/base";
import { z } from "zod";
import { tokenizerJson } from "../model-json.js";
import { LibraryTokenizer } from "./library.js";
import { followReference } from "./reference-fixes.js";
import { timeLimited } from "./time-limit.js";

/** The token ids of one text. */
export interface Encoding {
  readonly ids: Int32Array;
  /**
   * The text was longer than the limit; its end (or start, if the model's tokenizer says so) was
   * cut off.
   */
  readonly truncated: boolean;
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
   * Ids of a piece of text: no special tokens, never cut. Pieces of a text may be tokenized
   * otherwise than the whole.
   */
  piece(text: string): Int32Array;
  /** The special tokens before a text; none for many decoders. */
  readonly start: Int32Array;
}

export interface TokenizerFiles {
  /** Path of tokenizer.json, or of a GGUF file that holds the tokenizer. */
  readonly tokenizer: string;
  /** Path of tokenizer_config.json; it may be missing. */
  readonly tokenizerConfig?: string | null;
}

const tokenizerSchema = z.looseObject({
  model: z.looseObject({ vocab: z.union([z.record(z.string(), z.int()), z.array(z.unknown())]) }),
  added_tokens: z.array(z.unknown()).default([]),
  normalizer: z.looseObject({}).nullable().default(null),
  pre_tokenizer: z.looseObject({}).nullable().default(null),
  post_processor: z.looseObject({}).nullable().default(null),
  decoder: z.looseObject({}).nullable().default(null),
});

const configSchema = z.looseObject({
  model_max_length: z.number().positive().nullish(),
  truncation_side: z.enum(["left", "right"]).default("right"),
});

/**
 * Loads a tokenizer. `maxPositions` is the model's own limit; a smaller `model_max_length` in the
 * tokenizer's config lowers it. `vocabSize` is the model's: ids are 0 to one less (default: any).
 * Truncation and padding settings in tokenizer.json are not used, as in transformers.
 * @throws InputError when a file is missing or malformed, or a part of the tokenizer is not
 * supported; its functions do for a text with a token that the model does not have.
 */
export function loadTokenizer(
  files: TokenizerFiles,
  maxPositions: number,
  vocabSize = Number.POSITIVE_INFINITY,
): Tokenizer {
  const config = readConfig(files.tokenizerConfig ?? null);
  const json = check(files.tokenizer, tokenizerJson(files.tokenizer), tokenizerSchema);
  const library = build(files.tokenizer, json, config);
  followReference(library);
  const checked = (ids: readonly number[]) => checkedIds(files.tokenizer, ids, vocabSize);
  const { before, after } = specialTokens(files.tokenizer, library);
  checked([...before, ...after]);
  const maxLength = Math.min(maxPositions, config.model_max_length ?? Number.POSITIVE_INFINITY);
  const specials = before.length + after.length;
  const room = maxLength - specials;
  if (room < 1) {
    throw new InputError(
      `${files.tokenizer}: a limit of ${maxLength} tokens leaves no room beside ${specials} ` +
        "special ones",
    );
  }
  const read = (text: string) => idsOf(files.tokenizer, library, text, false);
  const limited = timeLimited(files.tokenizer, json, read);
  const bare = (text: string) => checked(limited(text.replace(/\p{Cs}/gu, "\ufffd")));
  const framed = (kept: readonly number[], truncated: boolean): Encoding => ({
    ids: Int32Array.from([...before, ...kept, ...after]),
    truncated,
  });
  return {
    maxLength,
    piece: (text) => Int32Array.from(bare(text)),
    start: Int32Array.from(before),
    encode(text) {
      const all = bare(text);
      const truncated = all.length > room;
      return framed(truncated ? cut(all, room, config.truncation_side) : all, truncated);
    },
    encodeWith(text, ending) {
      const all = bare(text + ending);
      if (all.length <= room) return framed(all, false);
      const last = bare(ending);
      if (last.length >= room) {
        throw new InputError(
          `a limit of ${maxLength} tokens leaves no room for a text beside ` +
            `${JSON.stringify(ending)}, which has ${last.length}`,
        );
      }
      return framed(
        [...cut(bare(text), room - last.length, config.truncation_side), ...last],
        true,
      );
    },
  };
}

type TokenizerConfig = z.infer<typeof configSchema>;

function readConfig(path: string | null): TokenizerConfig {
  return path !== null && existsSync(path) ? readJson(path, configSchema) : configSchema.parse({});
}

function build(label: string, json: object, config: TokenizerConfig): LibraryTokenizer {
  try {
    return new LibraryTokenizer(json, config);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(`${label}: the tokenizer cannot be built: ${reason}`, { cause });
  }
}

/** The library throws what it may for a file whose parts are not of the form that it expects. */
function idsOf(label: string, library: LibraryTokenizer, text: string, special: boolean): number[] {
  try {
    return library.encode(text, { add_special_tokens: special }).ids;
  } catch (cause) {
    if ((cause as { code?: unknown }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(`${label}: the tokenizer cannot read a text: ${reason}`, { cause });
  }
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

function cut(ids: readonly number[], room: number, side: "left" | "right"): readonly number[] {
  return side === "right" ? ids.slice(0, room) : ids.slice(ids.length - room);
}

/** What the post-processor puts before and after a text, found by encoding one. */
function specialTokens(
  label: string,
  library: LibraryTokenizer,
): { before: number[]; after: number[] } {
  const probe = "a";
  const bare = idsOf(label, library, probe, false);
  const whole = idsOf(label, library, probe, true);
  for (let start = 0; start + bare.length <= whole.length; start++) {
    if (bare.every((id, i) => whole[start + i] === id)) {
      return { before: whole.slice(0, start), after: whole.slice(start + bare.length) };
    }
  }
  throw new InputError(
    `${basename(label)}: the post-processor must put special tokens around a text`,
  );
}
