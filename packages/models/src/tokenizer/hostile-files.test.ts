// Files whose parts have been exchanged for others at random: a tokenizer, or one clear line.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import fc from "fast-check";
import { describe, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fixture } from "../testing/fixtures.js";
import { loadTokenizer } from "./tokenizer.js";

const folder = scratchFolder("hostile");

const { cases } = JSON.parse(readFileSync(fixture("tokenizer-parts.json"), "utf8"));
const model = {
  type: "WordPiece",
  vocab: { "[UNK]": 0, a: 1, "##a": 2, "##b": 3 },
  unk_token: "[UNK]",
  continuing_subword_prefix: "##",
};
const files: readonly object[] = Object.values<{ json: object }>(cases).map(({ json }) => ({
  model,
  ...json,
}));

const plain = { enumerable: true, configurable: true, writable: true };
type Json = Record<string, unknown> | unknown[];

/** Every place of a file: what holds it, and under which key. */
function places(inner: unknown): [Json, string][] {
  if (typeof inner !== "object" || inner === null) return [];
  const holder = inner as Json;
  const own = Object.keys(inner).map((key): [Json, string] => [holder, key]);
  return [...own, ...Object.values(inner).flatMap(places)];
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, "", -1, 0, 1e300, 0.5, [], {}, [[]], "\ud800", "(?=", "\\"),
  fc.constantFrom<unknown>({ type: "Sequence" }, { type: "__proto__" }, { type: "constructor" }),
  fc.constantFrom<unknown>({ Regex: "(a" }, { Regex: "[z-a]" }, { Regex: "a{5,2}" }, { String: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
);

describe("loadTokenizer of a file that was tampered with", () => {
  it("gives a tokenizer, or refuses in one line", () => {
    const where = fc.nat(1_000_000);
    fc.assert(
      fc.property(fc.constantFrom(...files), where, where, odd, fc.boolean(), (...given) => {
        const [file, first, second, value, removes] = given;
        const json = structuredClone(file);
        for (const [i, at] of [first, second].entries()) {
          const all = places(json);
          const [holder, key] = all[at % all.length] ?? [{}, "nothing"];
          if (i === 0 && removes) Reflect.deleteProperty(holder, key);
          else Object.defineProperty(holder, key, { ...plain, value: structuredClone(value) });
        }
        const path = join(folder, "tokenizer.json");
        writeFileSync(path, JSON.stringify(json));
        const { encode } = reading(() => loadTokenizer({ tokenizer: path }, 1_000)) ?? {};
        for (const text of ["", "a ab", "foo\u{1f600}\ud800 <x>"]) reading(() => encode?.(text));
      }),
      { numRuns: 1_000 },
    );
  });
});

function reading<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError) || error.message.includes("\n")) throw error;
    return undefined;
  }
}
