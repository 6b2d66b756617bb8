import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ndarray } from "@w2s/grad";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore, type StepResult, type Store } from "../../store/index.js";
import { neededSteps } from "./needed.js";
import type { Step, StepKind } from "./step.js";
import { keepingWeights, weightsOf, withWeights } from "./weights-step.js";

const kind = { name: "finetune", version: 1 } as StepKind;
const student: Step = { name: "", kind, params: { seed: 1 }, inputs: {}, payload: null };
const result = (probability: number): StepResult => ({
  facts: {},
  arrays: { probabilities: ndarray(Float32Array.of(probability, 1 - probability), [1, 2]) },
});
const weights = { "student.weight": ndarray(Float32Array.of(1, 2), [1, 2]) };

let store: Store;
beforeEach(async () => {
  store = await openStore(await mkdtemp(join(tmpdir(), "w2s-weights-")));
});
afterEach(() => rm(store.dir, { recursive: true }));

const warnings: string[] = [];
const context = () => ({
  store,
  reporter: { warn: (line: string) => warnings.push(line) } as never,
});
const identity = { kind: "finetune", version: 1, params: { seed: 1 }, inputs: {} };

describe("weights", () => {
  it("make a finished student run again when they are wanted and not there, and only then", async () => {
    const named = { ...student, name: await store.write(identity, result(0.25)) };
    const wanting = keepingWeights(named);
    expect(await neededSteps([named], store)).toEqual([]);
    expect(await neededSteps([wanting], store)).toEqual([wanting]);
    await store.write(
      { kind: "weights", version: 1, params: {}, inputs: { student: named.name } },
      { facts: {}, arrays: weights },
    );
    expect(await neededSteps([wanting], store)).toEqual([]);
    expect((await store.read(weightsOf(named).name))?.arrays).toEqual(weights);
  });

  it("are kept beside the result; a student that is not the recorded one is told of", async () => {
    const named = { ...student, name: await store.write(identity, result(0.25)) };
    const wanting = keepingWeights(named);
    const same = await withWeights(wanting, result(0.25), weights, "a student", context());
    expect([...same.values()].map(({ arrays }) => Object.keys(arrays))).toEqual([
      ["probabilities"],
      ["student.weight"],
    ]);
    expect(warnings).toEqual([]);
    await withWeights(wanting, result(0.26), weights, "a student", context());
    expect(warnings[0]).toMatch(
      /^a student: trained again for its weights, its probabilities differ .* by up to 0\.01/,
    );
  });
});
