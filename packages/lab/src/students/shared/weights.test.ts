import { InternalError } from "@w2s/base";
import { ndarray } from "@w2s/grad";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { resultsOf } from "../../../test/rooms.js";
import { Graph, neededSteps, smallKind, withWeights } from "../../engine/index.js";
import { labelsCodec } from "../../labels/index.js";
import { openStore, type Store } from "../../store/index.js";
import { type WeightedFit, warnWhereOther, weightsKind } from "./weights.js";

let store: Store;
beforeEach(async () => {
  store = await openStore(scratchFolder("weights"));
});

const weights = { "student.weight": ndarray(Float32Array.of(1, 2), [1, 2]) };
const fit = (probability: number): WeightedFit => ({
  rows: Int32Array.of(0),
  probabilities: ndarray(Float32Array.of(probability, 1 - probability), [1, 2]),
  weights,
});

/** A student whose training gives what `trains` gives. */
function studentStep(trains: () => WeightedFit) {
  const kind = smallKind<WeightedFit, { seed: number }, Record<never, never>>({
    name: "tuned in a test",
    version: 1,
    codec: labelsCodec,
    label: "students",
    compute: trains,
  });
  return new Graph().step({ ...kind, weights: weightsKind }, { seed: 1 }, {}, "a student");
}

describe("weights", () => {
  it("make a finished student run again when wanted and not there, then only", async () => {
    let trained = 0;
    const student = studentStep(() => {
      trained += 1;
      return fit(0.25);
    });
    const wanting = withWeights(student);
    expect(wanting.name).toBe(student.name);
    await resultsOf([student], store);
    expect(await neededSteps([student], store)).toEqual([]);
    expect(await neededSteps([wanting], store)).toEqual([wanting]);
    await resultsOf([wanting], store);
    expect(await neededSteps([wanting], store)).toEqual([]);
    expect(trained).toBe(2);
    const [kept] = await resultsOf([wanting.beside!], store);
    expect(kept!.weights).toEqual(weights);
  });

  it("that are not the recorded student's are told of", async () => {
    const student = withWeights(studentStep(() => fit(0.25)));
    const warnings: string[] = [];
    const warn = (line: string) => void warnings.push(line);
    // What an earlier run kept: the student of 0.25.
    const recorded = async <R>() => fit(0.25) as R;
    await warnWhereOther(student, fit(0.25), { recorded, warn });
    expect(warnings).toEqual([]);
    await warnWhereOther(student, fit(0.26), { recorded, warn });
    expect(warnings[0]).toMatch(
      /^a student: trained again for its weights, its probabilities differ .* by up to 0\.01/,
    );
  });

  it("are an internal fault where a student was trained without them", () => {
    const { weights: _, ...without } = fit(0.5);
    expect(() => weightsKind.codec.encode(without)).toThrow(InternalError);
  });
});
