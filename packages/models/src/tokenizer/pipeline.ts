// A tokenizer.json as functions: added tokens, normalizer, pre-tokenizer, model, post-processor, in
// the order in which a text goes through them. Written after the reference implementation in Rust
// (tokenizers 0.23); why it is no library's is told in docs/design/tokenizers.md.

import { addedTokens } from "./added-tokens.js";
import { byteLevel } from "./byte-level.js";
import { buildDecoder, type Decode } from "./decoders.js";
import { assertFirstIsKnown } from "./first-piece.js";
import { buildModel } from "./models/models.js";
import { remembering, tokensById } from "./models/vocabulary.js";
import type { Normalize } from "./normalizers/normalize.js";
import { buildNormalizer } from "./normalizers/normalizers.js";
import type { TokenizerPart } from "./parts.js";
import { type Frame, postProcessor } from "./post-processors.js";
import { buildPreTokenizer } from "./pre-tokenizers/pre-tokenizers.js";
import type { TokenizerJson } from "./tokenizer-json.js";

export interface Pipeline {
  /** The ids of a text, without what is put around it. */
  readonly idsOf: (text: string) => number[];
  readonly frame: Frame;
  /**
   * The text of ids, without special tokens.
   * @throws InputError for a decoder that is not supported, naming it
   */
  readonly textOf: (ids: readonly number[]) => string;
  /** The id of an added token, or of one of the vocabulary. */
  idOfToken(token: string): number | undefined;
  /** Whether something is put before a text that is not in it: a blank, or its mark. */
  readonly prefixes: boolean;
}

/** A letter that no normalizer changes, and no text has. */
const PROBE = "\ua66e";
/** How far it is looked for what a normalizer takes away at the beginning, in characters. */
const REMOVED_AT_MOST = 64;

/** Whether a normalizer takes away what a text begins with: blanks, controls, what it replaces. */
function losesStart(text: string, normalize: Normalize): boolean {
  const alone = normalize(PROBE);
  let beginning = "";
  for (const char of text.slice(0, REMOVED_AT_MOST)) {
    beginning += char;
    if (normalize(beginning + PROBE) === alone) return true;
  }
  return false;
}

/**
 * A normalizer's JSON by which a text begins where the reference takes it to: it forgets what a
 * Precompiled table takes away, and takes several characters that are replaced for gone but for
 * the last.
 */
function asPlaced(normalizer: object | null): object | null {
  return JSON.parse(JSON.stringify(normalizer), (_, value) => {
    if (value?.type === "Precompiled") return inTurn();
    if (value?.type !== "Replace" || value.content === "") return value;
    const { String: text, Regex: regex } = value.pattern ?? {};
    const several =
      typeof regex === "string"
        ? { Regex: `(?:${regex})(?<=[\\s\\S][\\s\\S])` }
        : [...String(text ?? "")].length > 1 && { String: text };
    return several ? inTurn({ type: "Replace", pattern: several, content: "" }, value) : value;
  });
}

const inTurn = (...normalizers: object[]) => ({ type: "Sequence", normalizers });

/** @throws InputError for a part that is malformed or not supported, naming it */
export function pipelineOf(label: string, json: TokenizerJson): Pipeline {
  const part = (field: string, value: object): TokenizerPart => ({
    place: `${label}, ${field}`,
    json: value,
  });
  const optional = <T>(
    field: "normalizer" | "pre_tokenizer" | "post_processor" | "decoder",
    builder: (part: TokenizerPart) => T,
    none: T,
  ): T => {
    const value = json[field];
    return value === null ? none : builder(part(field, value));
  };
  const normalize = optional("normalizer", buildNormalizer, (text: string) => text);
  const pre = optional("pre_tokenizer", buildPreTokenizer, {
    split: (text: string) => [text],
    asBytes: false,
    removes: false,
  });
  const model = buildModel(part("model", json.model));
  const frame = optional("post_processor", postProcessor, { before: [], after: [] });
  const added = addedTokens(label, json.added_tokens, model, normalize);
  const addedById = tokensById(added.ids);
  /** Whether it counts that a piece is where the text begins. */
  const asksForFirst = JSON.stringify(json.pre_tokenizer).includes('"prepend_scheme":"first"');
  if (asksForFirst) assertFirstIsKnown(label, json, added.cutsNormalized);
  const placed = asksForFirst ? asPlaced(json.normalizer) : null;
  const shortened = placed && buildNormalizer(part("normalizer", placed));
  const isFirst = (text: string) =>
    asksForFirst && !(shortened !== null && losesStart(text, shortened));
  const push = remembering(
    pre.asBytes ? (word) => model.idsOf(byteLevel(word)) : (word) => model.idsOf(word),
  );

  // Where bytes are characters, none of them is the mark of a blank.
  const parts = pre.asBytes ? undefined : model.parts;

  function pushText(text: string, isFirst: boolean, ids: number[]): void {
    for (const piece of pre.split(text, isFirst)) {
      if (parts) for (const word of piece.match(parts) ?? []) push(word, ids);
      else push(piece, ids);
    }
  }

  function idsOf(text: string): number[] {
    const ids: number[] = [];
    for (const [i, part] of added.inText(text).entries()) {
      if (typeof part === "number") ids.push(part);
      else {
        for (const [k, inner] of added.inNormalized(normalize(part)).entries()) {
          if (typeof inner === "number") ids.push(inner);
          else pushText(inner, i === 0 && k === 0 && isFirst(part), ids);
        }
      }
    }
    return ids;
  }

  let decode: Decode | undefined;
  function textOf(ids: readonly number[]): string {
    decode ??= optional("decoder", buildDecoder, (tokens) => [tokens.join(" ")]);
    const kept = ids.filter((id) => !added.special.has(id));
    const tokens = kept.map((id) => addedById(id) ?? model.tokenOf(id));
    return decode(tokens.filter((token) => token !== undefined)).join("");
  }
  return {
    idsOf,
    frame,
    textOf,
    idOfToken: (token) => added.ids.get(token) ?? model.idOf(token),
    prefixes: pre.split(normalize("a"), true).join("") !== "a",
  };
}
