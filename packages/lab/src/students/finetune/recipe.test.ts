import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { finetuneRecipe, finetuneSchema } from "./recipe.js";

describe("finetuneRecipe", () => {
  it("fills in the defaults, the last token's where label words are given", () => {
    expect(finetuneRecipe()).toMatchObject({
      epochs: 2,
      batchSize: 32,
      pooling: "mean",
      weightDecay: 0,
    });
    expect(finetuneRecipe({ labelWords: ["no", "yes"] }).pooling).toBe("last");
  });

  it("refuses what does not go together", () => {
    expect(() => finetuneRecipe({ accumulate: 64 })).toThrow(
      'finetune: "accumulate" must be at most the batch size 32, got 64',
    );
    expect(() => finetuneRecipe({ ema: 1 })).toThrow('finetune: "ema" must be below 1, got 1');
    expect(() => finetuneRecipe({ evaluateEvry: 4 } as never)).toThrow(
      'did you mean "evaluateEvery"?',
    );
  });
});

describe("docs/studies.md", () => {
  it("documents every option of finetune and no other", () => {
    const page = readFileSync(new URL("../../../../../docs/studies.md", import.meta.url), "utf8");
    const section = page.split(/^## /m).find((part) => part.startsWith("Finetuning\n"))!;
    const documented = [...section.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]!);
    const options = [...Object.keys(finetuneSchema.shape), "generative"];
    expect(documented.sort()).toEqual(options.sort());
  });
});
