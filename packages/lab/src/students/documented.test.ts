import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { generativeSchema } from "./finetune/generative/recipe.js";
import { loraOwnSchema } from "./lora/recipe.js";
import { promptSchema } from "./prompt/recipe.js";

const page = readFileSync(new URL("../../../../docs/studies.md", import.meta.url), "utf8");

describe("docs/studies.md", () => {
  it.each([
    ["LoRA", loraOwnSchema],
    ["Prompting", promptSchema],
    ["Generative finetuning", generativeSchema],
  ])("documents every option under %s and no other", (title, { shape }) => {
    const section = page.split(/^## /m).find((part) => part.startsWith(`${title}\n`))!;
    const documented = [...section.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]!);
    expect(documented.sort()).toEqual(Object.keys(shape).sort());
  });
});
