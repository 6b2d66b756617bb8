// From tokens back to text: the decoders of tokenizer.json, as the reference implementation has
// them (tokenizers 0.23).

import { z } from "zod";
import { bytesOfCharacters } from "./byte-level.js";
import { byteOf } from "./models/byte-tokens.js";
import { type Builders, build, fields, listed, type TokenizerPart } from "./parts.js";
import { patternRegex, patternSchema } from "./pattern.js";
import { replaceAt } from "./split.js";

/** Tokens as pieces of text, to be joined. */
export type Decode = (tokens: readonly string[]) => readonly string[];

/** Builds a decoder. @throws InputError for one that is not supported, naming it */
export function buildDecoder(part: TokenizerPart): Decode {
  return build("decoder", builders, part);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

const marked = z.looseObject({
  replacement: z.string().default("\u2581"),
  prepend_scheme: z.enum(["always", "never", "first"]).nullish(),
  add_prefix_space: z.boolean().nullish(),
});
const replaced = z.looseObject({ pattern: patternSchema, content: z.string() });
const suffixed = z.looseObject({ suffix: z.string().default("</w>") });
const prefixed = z.looseObject({
  prefix: z.string().default("##"),
  cleanup: z.boolean().default(true),
});
const stripped = z.looseObject({
  content: z.string(),
  start: z.int().nonnegative(),
  stop: z.int().nonnegative(),
});

const builders: Builders<Decode> = {
  BPEDecoder(part) {
    const { suffix } = fields(part, suffixed);
    return (tokens) =>
      tokens.map((token, i) => token.replaceAll(suffix, i === tokens.length - 1 ? "" : " "));
  },
  ByteFallback: () => withBytes,
  ByteLevel: () => (tokens) => {
    const bytes = tokens.flatMap((token) => [
      ...(bytesOfCharacters(token) ?? encoder.encode(token)),
    ]);
    return [decoder.decode(Uint8Array.from(bytes))];
  },
  Fuse: () => (tokens) => [tokens.join("")],
  Metaspace(part) {
    const { replacement, prepend_scheme, add_prefix_space } = fields(part, marked);
    const puts = (prepend_scheme ?? (add_prefix_space === false ? "never" : "always")) !== "never";
    return (tokens) =>
      tokens.map((token, i) => token.replaceAll(replacement, i === 0 && puts ? "" : " "));
  },
  Replace(part) {
    const { pattern, content } = fields(part, replaced);
    const regex = patternRegex(pattern, part.place);
    return (tokens) => tokens.map((token) => replaceAt(token, regex, content));
  },
  Sequence(part) {
    const steps = listed(part, "decoders").map(buildDecoder);
    return (tokens) => steps.reduce((pieces, step) => step(pieces), tokens);
  },
  Strip(part) {
    const { content, start, stop } = fields(part, stripped);
    return (tokens) => tokens.map((token) => withoutEnds(token, content, start, stop));
  },
  WordPiece(part) {
    const { prefix, cleanup } = fields(part, prefixed);
    return (tokens) =>
      tokens.map((token, i) => {
        const begins = i === 0 ? token : ` ${token}`;
        const piece = i > 0 && token.startsWith(prefix) ? token.slice(prefix.length) : begins;
        return cleanup ? cleanedUp(piece) : piece;
      });
  },
};

/** Runs of tokens such as <0x0A> as the text of their bytes, or a U+FFFD for each of them. */
function withBytes(tokens: readonly string[]): readonly string[] {
  const pieces: string[] = [];
  let run: number[] = [];
  const endRun = () => {
    if (run.length === 0) return;
    try {
      pieces.push(strict.decode(Uint8Array.from(run)));
    } catch {
      for (const _ of run) pieces.push("\ufffd");
    }
    run = [];
  };
  for (const token of tokens) {
    const byte = byteOf(token);
    if (byte !== undefined) run.push(byte);
    else {
      endRun();
      pieces.push(token);
    }
  }
  endRun();
  return pieces;
}

function withoutEnds(token: string, content: string, start: number, stop: number): string {
  const letters = [...token];
  let from = 0;
  while (from < Math.min(start, letters.length) && letters[from] === content) from++;
  let end = letters.length;
  while (letters.length - end < stop && end > 0 && letters[end - 1] === content) end--;
  return letters.slice(from, Math.max(from, end)).join("");
}

/** What transformers tidies in English: blanks before marks and contractions. */
const TIDIED = [
  [" .", "."],
  [" ?", "?"],
  [" !", "!"],
  [" ,", ","],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [" do not", " don't"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
] as const;

function cleanedUp(piece: string): string {
  return TIDIED.reduce((text, [from, to]) => text.replaceAll(from, to), piece);
}
