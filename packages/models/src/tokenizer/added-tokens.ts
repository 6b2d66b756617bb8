// Tokens beside a vocabulary's own, found in the text as they are: special ones, and words that
// were added later. As in the reference implementation (tokenizers 0.23, AddedVocabulary).

import { check, InputError } from "@w2s/base";
import { z } from "zod";
import type { Normalize } from "./normalizers/normalize.js";
import { RUST_WORD } from "./regex-classes.js";

const schema = z.array(
  z.looseObject({
    id: z.int().nonnegative(),
    content: z.string(),
    single_word: z.boolean().default(false),
    lstrip: z.boolean().default(false),
    rstrip: z.boolean().default(false),
    normalized: z.boolean().optional(),
    special: z.boolean().default(false),
    /** Whether it is no token where a text has it: it has an id, to be put around texts. */
    isText: z.boolean().default(false),
  }),
);

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly isWord: boolean;
  readonly stripsLeft: boolean;
  readonly stripsRight: boolean;
}

/** Cuts a text at added tokens: pieces of text, and ids. */
export type AddedSplit = (text: string) => readonly (string | number)[];

/** What is found in the text as it is, and what after it is normalized. */
export interface AddedTokens {
  readonly inText: AddedSplit;
  readonly inNormalized: AddedSplit;
  /** Whether there are any that `inNormalized` finds. */
  readonly cutsNormalized: boolean;
  /** Ids by content, those of the vocabulary among them. */
  readonly ids: ReadonlyMap<string, number>;
  /** Those that are no part of what a text says. */
  readonly special: ReadonlySet<number>;
}

/**
 * Reads `added_tokens`. A token that the vocabulary has keeps the id that it has there; others get
 * the next ones, as in the reference, whatever the file says.
 * @throws InputError for an entry of another form, or one that is nothing once it is normalized
 */
export function addedTokens(
  label: string,
  json: unknown,
  vocabulary: { idOf(token: string): number | undefined; readonly size: number },
  normalize: Normalize,
): AddedTokens {
  const ids = new Map<string, number>();
  const special = new Set<number>();
  const [raw, normalized]: AddedToken[][] = [[], []];
  let next = vocabulary.size;
  const listed = check(`${label}, added_tokens`, json, schema).filter(({ content }) => content);
  for (const one of listed) {
    const id = ids.get(one.content) ?? vocabulary.idOf(one.content) ?? next;
    next = Math.max(next, id + 1);
    ids.set(one.content, id);
    if (one.special) special.add(id);
    if (one.isText) continue;
    const token = {
      id,
      content: one.content,
      isWord: one.single_word,
      stripsLeft: one.lstrip,
      stripsRight: one.rstrip,
    };
    if (one.normalized ?? !one.special) {
      normalized!.push({ ...token, content: somethingOf(label, one.content, normalize) });
    } else raw!.push(token);
  }
  return {
    inText: splitter(raw!),
    inNormalized: splitter(normalized!),
    cutsNormalized: normalized!.length > 0,
    ids,
    special,
  };
}

/** The reference finds nothing between all characters, and parts them. */
function somethingOf(label: string, content: string, normalize: Normalize): string {
  const normalized = normalize(content);
  if (normalized !== "") return normalized;
  throw new InputError(
    `${label}, added_tokens: ${JSON.stringify(content)} must be something once it is normalized; ` +
      'say "normalized": false of it, or take a model with another tokenizer',
  );
}

interface Node {
  readonly next: Map<number, Node>;
  token?: AddedToken;
}

/** Finds the longest token at the leftmost place, again and again. */
function splitter(tokens: readonly AddedToken[]): AddedSplit {
  const root: Node = { next: new Map() };
  for (const token of tokens) {
    let node = root;
    for (let i = 0; i < token.content.length; i++) {
      const code = token.content.charCodeAt(i);
      const after = node.next.get(code) ?? { next: new Map() };
      node.next.set(code, after);
      node = after;
    }
    node.token ??= token;
  }
  if (root.next.size === 0) return (text) => (text === "" ? [] : [text]);
  const codes = [...root.next.keys()].map((code) => `\\u${code.toString(16).padStart(4, "0")}`);
  const starts = new RegExp(`[${codes.join("")}]`, "g");
  return (text) => split(text, root, starts);
}

function longestAt(text: string, at: number, root: Node): AddedToken | undefined {
  let node: Node | undefined = root;
  let found: AddedToken | undefined;
  for (let i = at; node; i++) {
    found = node.token ?? found;
    node = i < text.length ? node.next.get(text.charCodeAt(i)) : undefined;
  }
  return found;
}

function split(text: string, root: Node, starts: RegExp): (string | number)[] {
  const parts: (string | number)[] = [];
  let done = 0;
  starts.lastIndex = 0;
  for (let match = starts.exec(text); match; match = starts.exec(text)) {
    const token = longestAt(text, match.index, root);
    if (!token) continue;
    let [start, end] = [match.index, match.index + token.content.length];
    starts.lastIndex = end;
    if (token.isWord && (ENDS_WITH_WORD.test(text.slice(0, start)) || beginsWithWord(text, end))) {
      continue;
    }
    if (token.stripsLeft) start = Math.max(blanksBefore(text, start), done);
    if (token.stripsRight) end = blanksAfter(text, end);
    // Blanks that an earlier token took are not a token of blanks once more.
    if (start >= end) continue;
    if (done < start) parts.push(text.slice(done, start));
    parts.push(token.id);
    done = end;
  }
  if (done < text.length) parts.push(text.slice(done));
  return parts;
}

const ENDS_WITH_WORD = new RegExp(`${RUST_WORD}$`, "v");
const WORD_HERE = new RegExp(RUST_WORD, "vy");
const BLANK = /\p{White_Space}/u;

function beginsWithWord(text: string, at: number): boolean {
  WORD_HERE.lastIndex = at;
  return WORD_HERE.test(text);
}

/** Every white space is one code unit. */
function blanksBefore(text: string, at: number): number {
  let start = at;
  while (start > 0 && BLANK.test(text[start - 1]!)) start--;
  return start;
}

function blanksAfter(text: string, at: number): number {
  let end = at;
  while (end < text.length && BLANK.test(text[end]!)) end++;
  return end;
}
