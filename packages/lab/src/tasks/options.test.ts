import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answersSchema, choicesSchema, pairsSchema, tableSchema } from "./options.js";

const page = readFileSync(new URL("../../../../docs/tasks.md", import.meta.url), "utf8");

/** Options that a section of the page lists, in order. */
function documented(title: string): string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? "";
  return [...section.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]!);
}

describe("docs/tasks.md", () => {
  const common = documented("Options of all four");
  it.each([
    ["table", tableSchema],
    ["choices", choicesSchema],
    ["pairs", pairsSchema],
    ["answers", answersSchema],
  ])("documents every option of %s and no other", (title, schema) => {
    expect([...documented(title), ...common].sort()).toEqual(Object.keys(schema.shape).sort());
  });
});
