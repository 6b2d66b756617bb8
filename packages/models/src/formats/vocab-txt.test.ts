import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { loadTokenizer } from "../tokenizer/tokenizer.js";

let folder: string;
beforeAll(() => {
  folder = scratchFolder("vocab");
});

/** Ids of a text by a vocab.txt, and a tokenizer_config.json if there is one. */
function ids(lines: string[], text: string, config?: object, end = "\n"): number[] {
  const tokenizer = join(folder, "vocab.txt");
  const tokenizerConfig = join(folder, "tokenizer_config.json");
  writeFileSync(tokenizer, lines.join(end) + end);
  if (config) writeFileSync(tokenizerConfig, JSON.stringify(config));
  const files = { tokenizer, tokenizerConfig: config ? tokenizerConfig : null };
  return [...loadTokenizer(files, 100).encode(text).ids];
}

const special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const lower = [...special, "good", "film", "##s", ",", "cafe"];

// transformers: BertTokenizer(vocab_file="vocab.txt")(text).input_ids, by hand here: [CLS] is 2,
// [SEP] 3, [UNK] 1, words are lowered and lose their accents, then the longest pieces.
describe("a vocab.txt of BERT", () => {
  it("gives BertTokenizer's ids", () => {
    expect(ids(lower, "Good films, Caf\u00e9 [MASK] bad")).toEqual([2, 5, 6, 7, 8, 9, 4, 1, 3]);
    for (const end of ["\r\n", "\r"]) expect(ids(lower, "Good", undefined, end)).toEqual([2, 5, 3]);
    expect(ids(lower, "Good", { do_lower_case: false })).toEqual([2, 1, 3]);
    const cased = [...lower, "Good"];
    expect(ids(cased, "Good good", { do_lower_case: false })).toEqual([2, 10, 5, 3]);
  });

  it("is refused where it does not say enough, is another's, or Git LFS's pointer", () => {
    expect(() => ids(["version https://git-lfs.github.com/spec/v1", "size 9"], "a")).toThrow(
      "vocab.txt: is the pointer of Git LFS, not the file",
    );
    expect(() => ids([...lower, "Good"], "Good")).toThrow(
      "vocab.txt: has capitals; say in tokenizer_config.json whether texts lose theirs: " +
        '{ "do_lower_case": false }',
    );
    expect(() => ids(["a", "b"], "a")).toThrow(
      "vocab.txt: has no [UNK]; write a tokenizer.json with",
    );
    expect(() => ids(lower, "a", { tokenizer_class: "BertJapaneseTokenizer" })).toThrow(
      "vocab.txt: read for BERT's tokenizer, not for BertJapaneseTokenizer; write a tokenizer.json",
    );
  });
});
