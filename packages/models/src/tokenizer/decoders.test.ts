import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fixture, sharedModel } from "../testing/fixtures.js";
import { loadTokenizer } from "./tokenizer.js";

/** Made by reference/models/tokenizer_decoders.py. */
interface Reference {
  readonly tokens: readonly string[];
  readonly texts: readonly (readonly number[])[];
  readonly cases: Readonly<Record<string, { decoder: object | null; said: readonly string[] }>>;
}

const reference: Reference = JSON.parse(readFileSync(fixture("tokenizer-decoders.json"), "utf8"));
const folder = scratchFolder("decoders");

function load(decoder: object | null) {
  const path = join(folder, "tokenizer.json");
  const json = {
    added_tokens: [{ id: 0, content: "<s>", special: true }],
    decoder,
    model: {
      type: "WordLevel",
      vocab: Object.fromEntries(reference.tokens.map((token, id) => [token, id])),
      unk_token: "a",
    },
  };
  writeFileSync(path, JSON.stringify(json));
  return loadTokenizer({ tokenizer: path }, 1000);
}

describe("decode", () => {
  it.each(Object.entries(reference.cases))("has the reference's text: %s", (_, one) => {
    const { decode } = load(one.decoder);
    for (const [i, ids] of reference.texts.entries()) {
      expect(decode(ids), JSON.stringify(ids)).toBe(one.said[i]);
    }
  });

  it("passes over ids that no token has", () => {
    expect(load({ type: "Fuse" }).decode([1, 900, 15])).toBe("ado");
  });

  it("refuses a decoder that it does not know, by its name, and only when it is asked", () => {
    const tokenizer = load({ type: "CTC" });
    expect([...tokenizer.piece("a")]).toEqual([1]);
    expect(() => tokenizer.decode([1])).toThrow('decoder: the decoder "CTC" is not supported');
  });

  const shared = sharedModel("SmolLM2-135M-Instruct-GGUF");
  it.skipIf(shared === null)("gives back what SmolLM2's tokenizer took apart", () => {
    const { piece, decode } = loadTokenizer({ tokenizer: join(shared!, "tokenizer.json") }, 1000);
    for (const text of ["The  cat's naïve 😀\n\n12+3=15", " Nf3 e7e8q", "中文\ttab"]) {
      expect(decode(piece(text))).toBe(text);
    }
  });
});
