import { describe, expect, it } from "vitest";
import { confidence, elr, losses } from "../../../methods/index.js";
import { finetuneRecipe } from "../recipe.js";
import { isSmall, studentsAGroup, whyNotSideBySide } from "./eligible.js";

describe("whyNotSideBySide", () => {
  it("names what the loop does not follow, and nothing else", () => {
    const why = (options: Parameters<typeof finetuneRecipe>[0]) =>
      whyNotSideBySide(finetuneRecipe(options));
    expect(why({})).toBeUndefined();
    expect(
      why({
        blocks: 1,
        weightDecay: 0.1,
        evaluateEvery: 5,
        patience: 2,
        labelWords: ["no", "yes"],
      }),
    ).toBe(undefined);
    expect(why({ accumulate: 2 })).toBe("accumulate");
    expect(why({ accumulate: { memory: "4GB" } })).toBe("accumulate");
    expect(why({ ema: 0.99 })).toBe("ema");
    expect(why({ dropout: 0.1 })).toBe("dropout");
    expect(why({ recompute: true })).toBe("recompute");
    expect(why({ groupByLength: true })).toBe("groupByLength");
  });
});

describe("methods side by side", () => {
  it("are those that need nothing of a student's own but its scores, labels and prior", () => {
    const recipe = finetuneRecipe();
    const alone = Object.entries(losses)
      .filter(([, make]) => whyNotSideBySide(recipe, make(), 2) === "method")
      .map(([name]) => name);
    expect(alone).toEqual(["elr", "mean-teacher", "mixup", "vat"]);
    expect(whyNotSideBySide(recipe, confidence({ prior: "data" }), 2)).toBeUndefined();
    expect(whyNotSideBySide(finetuneRecipe({ ema: 0.9 }), elr(), 2)).toBe("ema");
  });
});

describe("isSmall", () => {
  it("bounds parameters, and operations: 6 a parameter, token and epoch", () => {
    expect(isSmall({ parameters: 1e6, tokens: 50_000 }, { epochs: 10 })).toBe(true);
    expect(isSmall({ parameters: 1e6, tokens: 50_001 }, { epochs: 10 })).toBe(false);
    expect(isSmall({ parameters: 5e6, tokens: 1 }, { epochs: 1 })).toBe(false);
  });
});

describe("studentsAGroup", () => {
  it("makes groups that keep to the cache and to memory", () => {
    const small = { parameters: 1e5, activations: 1e6 };
    const groups = [8, 32, 48, 64, 768].map((width) => studentsAGroup({ ...small, width }));
    expect(groups).toEqual([8, 8, 5, 1, 1]);
    // 500 MB hold two students of 128 MB and 100 MB, and none of 2 GB.
    expect(studentsAGroup({ width: 8, parameters: 4e6, activations: 1e8 })).toBe(2);
    expect(studentsAGroup({ width: 8, parameters: 1e5, activations: 2e9 })).toBe(1);
  });
});
