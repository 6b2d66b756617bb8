import { mul, ndarray, nodeRuntime } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { oneHotLabels } from "../../../labels/index.js";
import { confidence, type LossMethod, method, naive, reverseKl } from "../../../methods/index.js";
import type { ChoiceShape } from "../../../tasks/index.js";
import { loraRecipe } from "../../lora/recipe.js";
import { loraTuning } from "../../lora/tuning.js";
import { problem } from "../../testing/tiny-student.js";
import { type FinetuneOptions, finetuneRecipe } from "../recipe.js";
import { finetuneStudent } from "../training/fit.js";
import { finetuneSideBySide } from "./fit.js";
import type { SideBySideStudent } from "./member.js";

/** Students that differ in all that they may: method, labels, rows and seed. */
function differing(
  shape: ChoiceShape = "classify",
  options = 2,
  methods: readonly LossMethod[] = [naive(), confidence({ alpha: 0.5 }), naive()],
): SideBySideStudent[] {
  const { truth, data } = problem(shape, options);
  return methods.map((one, s) => {
    const moved = (rows: Int32Array) => rows.map((row) => (row + 80 * s) % truth.length);
    const rows = {
      train: moved(data.train.slice(0, 150)),
      validation: moved(data.validation),
      predict: data.predict,
    };
    const said = truth.map((label, row) => (row % 7 === s ? (label + 1) % options : label));
    const student = {
      name: `student ${s}`,
      method: one,
      train: oneHotLabels(said, rows.train, options),
      validation: oneHotLabels(said, rows.validation, options),
    };
    return { student, data: { ...data, ...rows }, seed: s };
  });
}

const recipeOf = (options: FinetuneOptions = {}) =>
  finetuneRecipe({ epochs: 3, batchSize: 16, learningRate: 3e-3, weightDecay: 0.01, ...options });

async function compare(students: SideBySideStudent[], options: FinetuneOptions = {}, threads = 2) {
  const recipe = recipeOf(options);
  const together = await finetuneSideBySide(students, recipe, { threads });
  for (const [s, { student, data, seed }] of students.entries()) {
    const run = { runtime: nodeRuntime, seed, threads: 1 };
    const alone = await finetuneStudent(student, data, recipe, run);
    const { curve, chosenEpoch, probabilities, weights, watched } = together[s]!;
    expect(curve.steps).toEqual(alone.curve.steps);
    expect(chosenEpoch).toBe(alone.chosenEpoch);
    curve.loss.forEach((loss, i) => {
      expect(loss).toBeCloseTo(alone.curve.loss[i]!, 4);
    });
    expect(curve.agreement).toEqual(alone.curve.agreement);
    expect(curve.oracle).toEqual(alone.curve.oracle);
    expect(curve.validationLoss).toHaveLength(alone.curve.validationLoss.length);
    expect(watched?.shape).toEqual(alone.watched?.shape);
    watched?.data.forEach((p, i) => {
      expect(p).toBeCloseTo(alone.watched!.data[i]!, 3);
    });
    expect(probabilities.shape).toEqual(alone.probabilities.shape);
    probabilities.data.forEach((p, i) => {
      expect(p).toBeCloseTo(alone.probabilities.data[i]!, 3);
    });
    expect(Object.keys(weights).sort()).toEqual(Object.keys(alone.weights).sort());
  }
  return together;
}

