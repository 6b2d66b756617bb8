import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadTokenizer } from "@w2s/models";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import {
  defaultMixture,
  parseMixture,
  sentenceAt,
  sentenceText,
  worldTokenizer,
} from "../world/index.js";
import { drawBatches, exampleAt } from "./batches.js";

const mixture = parseMixture(defaultMixture);

describe("drawBatches", () => {
  it("gives every sentence once, in batches of one length, none above the size asked for", () => {
    const { steps, tokens, answers } = drawBatches(mixture, 5, 1000, 3000, 64);
    const drawn: string[] = [];
    for (const { sentences, length, answer, token, target } of steps) {
      expect(sentences).toBeLessThanOrEqual(64);
      for (let row = 0; row < sentences; row += 1) {
        const read = [...tokens.slice(token + row * length, token + (row + 1) * length)];
        const end = [...answers.slice(target + row * answer, target + (row + 1) * answer)];
        // All but the last token are read; where answers have several, the first ones are read too.
        expect(read.slice(read.length - answer + 1)).toEqual(end.slice(0, -1));
        drawn.push([...read, end.at(-1)].join(" "));
      }
    }
    const expected = Array.from({ length: 2000 }, (_, i) =>
      exampleAt(mixture, 5, 1000 + i).ids.join(" "),
    );
    expect(drawn.sort()).toEqual(expected.sort());
  });

  it("depends on its arguments alone", () => {
    expect(drawBatches(mixture, 5, 64, 500, 16)).toEqual(drawBatches(mixture, 5, 64, 500, 16));
  });
});

describe("exampleAt", () => {
  it("has the ids that the tokenizer gives the sentence", () => {
    const folder = scratchFolder("world-ids");
    const [tokenizer, tokenizerConfig] = [
      join(folder, "tokenizer.json"),
      join(folder, "tokenizer_config.json"),
    ];
    writeFileSync(tokenizer, worldTokenizer().tokenizer);
    writeFileSync(tokenizerConfig, worldTokenizer().config);
    const own = loadTokenizer({ name: "world", tokenizer, tokenizerConfig } as never, 64);
    for (let index = 0; index < 500; index += 1) {
      const { ids } = exampleAt(mixture, 2, index);
      expect(ids).toEqual([...own.encode(sentenceText(sentenceAt(mixture, 2, index))).ids]);
    }
  });
});
