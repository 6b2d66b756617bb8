import { type Model, openModel, resolveModel } from "@w2s/models";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { writeTinyModel } from "../../test/tiny-model.js";
import { drawn, model } from "../reading/index.js";
import { modelFacts } from "./facts.js";
import { finetune } from "./finetune/spec.js";
import type { StudentSpec } from "./kinds.js";
import { lora } from "./lora/spec.js";
import { probe } from "./probe/spec.js";
import { prompt } from "./prompt/spec.js";
import { told } from "./told.js";

let folder: string;
let tiny: Model;
beforeAll(async () => {
  folder = scratchFolder("facts");
  tiny = await openModel(await resolveModel(await writeTinyModel(folder, { layers: 2 })));
});

/** Parameters of the tiny model by name: embeddings, blocks 0 and 1, the norm after the last. */
function parametersOf(names: (name: string) => boolean): number {
  const shapes = Object.entries(tiny.architecture.parameters(2)).filter(([name]) => names(name));
  return shapes.reduce(
    (sum, [, shape]) => sum + shape.reduce<number>((size, dim) => size * Number(dim), 1),
    0,
  );
}

const facts = (spec: StudentSpec, flop: number | null = null) =>
  modelFacts(spec, {
    model: () => ({ ...tiny, ...(flop !== null && { pretraining: { tokens: 100, flop } }) }),
  });

describe("modelFacts", () => {
  it("counts the parameters up to the layer, and their share of the pretraining", () => {
    const whole = parametersOf(() => true);
    const first = parametersOf((name) => !/\.1\.|^(model\.)?norm\./.test(name));
    expect(first).toBeLessThan(whole - 1000);
    const half = facts(probe(model("org/tiny").layer(1)), 8000);
    expect(half).toMatchObject({ name: "tiny", adapted: "probe", parameters: first });
    expect(half.pretrainingFlop).toBeCloseTo((8000 * first) / whole, 9);
    expect(facts(probe(model("org/tiny").layer(2)), 8000)).toMatchObject({
      parameters: whole,
      pretrainingFlop: 8000,
    });
    expect(facts(finetune(model("org/tiny")), 8000)).toMatchObject({ parameters: whole });
  });

  it("says how a model is adapted, whatever its name and layer", () => {
    const adapted = (spec: StudentSpec) => facts(spec).adapted;
    const named = model("org/tiny");
    expect(adapted(probe(named.layer(1), { solver: "lbfgs" }))).toBe("probe logistic");
    expect(adapted(finetune(named))).toBe("finetuned");
    expect(adapted(told(finetune(named.layer(1), { blocks: 1 })))).toBe("finetuned last 1, told");
    expect(adapted(lora(named, { rank: 2 }))).toBe("LoRA rank 2");
    expect(adapted(prompt(named, { shots: 2 }))).toBe("2-shot");
    expect(adapted(probe(named.layer(1), { as: "mine" }))).toBe("probe");
  });

  it("does not guess what a model does not say", () => {
    expect(facts(probe(model("tiny").layer(0)))).toMatchObject({
      parameters: parametersOf((name) => name.includes("embed")),
      pretrainingFlop: null,
    });
    expect(facts(probe(drawn(8)))).toMatchObject({ parameters: null, pretrainingFlop: null });
  });
});
