import { describe, expect, it } from "vitest";
import { finetuneRecipe } from "./recipe.js";

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
    expect(() => finetuneRecipe({ accumulate: 0 })).toThrow(
      'finetune: "accumulate" must be at least 1, got 0',
    );
    for (const memory of ["4 GB", "4", "0GB", "4gb"]) {
      expect(() => finetuneRecipe({ accumulate: { memory } })).toThrow(
        `"accumulate.memory" must be a size such as "500MB" or "4GB", got "${memory}"`,
      );
    }
    expect(() => finetuneRecipe({ accumulate: { memroy: "4GB" } } as never)).toThrow(
      'finetune: unknown option "accumulate.memroy"; did you mean "memory"?',
    );
    expect(() => finetuneRecipe({ accumulate: "4GB" } as never)).toThrow(
      'finetune: "accumulate" must be a number of parts, or memory such as { memory: "4GB" }',
    );
    expect(() => finetuneRecipe({ ema: 1 })).toThrow('finetune: "ema" must be below 1, got 1');
    expect(() => finetuneRecipe({ evaluateEvry: 4 } as never)).toThrow(
      'did you mean "evaluateEvery"?',
    );
  });
});
