import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fixture } from "../testing/fixtures.js";
import { loadTokenizer } from "./tokenizer.js";

/** Made by reference/models/tokenizer_parts.py. */
interface Reference {
  readonly texts: readonly string[];
  readonly letters: string;
  readonly cases: Readonly<
    Record<
      string,
      {
        readonly json: { readonly model?: object };
        /** A text's ids, or why the reference refused it. */
        readonly ids?: readonly (readonly number[] | string)[];
        readonly refused?: string;
      }
    >
  >;
}

const reference: Reference = JSON.parse(readFileSync(fixture("tokenizer-parts.json"), "utf8"));
const folder = scratchFolder("parts");

const letters = [...reference.letters].flatMap((letter, i) => [
  [letter, 2 * i + 1],
  [`##${letter}`, 2 * i + 2],
]);
const model = {
  type: "WordPiece",
  vocab: Object.fromEntries([["[UNK]", 0], ...letters]),
  unk_token: "[UNK]",
  continuing_subword_prefix: "##",
  max_input_chars_per_word: 10_000,
};

function load(json: object) {
  const path = join(folder, "tokenizer.json");
  writeFileSync(path, JSON.stringify({ model, ...json }));
  return loadTokenizer({ tokenizer: path }, 100_000);
}

/** What the reference takes and we refuse by name. */
const REFUSED: Readonly<Record<string, string>> = {
  "pre_tokenizer UnicodeScripts":
    'pre_tokenizer: the pre-tokenizer "UnicodeScripts" is not supported',
  "pre_tokenizer Regex backreference":
    'pre_tokenizer: "\\\\1" in a regular expression is not supported',
  "pre_tokenizer Regex next match":
    'pre_tokenizer: "\\\\G" in a regular expression is not supported',
  "pre_tokenizer Regex newline kinds":
    'pre_tokenizer: "\\\\R" in a regular expression is not supported',
  "post_processor Sequence": 'post_processor: a "Sequence" of several processors',
  "added nothing once normalized":
    'added_tokens: "  " must be something once it is normalized; say "normalized": false of it',
  ...Object.fromEntries(
    (
      [
        ["composed, then cut", "NFKC"],
        ["prepended, then cut", "Prepend"],
        ["prepended, then stripped", "Prepend"],
        ["put before", "Replace"],
        ["composed, tokens cut", "NFKC"],
      ] as const
    ).map(([name, type]) => [
      `${name}, metaspace first`,
      `tokenizer.json, normalizer: "${type}" is not supported beside a Metaspace of ` +
        '"prepend_scheme": "first": it may make several characters of the first one; take a ',
    ]),
  ),
  "BPE dropout": 'model: "dropout" must be null, or ids are drawn anew for each text, got 0.5',
};

describe("the parts of tokenizer.json", () => {
  it.each(Object.entries(reference.cases))("has the reference's ids: %s", (name, one) => {
    if (one.refused !== undefined) {
      expect(() => load(one.json), one.refused).toThrow(/tokenizer\.json, \w+/);
      return;
    }
    const reason = REFUSED[name];
    if (reason !== undefined) {
      expect(() => load(one.json)).toThrow(reason);
      return;
    }
    const tokenizer = load(one.json);
    for (const [i, text] of reference.texts.entries()) {
      const ids = one.ids![i]!;
      if (typeof ids === "string") {
        expect(() => tokenizer.encode(text), `${JSON.stringify(text)}: ${ids}`).toThrow(
          "tokenizer.json, model: ",
        );
      } else expect([...tokenizer.encode(text).ids], JSON.stringify(text)).toEqual(ids);
    }
  });
});

describe("regular expressions of tokenizer.json", () => {
  const split = (Regex: string) => ({
    type: "Split",
    pattern: { Regex },
    behavior: "Isolated",
    invert: false,
  });

  // Oniguruma takes a sharp s for "ss" and a ligature for its letters where case does not count.
  it.each([
    ["(?i:ss)", "(?i:ss)"],
    ["(?i)paSsed", "(?i:ss)"],
    ["(?i:\u00df)", "(?i:\u00df)"],
    ["(?i:[a\ufb01])", "(?i:\ufb01)"],
  ])("are refused where one character is taken for several: %s", (regex, part) => {
    expect(() => load({ pre_tokenizer: split(regex) })).toThrow(
      `${JSON.stringify(part)} in a regular expression is not supported`,
    );
  });

  it("are read where case counts, or letters are apart", () => {
    for (const regex of ["passt\u00df", "(?i:'s|'t|f|i)", "(?i:s)s"])
      expect(() => load({ pre_tokenizer: split(regex) })).not.toThrow();
  });

  it("replace no empty match right behind another, as the reference does", () => {
    const normalizer = { type: "Replace", pattern: { Regex: "b*" }, content: "a" };
    const { piece } = load({ normalizer });
    const plain = load({}).piece("acada");
    expect([...piece("cbbd")]).toEqual([...plain]);
  });
});
