// Every option of every kind of student stands in the kind's page, with its default.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { generativeSchema } from "./finetune/generative/recipe.js";
import { studentKinds } from "./kinds.js";

const page = (name: string) =>
  readFileSync(new URL(`../../../../docs/students/${name}.md`, import.meta.url), "utf8");

/** The options that a page's tables list, each with its default as written. */
function documented(name: string): Map<string, string> {
  const rows = page(name).matchAll(/^\| `(\w+)` \| ([^|]*) \|/gm);
  return new Map([...rows].map(([, option, written]) => [option!, written!.trim()]));
}

/** A default as written, where it is written as a value; undefined: in words. */
function literal(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}

const cases: [string, z.ZodObject, readonly string[]][] = [
  ...Object.values(studentKinds).map((kind): [string, z.ZodObject, readonly string[]] => [
    kind.name,
    kind.schema,
    ["finetune", "lora"].includes(kind.name) ? ["generative"] : [],
  ]),
  ["generative", generativeSchema, []],
];

describe.each(cases)("docs/students/%s.md", (name, schema, besides) => {
  it("documents every option and no other", () => {
    const expected = [...Object.keys(schema.shape), ...besides];
    expect([...documented(name).keys()].sort()).toEqual(expected.sort());
  });

  it("gives the defaults that the options have", () => {
    const written = documented(name);
    const defaults = Object.entries(schema.parse({}));
    expect(defaults.length).toBeGreaterThan(0);
    expect(defaults.map(([option]) => [option, literal(written.get(option)!)])).toEqual(defaults);
  });
});

describe("docs/students", () => {
  it("says of what LoRA shares with finetuning the same on both pages", () => {
    const [lora, finetune] = ["lora", "finetune"].map(documented);
    const shared = [...finetune!].filter(([option]) => option !== "learningRate");
    expect(shared.map(([option]) => [option, lora!.get(option)])).toEqual(shared);
  });

  it("lists every kind in its table", () => {
    const listed = [...page("README").matchAll(/^\| \[`(\w+)`\]\((\w+)\.md\) \|/gm)];
    expect(listed.map(([, name]) => name)).toEqual(Object.keys(studentKinds));
  });
});
