import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { loadTokenizer } from "./tokenizer.js";

const folder = scratchFolder("config");

const words = ["<unk>", "<s>", "</s>", "Good", "good", "\u0120a", "a", "\u2581a"];
const vocabulary = {
  model: {
    type: "WordLevel",
    vocab: Object.fromEntries(words.map((word, id) => [word, id])),
    unk_token: "<unk>",
  },
};
const framed = (...single: string[]) => ({
  type: "TemplateProcessing",
  single: single.map((id) => (id === "A" ? { Sequence: { id } } : { SpecialToken: { id } })),
  special_tokens: { "<s>": { ids: [1] }, "</s>": { ids: [2] } },
});
const bert = {
  type: "BertNormalizer",
  clean_text: true,
  handle_chinese_chars: true,
  strip_accents: null,
  lowercase: true,
};

function idsOf(text: string, json: object, config: object, older: object = {}): number[] {
  const files = {
    tokenizer: join(folder, "tokenizer.json"),
    tokenizerConfig: join(folder, "tokenizer_config.json"),
    olderFiles: Object.keys(older).map((name) => join(folder, name)),
  };
  writeFileSync(files.tokenizer, JSON.stringify({ ...vocabulary, ...json }));
  writeFileSync(files.tokenizerConfig, JSON.stringify(config));
  for (const [name, value] of Object.entries(older))
    writeFileSync(join(folder, name), JSON.stringify(value));
  return [...loadTokenizer(files, 100).encode(text).ids];
}

const named = { bos_token: "<s>", eos_token: { content: "</s>" } };
const llama = { ...named, tokenizer_class: "LlamaTokenizerFast" };

describe("tokenizer_config.json", () => {
  it("puts the tokens around a text that a Llama's class would", () => {
    const post = { post_processor: framed("<s>", "A") };
    const add = (add_bos_token: boolean, add_eos_token: boolean) => ({
      ...llama,
      add_bos_token,
      add_eos_token,
    });
    expect(idsOf("good", post, add(true, true))).toEqual([1, 4, 2]);
    expect(idsOf("good", post, add(false, false))).toEqual([4]);
    expect(idsOf("good", {}, add(true, false))).toEqual([1, 4]);
    expect(idsOf("good", post, llama)).toEqual([1, 4]);
  });

  it("is refused where it disagrees and its class does not decide", () => {
    const wants = { ...named, add_eos_token: true, tokenizer_class: "GPT2Tokenizer" };
    expect(() => idsOf("good", {}, wants)).toThrow(
      "tokenizer.json: puts nothing after a text, and tokenizer_config.json says " +
        '"add_eos_token": true with "</s>"; make them agree, or remove it there',
    );
    const post = { post_processor: framed("<s>", "A") };
    expect(() => idsOf("good", post, { ...named, add_bos_token: false })).toThrow(
      'puts ids 1 before a text, and tokenizer_config.json says "add_bos_token": false',
    );
    expect(idsOf("good", post, { ...named, add_bos_token: true })).toEqual([1, 4]);
  });

  it("decides the case of BERT's tokens", () => {
    expect(idsOf("Good", { normalizer: bert }, {})).toEqual([4]);
    expect(idsOf("Good", { normalizer: bert }, { do_lower_case: false })).toEqual([3]);
  });

  it("decides the blank before a byte-level text, and is refused for SentencePiece's", () => {
    const bytes = { type: "ByteLevel", add_prefix_space: false, use_regex: true };
    expect(idsOf("a", { pre_tokenizer: bytes }, {})).toEqual([6]);
    expect(idsOf("a", { pre_tokenizer: bytes }, { add_prefix_space: true })).toEqual([5]);
    const metaspace = { type: "Metaspace", replacement: "\u2581", split: false };
    expect(idsOf("a", { pre_tokenizer: metaspace }, { add_prefix_space: true })).toEqual([7]);
    expect(() => idsOf("a", { pre_tokenizer: metaspace }, { add_prefix_space: false })).toThrow(
      'puts a blank before a text, and tokenizer_config.json says "add_prefix_space": false',
    );
  });
});

describe("where texts are cut", () => {
  const cut = (json: object, config: object) => {
    const tokenizer = join(folder, "tokenizer.json");
    const tokenizerConfig = join(folder, "tokenizer_config.json");
    const pre_tokenizer = { type: "WhitespaceSplit" };
    writeFileSync(tokenizer, JSON.stringify({ ...vocabulary, pre_tokenizer, ...json }));
    writeFileSync(tokenizerConfig, JSON.stringify(config));
    return [...loadTokenizer({ tokenizer, tokenizerConfig }, 100).encode("Good good a a").ids];
  };

  // transformers: model_max_length = kwargs.pop("model_max_length", kwargs.pop("max_len", None)).
  it("is max_len in older configs, unless they say model_max_length", () => {
    expect(cut({}, { max_len: 2 })).toEqual([3, 4]);
    expect(cut({}, { max_len: 2, model_max_length: 3 })).toEqual([3, 4, 6]);
    expect(cut({}, { max_len: 2, model_max_length: null })).toEqual([3, 4, 6, 6]);
  });

  // transformers: kwargs.setdefault("truncation_side", _truncation["direction"]).
  it("is the side that tokenizer.json says, unless the config does", () => {
    const truncation = { max_length: 512, strategy: "LongestFirst", stride: 0, direction: "Left" };
    const config = { model_max_length: 3 };
    expect(cut({ truncation }, config)).toEqual([4, 6, 6]);
    expect(cut({ truncation }, { ...config, truncation_side: "right" })).toEqual([3, 4, 6]);
    expect(cut({ truncation: { ...truncation, direction: "Right" } }, config)).toEqual([3, 4, 6]);
    expect(cut({ truncation: null }, config)).toEqual([3, 4, 6]);
  });
});

/** reference/models/tokenizer_configs.py: transformers 4's ids. */
const reference: {
  readonly texts: readonly string[];
  readonly tokenizers: Readonly<Record<string, object>>;
  readonly cases: readonly (readonly [
    name: string,
    config: object,
    ids: readonly number[][],
    older: object,
  ])[];
} = JSON.parse(
  readFileSync(new URL("../fixtures/tokenizer-configs.json", import.meta.url), "utf8"),
);

describe("tokenizer.json and tokenizer_config.json", () => {
  it.each(reference.cases)("%s with %j are read as transformers' class does", (...given) => {
    const [name, config, ids, older] = given;
    const json = reference.tokenizers[name]!;
    const own = reference.texts.map((text) => idsOf(text, json, config, older));
    expect(own).toEqual(ids);
  });
});
