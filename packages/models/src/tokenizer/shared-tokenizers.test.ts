// Published tokenizers and 2,124 strings with the ids of the Rust library (tokenizers 0.23.3),
// where there is a shared folder.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sharedFolder } from "../testing/fixtures.js";
import { loadTokenizer } from "./tokenizer.js";

const names = [
  "bert-base-cased",
  "gpt2",
  "mistral-metaspace-first",
  "mistral-v0.1",
  "phi-3-mini",
  "pythia-410m",
  "tinyllama-chat",
];

const shared = sharedFolder("tokenizers", "reference");
const read = (name: string) => JSON.parse(readFileSync(join(shared!, `${name}.json`), "utf8"));

describe("published tokenizers", () => {
  it.skipIf(shared === null).each(names)(
    "has the Rust library's ids of every string: %s",
    (name) => {
      const folder = sharedFolder("tokenizers", name)!;
      const tokenizer = loadTokenizer(
        {
          tokenizer: join(folder, "tokenizer.json"),
          tokenizerConfig: join(folder, "tokenizer_config.json"),
        },
        1_000_000,
      );
      const { before, after, bare_ids } = read(name);
      const room = tokenizer.maxLength - before.length - after.length;
      const strings: readonly string[] = read("strings");
      expect(strings.length).toBe(bare_ids.length);
      for (const [i, text] of strings.entries()) {
        expect([...tokenizer.piece(text)], JSON.stringify(text)).toEqual(bare_ids[i]);
        if (bare_ids[i].length > room) continue;
        const { ids } = tokenizer.encode(text);
        expect([...ids], JSON.stringify(text)).toEqual([...before, ...bare_ids[i], ...after]);
      }
    },
  );
});
