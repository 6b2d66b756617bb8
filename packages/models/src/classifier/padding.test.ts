import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { withPadding } from "./padding.js";

let root: string;
let made = 0;
beforeAll(() => {
  root = scratchFolder("padding");
});

const tokenizer = (ending: readonly string[]) => ({
  added_tokens: ["<s>", "</s>", "<unk>"].map((content, id) => ({
    id,
    content,
    special: true,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
  })),
  pre_tokenizer: { type: "Whitespace" },
  post_processor: {
    type: "TemplateProcessing",
    single: [
      { Sequence: { id: "A", type_id: 0 } },
      ...ending.map((id) => ({ SpecialToken: { id, type_id: 0 } })),
    ],
    pair: [],
    special_tokens: Object.fromEntries(ending.map((id) => [id, { id, ids: [1], tokens: [id] }])),
  },
  model: {
    type: "WordLevel",
    unk_token: "<unk>",
    vocab: { "<s>": 0, "</s>": 1, "<unk>": 2, a: 3, "[PAD]": 4 },
  },
});

const names = { bos_token: "<s>", eos_token: { content: "</s>" }, unk_token: "<unk>" };

/** The id, and the padding token that the folder's config then names. */
async function padding(config: object | null, ending: readonly string[], wanted: unknown) {
  made += 1;
  const folder = join(root, String(made));
  mkdirSync(folder);
  writeFileSync(join(folder, "tokenizer.json"), JSON.stringify(tokenizer(ending)));
  const path = join(folder, "tokenizer_config.json");
  if (config) writeFileSync(path, JSON.stringify(config));
  const model = { pad_token_id: wanted, ...(typeof wanted === "object" && wanted) };
  const id = await withPadding(folder, model);
  const said = JSON.parse(readFileSync(path, "utf8"));
  const isPlain = said.tokenizer_class === "PreTrainedTokenizerFast";
  expect(said).toEqual({
    ...config,
    pad_token: said.pad_token,
    ...(isPlain && { tokenizer_class: said.tokenizer_class }),
  });
  return [id, said.pad_token];
}

describe("withPadding", () => {
  it("keeps the token that the tokenizer names, whatever the model's config does", async () => {
    expect(await padding({ ...names, pad_token: "[PAD]" }, [], -1)).toEqual([4, "[PAD]"]);
    expect(await padding({ ...names, pad_token: "[PAD]" }, [], 2)).toEqual([4, "[PAD]"]);
  });

  it("names the one that the model's config means", async () => {
    expect(await padding(names, [], 4)).toEqual([4, "[PAD]"]);
    expect(await padding(null, [], 4)).toEqual([4, "[PAD]"]);
  });

  it("takes the end of a text, and never one that texts do end in", async () => {
    expect(await padding(names, [], undefined)).toEqual([1, "</s>"]);
    expect(await padding(names, [], -1)).toEqual([1, "</s>"]);
    expect(await padding(names, ["</s>"], undefined)).toEqual([2, "<unk>"]);
    expect(await padding(names, ["</s>"], 1)).toEqual([2, "<unk>"]);
    expect(await padding({ ...names, pad_token: "<nowhere>" }, [], null)).toEqual([1, "</s>"]);
  });

  it("takes the end that the model's config names where the tokenizer's names none", async () => {
    expect(await padding(null, [], { eos_token_id: 1 })).toEqual([1, "</s>"]);
    expect(await padding({ unk_token: "<unk>" }, [], { eos_token_id: [9, 1] })).toEqual([
      1,
      "</s>",
    ]);
  });

  it("is undefined where there is nothing to choose from", async () => {
    const folder = join(root, "none");
    mkdirSync(folder);
    expect(await withPadding(folder, { pad_token_id: 0 })).toBeUndefined();
  });
});
