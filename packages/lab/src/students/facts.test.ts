import type { Model } from "@w2s/models";
import { describe, expect, it } from "vitest";
import { drawn, finetune, model, probe, type StudentSpec, told } from "../study/index.js";
import { modelFacts } from "./model-facts.js";

/** Embeddings of 10 x 4, and blocks of 4 x 4 + 4. */
const architecture = {
  parameters: (layers: number) => ({
    embed: [10, 4],
    ...Object.fromEntries(
      Array.from({ length: layers }, (_, i) => [
        [`w${i}`, [4, 4]],
        [`b${i}`, [4]],
      ]).flat(),
    ),
  }),
};
const opened = (flop: number | null) =>
  ({ architecture, layers: 2, pretraining: flop && { tokens: 100, flop } }) as unknown as Model;

describe("modelFacts", () => {
  it("counts the parameters up to the layer, and their share of the pretraining", () => {
    const spec = probe(model("org/tiny").layer(1));
    // 40 + 20 of 40 + 2 x 20 parameters.
    expect(modelFacts(spec, opened(8000), 1)).toEqual({
      name: "tiny",
      adapted: "probe",
      parameters: 60,
      pretrainingFlop: 6000,
    });
    expect(modelFacts(spec, opened(8000), 2)).toMatchObject({
      parameters: 80,
      pretrainingFlop: 8000,
    });
  });

  it("says how a model is adapted, whatever its name and layer", () => {
    const adapted = (spec: StudentSpec) => modelFacts(spec, null, 0).adapted;
    const tiny = model("org/tiny");
    expect(adapted(probe(tiny.layer(1), { solver: "lbfgs" }))).toBe("probe logistic");
    expect(adapted(finetune(tiny))).toBe("finetuned");
    expect(adapted(told(finetune(tiny, { blocks: 2 })))).toBe("finetuned last 2, told");
  });

  it("does not guess what a model does not say", () => {
    expect(modelFacts(probe(model("tiny").layer(0)), opened(null), 0)).toMatchObject({
      parameters: 40,
      pretrainingFlop: null,
    });
    expect(modelFacts(probe(drawn(8)), null, 0)).toMatchObject({
      parameters: null,
      pretrainingFlop: null,
    });
  });
});
