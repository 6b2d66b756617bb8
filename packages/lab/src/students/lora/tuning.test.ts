import { isDeepStrictEqual } from "node:util";
import { loraParameters, mergeLora } from "@w2s/models";
import { describe, expect, it } from "vitest";
import { confidence, naive } from "../../methods/index.js";
import { accuracyOf, fitTiny, problem, tinyModel } from "../testing/tiny-student.js";
import { type LoraStudentOptions, loraRecipe } from "./recipe.js";
import { adaptersOf, loraTuning } from "./tuning.js";

const tuned = (options: LoraStudentOptions = {}, seed = 1) => {
  const recipe = loraRecipe({ rank: 4, alpha: 8, targets: "all", ...options });
  const made = problem();
  return {
    recipe,
    made: { ...made, data: { ...made.data, tuning: loraTuning(tinyModel, recipe, seed) } },
  };
};

describe("loraTuning", () => {
  it("learns with adapters and head alone, by the same losses", async () => {
    for (const method of [naive(), confidence({ alpha: 0.5 })]) {
      const { made, recipe } = tuned();
      const { probabilities, weights } = await fitTiny(made, {
        method,
        options: { learningRate: 1e-2 },
      });
      expect(accuracyOf(probabilities, made)).toBeGreaterThan(0.85);
      const adapters = Object.keys(loraParameters(adaptersOf(tinyModel, recipe)));
      expect(Object.keys(weights).sort()).toEqual(
        [...adapters, "student.weight", "student.bias"].sort(),
      );
    }
  });

  it("says the same when its adapters are merged into the model's weights", async () => {
    const { made, recipe } = tuned();
    const fit = await fitTiny(made, { options: { epochs: 2, learningRate: 1e-2 } });
    const shapes = tinyModel.architecture.parameters(tinyModel.layers);
    const merged = mergeLora(tinyModel.weights(shapes), fit.weights, adaptersOf(tinyModel, recipe));
    const model = {
      ...tinyModel,
      weights: (wanted: object) =>
        Object.fromEntries(Object.keys(wanted).map((name) => [name, merged[name]!])),
    };
    // Nothing is learnt any more: what is scored is the merged model with the trained head.
    const { probabilities } = await fitTiny(
      { ...made, data: { ...problem().data, model } },
      { options: { epochs: 1, learningRate: 1e-12 }, student: { head: fit.weights } },
    );
    probabilities.data.forEach((value, i) => {
      expect(value).toBeCloseTo(fit.probabilities.data[i]!, 4);
    });
  });

  it("adapts the last blocks alone when asked, and draws by the seed", async () => {
    const { made, recipe } = tuned({ blocks: 1 });
    expect(
      adaptersOf(tinyModel, recipe).layers.every(({ name }) => name.includes("layer.2.")),
    ).toBe(true);
    const { curve } = await fitTiny(made, { options: { epochs: 2 } });
    expect(curve.loss[1]).toBeLessThan(curve.loss[0]!);
    const initial = (seed: number) => tuned({}, seed).made.data.tuning.initial();
    expect(isDeepStrictEqual(initial(3), initial(3))).toBe(true);
    expect(isDeepStrictEqual(initial(3), initial(4))).toBe(false);
  });

  it("refuses targets and blocks that the model does not have", () => {
    expect(() => loraTuning(tinyModel, loraRecipe({ targets: ["q_proj"] }), 1)).toThrow(
      'got "q_proj"',
    );
    expect(() => loraTuning(tinyModel, loraRecipe({ blocks: 4 }), 1)).toThrow(
      'lora: "blocks" must be at most 3 for tiny, got 4',
    );
  });
});

describe("loraRecipe", () => {
  it("is the finetuning recipe with adapters, and another learning rate", () => {
    expect(loraRecipe()).toMatchObject({
      ...{ rank: 8, alpha: 8, targets: "query-value", learningRate: 2e-4 },
      ...{ epochs: 2, batchSize: 32, pooling: "mean" },
    });
    expect(() => loraRecipe({ rank: 0 })).toThrow('lora: "rank" must be at least 1, got 0');
    expect(() => loraRecipe({ ranks: 2 } as never)).toThrow(
      'lora: unknown option "ranks"; did you mean "rank"?',
    );
    expect(() => loraRecipe({ patience: 1, selection: "last" })).toThrow('lora: "patience" needs');
  });
});
