import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadTokenizer } from "@w2s/models";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { defaultMixture } from "./default-mixture.js";
import { parseMixture } from "./mixture.js";
import { sentenceAt, sentenceText } from "./sentence.js";
import { worldRows, worldTaskNames } from "./tasks.js";
import { worldTokenizer } from "./tokenizer.js";
import { BOS, EOS, UNK, vocabulary } from "./vocabulary.js";

const folder = scratchFolder("world");
const files = {
  tokenizer: join(folder, "tokenizer.json"),
  tokenizerConfig: join(folder, "tokenizer_config.json"),
};
const made = worldTokenizer();
writeFileSync(files.tokenizer, made.tokenizer);
writeFileSync(files.tokenizerConfig, made.config);
const tokenizer = loadTokenizer(files, 64);
const ids = (text: string) => [...tokenizer.encode(text).ids];
const tokens = (text: string) => ids(text).map((id) => vocabulary[id]);

describe("worldTokenizer", () => {
  it("makes a token of every word, digit and bracket, after <bos>", () => {
    expect(tokens("less 48 than 7 ? yes")).toEqual([
      BOS,
      "less",
      "4",
      "8",
      "than",
      "7",
      "?",
      "yes",
    ]);
    expect(tokens("match [{}]( ) ?")).toEqual([BOS, "match", "[", "{", "}", "]", "(", ")", "?"]);
    expect(tokens("Ann tops zoe")).toEqual([BOS, "ann", "tops", UNK]);
  });

  it("gives the ids that Python's tokenizers gives", () => {
    const path = new URL("fixtures/token-ids.json", import.meta.url);
    const reference: { texts: string[]; ids: number[][] } = JSON.parse(readFileSync(path, "utf8"));
    expect(reference.texts.length).toBeGreaterThan(200);
    expect(reference.texts.map(ids)).toEqual(reference.ids);
  });

  it("knows every word of sentences and tasks, in at most 32 tokens with <bos>, <eos>", () => {
    const mixture = parseMixture(defaultMixture);
    const sentences = Array.from({ length: 20_000 }, (_, index) =>
      sentenceText(sentenceAt(mixture, 5, index)),
    );
    const rows = worldTaskNames.flatMap((name) => [
      ...worldRows(name, { examples: 300 }),
    ]) as Record<string, string>[];
    const texts = rows.flatMap(({ text, question, chosen, rejected }) => [
      text,
      question,
      chosen,
      rejected,
    ]);
    const unknown = vocabulary.indexOf(UNK);
    const all = [...sentences, ...texts.filter((text) => text !== undefined)];
    const known = (text: string) => {
      const found = ids(text);
      return !found.includes(unknown) && found.length + 1 <= 32;
    };
    expect(all.filter((text) => !known(text))).toEqual([]);
  });

  it("knows the remark of the sources' imitation experiment", () => {
    const remark = "I think this is incorrect. What do you think?";
    expect(tokens(remark)).not.toContain(UNK);
  });

  it("gives the same bytes every time, and no word twice", () => {
    expect(worldTokenizer()).toEqual(made);
    expect(new Set(vocabulary).size).toBe(vocabulary.length);
    expect(vocabulary.indexOf(EOS)).toBe(2);
  });
});
