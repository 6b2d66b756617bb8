import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fixture, sharedModel } from "../testing/fixtures.js";
import { loadTokenizer, type Tokenizer } from "./tokenizer.js";

interface Reference {
  readonly texts: readonly string[];
  readonly ids: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly truncated: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly codePoints: {
    /** [first, count, stride] */
    readonly sampled: readonly (readonly [number, number, number])[];
    readonly digests: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
}

interface TinyReference {
  readonly texts: readonly string[];
  readonly tokenizers: Readonly<
    Record<string, { json: object; ids: readonly (readonly number[])[] }>
  >;
}

const reference: Reference = JSON.parse(readFileSync(fixture("token-ids.json"), "utf8"));
const tiny: TinyReference = JSON.parse(readFileSync(fixture("tiny-tokenizers.json"), "utf8"));
const folder = scratchFolder("tokenizer");

const write = (name: string, value: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
  return path;
};
const loadTiny = (name: string, maxPositions = 512, config?: object): Tokenizer =>
  loadTokenizer(
    {
      tokenizer: write(`${name}.json`, tiny.tokenizers[name]?.json),
      tokenizerConfig: config ? write(`${name}-config.json`, config) : null,
    },
    maxPositions,
  );
const idsOf = (tokenizer: Tokenizer, text: string) => [...tokenizer.encode(text).ids];

describe("loadTokenizer", () => {
  it.each(Object.keys(tiny.tokenizers))(
    "gives the reference's ids of awkward texts: %s",
    (name) => {
      const tokenizer = loadTiny(name);
      for (const [i, text] of tiny.texts.entries()) {
        expect(idsOf(tokenizer, text), JSON.stringify(text)).toEqual(tiny.tokenizers[name]?.ids[i]);
      }
    },
  );

  it("keeps the special tokens around a text that is cut, and says that it was", () => {
    const whole = idsOf(loadTiny("wordpiece"), "the film was good");
    const { ids, truncated } = loadTiny("wordpiece", 4).encode("the film was good");
    expect([[...ids], truncated]).toEqual([[...whole.slice(0, 3), whole.at(-1)], true]);
    expect(loadTiny("wordpiece", whole.length).encode("the film was good").truncated).toBe(false);
  });

  it("cuts a text and not its ending, and refuses one that leaves no room", () => {
    const [text, ending] = ["the film was good", " and bad"];
    const whole = idsOf(loadTiny("wordpiece"), text + ending);
    const last = loadTiny("wordpiece").piece(ending);
    const limited = (room: number) => loadTiny("wordpiece", room).encodeWith(text, ending);
    expect(limited(whole.length)).toEqual({ ids: Int32Array.from(whole), truncated: false });
    for (const room of [whole.length - 1, last.length + 3]) {
      const { ids, truncated } = limited(room);
      const kept = whole.slice(0, room - last.length - 1);
      expect([[...ids], truncated]).toEqual([[...kept, ...last, whole.at(-1)], true]);
    }
    expect(() => limited(last.length + 2)).toThrow(
      `a limit of ${last.length + 2} tokens leaves no room for a text beside " and bad"`,
    );
  });

  it("cuts the start where the tokenizer's config says so, and honours its smaller limit", () => {
    const whole = idsOf(loadTiny("wordpiece"), "the film was good");
    const short = loadTiny("wordpiece", 512, { truncation_side: "left", model_max_length: 4 });
    expect(short.maxLength).toBe(4);
    expect(idsOf(short, "the film was good")).toEqual([whole[0], ...whole.slice(-3)]);
  });

  it("takes half a character for U+FFFD, as an encoder to UTF-8 does", () => {
    const tokenizer = loadTiny("digits");
    expect(idsOf(tokenizer, "a\ud83d")).toEqual(idsOf(tokenizer, "a\ufffd"));
  });

  it("refuses a limit that leaves no room for text", () => {
    expect(() => loadTiny("wordpiece", 2)).toThrow(
      "a limit of 2 tokens leaves no room beside 2 special ones",
    );
  });

  it.each<[string, unknown, string]>([
    ["text that is not JSON", "{", 'expected JSON, got text that begins "{"'],
    ["a file without a model", { version: "1.0" }, '"model" must be given'],
    [
      "an id below 0",
      { model: { type: "WordLevel", vocab: { a: -2 }, unk_token: "a" } },
      'model: an id must be a whole number from 0, got -2 for "a"',
    ],
    [
      "a part that is not supported",
      { ...tiny.tokenizers.wordpiece?.json, pre_tokenizer: { type: "UnicodeScripts" } },
      'pre_tokenizer: the pre-tokenizer "UnicodeScripts" is not supported; take a model with',
    ],
  ])("refuses %s", (_, json, message) => {
    const path = write("bad.json", json);
    const load = () => loadTokenizer({ tokenizer: path }, 512);
    expect(load).toThrow(message);
    expect(load).toThrow(path);
  });

  it("takes the older way of saying that no blank is put before a text", () => {
    const vocab = { "<unk>": 0, a: 1, "\u2581a": 2 };
    const model = { type: "WordLevel", vocab, unk_token: "<unk>" };
    const ids = (says: object) => {
      const pre_tokenizer = { type: "Metaspace", replacement: "\u2581", ...says };
      const tokenizer = write("metaspace.json", { model, pre_tokenizer });
      return idsOf(loadTokenizer({ tokenizer }, 512), "a");
    };
    expect(ids({ add_prefix_space: false })).toEqual([1]);
    expect(ids({ prepend_scheme: "never" })).toEqual([1]);
    expect(ids({ add_prefix_space: true })).toEqual([2]);
    expect(() => ids({ add_prefix_space: false, prepend_scheme: "first" })).toThrow(
      'pre_tokenizer: "add_prefix_space": false and "prepend_scheme": "first" say different things',
    );
  });

  it("refuses a post-processor of the wrong form in words", () => {
    const path = write("odd.json", {
      ...tiny.tokenizers.wordpiece?.json,
      post_processor: { type: "TemplateProcessing", single: 7 },
    });
    expect(() => loadTokenizer({ tokenizer: path }, 512)).toThrow(
      `${path}, post_processor: "single" must be a list, got 7`,
    );
  });

  it("refuses ids that the model's vocabulary does not have", () => {
    const path = write("words.json", {
      model: {
        type: "WordPiece",
        vocab: { "[UNK]": 0, a: 1, good: 7 },
        unk_token: "[UNK]",
        continuing_subword_prefix: "##",
      },
      pre_tokenizer: { type: "BertPreTokenizer" },
    });
    const tokenizer = loadTokenizer({ tokenizer: path }, 16, 7);
    expect(idsOf(tokenizer, "a a")).toEqual([1, 1]);
    const message =
      `${path}: token ids must be 0 to 6, the model's vocabulary, got 7; are tokenizer and ` +
      "model of one kind?";
    expect(() => tokenizer.encode("a good")).toThrow(message);
    expect(() => tokenizer.piece("a good")).toThrow(message);
    expect(idsOf(loadTokenizer({ tokenizer: path }, 16, 8), "a good")).toEqual([1, 7]);
  });
});

describe.each(Object.keys(reference.ids))("the tokenizer of %s", (name) => {
  const shared = sharedModel(name);
  const load = (maxPositions: number) =>
    loadTokenizer(
      { tokenizer: `${shared}/tokenizer.json`, tokenizerConfig: `${shared}/tokenizer_config.json` },
      maxPositions,
    );

  it.skipIf(shared === null)("gives the reference's ids of awkward texts", () => {
    const tokenizer = load(100_000);
    for (const [i, text] of reference.texts.entries()) {
      const expected = reference.ids[name]?.[i] ?? [];
      if (expected.length > tokenizer.maxLength) continue;
      expect(idsOf(tokenizer, text), JSON.stringify(text)).toEqual(expected);
    }
  });

  it.skipIf(shared === null)("cuts as the reference does", () => {
    const tokenizer = load(8);
    for (const [i, ids] of reference.truncated[name]?.entries() ?? []) {
      expect(idsOf(tokenizer, reference.texts[i]!)).toEqual(ids);
    }
  });

  it.skipIf(shared === null)("agrees with the reference over the code points of Unicode", () => {
    const tokenizer = load(512);
    const digests = new Map<string, ReturnType<typeof createHash>>();
    for (const [first, count, stride] of reference.codePoints.sampled) {
      for (let code = first; code < first + count * stride; code += stride) {
        const char = String.fromCodePoint(code);
        const ids = idsOf(tokenizer, `a${char}b ${char} 1${char}${char}`);
        const chunk = (code >> 12).toString(16);
        if (!digests.has(chunk)) digests.set(chunk, createHash("sha256"));
        digests.get(chunk)?.update(`${code.toString(16)} ${ids.join(",")}\n`);
      }
    }
    const found = [...digests].map(([chunk, digest]) => [chunk, digest.digest("hex").slice(0, 16)]);
    expect(Object.fromEntries(found)).toEqual(reference.codePoints.digests[name]);
  });
});
