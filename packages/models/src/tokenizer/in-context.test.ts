import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { loadTokenizer, type Tokenizer } from "./tokenizer.js";

const folder = scratchFolder("context");

const tokens = ["<unk>", "<s>", "\u2581", ..."abdgosy01.:\n", "go", "goo", "good", "\u2581good"];
const idOf = (token: string) => tokens.indexOf(token);
const ids = (...wanted: string[]) => wanted.map(idOf);
const llama2 = {
  model: {
    type: "BPE",
    vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
    merges: [
      ["g", "o"],
      ["go", "o"],
      ["goo", "d"],
      ["\u2581", "good"],
    ],
    unk_token: "<unk>",
    fuse_unk: true,
  },
  normalizer: {
    type: "Sequence",
    normalizers: [
      { type: "Prepend", prepend: "\u2581" },
      { type: "Replace", pattern: { String: " " }, content: "\u2581" },
    ],
  },
  post_processor: {
    type: "TemplateProcessing",
    single: [{ SpecialToken: { id: "<s>" } }, { Sequence: { id: "A" } }],
    special_tokens: { "<s>": { ids: [1] } },
  },
};
const metaspace = (prepend_scheme: string) => ({
  ...llama2,
  normalizer: null,
  pre_tokenizer: { type: "Metaspace", replacement: "\u2581", prepend_scheme, split: false },
});
const byteLevel = {
  ...llama2,
  normalizer: { type: "Replace", pattern: { String: " " }, content: "\u2581" },
};

function load(json: object, maxPositions = 100): Tokenizer {
  const path = join(folder, "tokenizer.json");
  writeFileSync(path, JSON.stringify(json));
  return loadTokenizer({ tokenizer: path }, maxPositions);
}

const makes = {
  "a blank before the text": llama2,
  "a blank before the first piece": metaspace("first"),
  "a blank before every piece": metaspace("always"),
};

describe.each(Object.entries(makes))("a vocabulary that puts %s", (_, json) => {
  const { continued, following, piece } = load(json);
  const after = (text: string, continuation: string) => [
    ...continued(text, continuation).continuation,
  ];

  it("gives a continuation the tokens that it has in the whole text", () => {
    expect([...piece("0")]).toEqual(ids("\u2581", "0"));
    expect(after("a:", " good")).toEqual(ids("\u2581good"));
    expect(after("a\n", "good")).toEqual(ids("good"));
    expect(after("a:", "0")).toEqual(ids("0"));
    const { text, continuation } = continued("a b.", " good");
    expect([...text, ...continuation]).toEqual([...piece("a b. good")]);
  });

  it("gives blanks at the end of a text to what follows it", () => {
    const { text, continuation } = continued("a: ", "good");
    expect([[...text], [...continuation]]).toEqual([ids("\u2581", "a", ":"), ids("\u2581good")]);
  });

  it("keeps both apart where a token would hold the end of one and of the other", () => {
    const { text, continuation } = continued("a go", "od");
    expect([[...text], [...continuation]]).toEqual([
      ids("\u2581", "a", "\u2581", "go"),
      ids("o", "d"),
    ]);
  });

  it("knows a word behind any text, blank or none", () => {
    expect(["good", " good", "0", "y"].map((word) => [...following(word)])).toEqual([
      ids("good"),
      ids("\u2581good"),
      ids("0"),
      ids("y"),
    ]);
  });

  it("cuts a text before its ending, which keeps its tokens", () => {
    const whole = [...load(json).encode("a b a b good").ids];
    const { ids: cut, truncated } = load(json, whole.length - 1).encodeWith("a b a b", " good");
    expect([[...cut], truncated]).toEqual([[...whole.slice(0, -2), whole.at(-1)], true]);
  });
});

describe("a vocabulary that puts nothing before a text", () => {
  it("gives blanks at the end of a text to what follows it", () => {
    const { text, continuation } = load(byteLevel).continued("a: ", "good");
    expect([[...text], [...continuation]]).toEqual([ids("a", ":"), ids("\u2581good")]);
  });

  it("tokenizes what follows as it is alone", () => {
    const { continued, following, piece } = load(byteLevel);
    for (const [text, continuation] of [
      ["a go", "od"],
      ["a", " good"],
    ] as const) {
      expect(continued(text, continuation)).toEqual({
        text: piece(text),
        continuation: piece(continuation),
      });
      expect(following(continuation)).toEqual(piece(continuation));
    }
  });
});