describe("finetuneSideBySide", () => {
  it("takes students that differ where each ends alone", async () => {
    const fits = await compare(differing());
    expect(new Set(fits.map(({ curve }) => curve.loss[0])).size).toBe(3);
  });

  it("does so for comparisons, heads that start elsewhere and the last blocks alone", async () => {
    await compare(differing("compare", 3), { epochs: 2 });
    await compare(differing(), { epochs: 2, blocks: 1, pooling: "last", schedule: "cosine" });
  });

  it("does so for adapters, which begin at each student's own seed", async () => {
    const recipe = loraRecipe({ rank: 2 });
    const students = differing().map((one) => ({
      ...one,
      data: { ...one.data, tuning: loraTuning(one.data.model, recipe, one.seed) },
    }));
    await compare(students, { epochs: 2, learningRate: 1e-2 });
  });

  it("evaluates within epochs, and leaves a student as it was when patience ended", async () => {
    const options = { epochs: 6, evaluateEvery: 4, patience: 2, learningRate: 2e-2 };
    const fits = await compare(differing(), options);
    expect(new Set(fits.map(({ curve }) => curve.steps.length)).size).toBeGreaterThan(1);
  });

  it("follows every selection, rows to watch and the labels' prior", async () => {
    const methods = [naive(), confidence({ prior: "data" }), reverseKl({ smoothing: 0.1 })];
    const students = differing("classify", 2, methods).map((one) => ({
      ...one,
      data: { ...one.data, watch: one.data.predict.slice(0, 10) },
      student: { ...one.student, oracle: one.student.validation },
    }));
    for (const selection of ["loss", "oracle", "last"] as const) {
      await compare(students, { epochs: 2, selection });
    }
  });

  it("trains once what several students select from, each by its own", async () => {
    const [one, other] = differing().map((given) => {
      const { data, shape } = given.student.validation;
      // An oracle to whom every label is wrong.
      const oracle = ndarray(
        data.map((_, i) => data[i ^ 1]!),
        shape,
      );
      return { ...given, student: { ...given.student, oracle } };
    });
    // Large steps, after which rounding shows in the third digit.
    const recipe = recipeOf({ epochs: 4, learningRate: 2e-2 });
    const selections = ["agreement", "last", "oracle"] as const;
    const students = [one!, other!].flatMap((student, i) =>
      selections.map((selection) => ({ ...student, selection, training: `${i}` })),
    );
    const rounds: number[] = [];
    const onFits = async (fits: ReadonlyMap<unknown, unknown>) => void rounds.push(fits.size);
    const fits = await finetuneSideBySide(students, recipe, { threads: 1, onFits });
    expect(rounds).toEqual([6]);
    for (const [i, { selection: _, training: __, ...given }] of students.entries()) {
      const own = { ...recipe, selection: selections[i % 3]! };
      const run = { runtime: nodeRuntime, seed: given.seed, threads: 1 };
      const alone = await finetuneStudent(given.student, given.data, own, run);
      expect(fits[i]!.chosenEpoch).toBe(alone.chosenEpoch);
      expect(fits[i]!.curve.oracle).toEqual(alone.curve.oracle);
      fits[i]!.probabilities.data.forEach((p, k) => {
        expect(p).toBeCloseTo(alone.probabilities.data[k]!, 2);
      });
    }
    expect(new Set(fits.slice(0, 3).map(({ chosenEpoch }) => chosenEpoch)).size).toBe(3);
  });

  it("gives the same bytes again, and tells of every round", async () => {
    const students = differing();
    const [one, other] = [
      await finetuneSideBySide(students, recipeOf()),
      await finetuneSideBySide(students, recipeOf()),
    ];
    expect(other).toEqual(one);
    const rounds: number[] = [];
    const onFits = async (fits: ReadonlyMap<unknown, unknown>) => void rounds.push(fits.size);
    const many = [...students, ...differing(), ...differing()];
    await finetuneSideBySide(many, recipeOf({ epochs: 1 }), { threads: 1, onFits });
    expect(rounds).toEqual([5, 4]);
  });

  it("names the student, the step and the examples where a loss is not a number", async () => {
    const broken = method("broken", {}, ({ logits, labels, progress }) =>
      naive().loss({ logits, labels: mul(labels, Number.NaN), progress }),
    );
    const run = finetuneSideBySide(differing("classify", 2, [naive(), broken]), recipeOf());
    await expect(run).rejects.toThrow(
      /^student 1: training: step 1 has loss NaN .*its batch has examples \d+/,
    );
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error("stopped by the user"));
    const run = finetuneSideBySide(differing(), recipeOf(), { signal: stop.signal, onProgress });
    await expect(run).rejects.toThrow("stopped by the user");
  });
});
