import {
  add,
  log,
  logSoftmax,
  mul,
  type NdArray,
  NotFiniteError,
  ndarray,
  neg,
  nodeRuntime,
  softmax,
  square,
  sub,
  sum,
} from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { oneHotLabels } from "../../../labels/index.js";
import { confidence, type LossMethod as Method, method, naive } from "../../../methods/index.js";
import { random } from "../../../random.js";
import { type AdamRecipe, probeRecipe } from "../recipe.js";
import { fitAdamProbes } from "./adam.js";
import { type ProbeData, type ProbeStudent, predictProbe } from "./fit.js";

const options = { runtime: nodeRuntime, seed: 1 };
const recipe = (changes: Partial<AdamRecipe> = {}) =>
  probeRecipe({ epochs: 12, batchSize: 32, learningRate: 0.01, ...changes }) as AdamRecipe;

/** 240 examples whose classes are the largest of K random directions. */
function problem(classes: number, d = 10) {
  const draw = random(5, "probe test");
  const directions = Array.from({ length: classes }, () =>
    Float64Array.from({ length: d }, draw.normal),
  );
  const data = Float32Array.from({ length: 240 * d }, draw.normal);
  const truth = Int32Array.from({ length: 240 }, (_, i) => {
    const scores = directions.map((w) => w.reduce((sum, v, j) => sum + v * data[i * d + j]!, 0));
    return scores.indexOf(Math.max(...scores));
  });
  const rows = Int32Array.from({ length: 240 }, (_, i) => i);
  const probes: ProbeData = {
    shape: "classify",
    options: classes,
    features: ndarray(data, [240, d]),
    train: rows.slice(0, 160),
    validation: rows.slice(160, 200),
  };
  return { data: probes, truth, test: rows.slice(200) };
}

function student(
  data: ProbeData,
  truth: Int32Array,
  changes: Partial<ProbeStudent> = {},
): ProbeStudent {
  return {
    name: "a student",
    method: naive(),
    train: oneHotLabels(truth, data.train, data.options),
    validation: oneHotLabels(truth, data.validation, data.options),
    features: undefined,
    ...changes,
  };
}

/** Labels of which a share is wrong, in a way that the seed decides. */
function noisy(truth: Int32Array, seed: number, classes: number): Int32Array {
  const draw = random(seed, "noise");
  return truth.map((label) => (draw.uniform() < 0.3 ? draw.integer(classes) : label));
}

const accuracyOf = (probabilities: NdArray<"float32">, truth: Int32Array, rows: Int32Array) =>
  rows.filter((row, i) => {
    const options = probabilities.shape[1]!;
    const own = [...probabilities.data.subarray(i * options, (i + 1) * options)];
    return own.indexOf(Math.max(...own)) === truth[row];
  }).length / rows.length;

/** Losses as a reader of the formulas writes them, for any number of options. */
const written: readonly Method[] = [
  method("written-out", {}, ({ logits, labels }) => neg(sum(mul(labels, logSoftmax(logits)), 2))),
  method("reverse", {}, ({ logits, labels }) =>
    neg(sum(mul(softmax(logits), log(add(mul(labels, 0.98), 0.01))), 2)),
  ),
  method("Brier", {}, ({ logits, labels }) => sum(square(sub(softmax(logits), labels)), 2)),
];

describe("fitAdamProbes", () => {
  for (const classes of [2, 3]) {
    it(`learns ${classes} classes by losses written over all options`, async () => {
      const { data, truth, test } = problem(classes);
      const students = [naive(), ...written].map((own) => student(data, truth, { method: own }));
      const fits = await fitAdamProbes(students, data, recipe({ epochs: 60 }), options);
      const predicted = fits.map((fit) => predictProbe(fit, data, test));
      for (const probabilities of predicted) {
        expect(accuracyOf(probabilities, truth, test)).toBeGreaterThan(0.7);
      }
      // The first is cross-entropy written out.
      predicted[0]!.data.forEach((value, i) => {
        expect(predicted[1]!.data[i]!).toBeCloseTo(value, 4);
      });
    });
  }

  for (const classes of [2, 3]) {
    it(`learns ${classes} classes from ground truth`, async () => {
      const { data, truth, test } = problem(classes);
      const [fit] = await fitAdamProbes(
        [student(data, truth)],
        data,
        recipe({ epochs: 60 }),
        options,
      );
      expect(accuracyOf(predictProbe(fit!, data, test), truth, test)).toBeGreaterThan(0.7);
    });

    it(`ends where it ends alone, beside 63 others, with ${classes} classes`, async () => {
      const { data, truth } = problem(classes);
      const crowd = Array.from({ length: 64 }, (_, i) =>
        student(data, noisy(truth, i, classes), {
          method: i % 3 === 0 ? confidence() : naive(),
          features: i % 5 === 0 ? 4 : undefined,
        }),
      );
      const together = await fitAdamProbes(crowd, data, recipe(), options);
      for (const i of [0, 1, 33, 63]) {
        const [alone] = await fitAdamProbes([crowd[i]!], data, recipe(), options);
        alone!.weight.data.forEach((weight, j) => {
          expect(weight).toBeCloseTo(together[i]!.weight.data[j]!, 4);
        });
        expect(together[i]!.chosenEpoch).toBe(alone!.chosenEpoch);
      }
    });
  }

  it("uses only the first k features where it is told so", async () => {
    const { data, truth } = problem(2);
    const [fit] = await fitAdamProbes(
      [student(data, truth, { features: 4 })],
      data,
      recipe(),
      options,
    );
    expect([...fit!.weight.data.slice(4)].every((weight) => weight === 0)).toBe(true);
    expect([...fit!.weight.data.slice(0, 4)].some((weight) => weight !== 0)).toBe(true);
  });

  it("keeps the epoch that agrees most with validation labels, earliest at a tie", async () => {
    const { data, truth } = problem(2);
    const one = student(data, noisy(truth, 9, 2));
    const [fit] = await fitAdamProbes([one], data, recipe({ epochs: 20 }), options);
    const { agreement } = fit!.curve;
    expect(agreement.length).toBe(20);
    expect(fit!.chosenEpoch).toBe(agreement.indexOf(Math.max(...agreement)) + 1);
    const predicted = predictProbe(fit!, data, data.validation);
    const same = data.validation.filter(
      (_, i) => predicted.data[2 * i + 1]! > 0.5 === one.validation.data[2 * i + 1]! > 0.5,
    ).length;
    expect(same / data.validation.length).toBeCloseTo(Math.max(...agreement), 6);
    const [last] = await fitAdamProbes(
      [one],
      data,
      recipe({ epochs: 20, selection: "last" }),
      options,
    );
    expect(last!.chosenEpoch).toBe(20);
  });

  it("takes another path under another seed, the same one under the same", async () => {
    const { data, truth } = problem(2);
    const fit = async (seed: number) =>
      (await fitAdamProbes([student(data, truth)], data, recipe(), { ...options, seed }))[0]!.weight
        .data;
    expect(await fit(1)).toEqual(await fit(1));
    expect(await fit(2)).not.toEqual(await fit(1));
  });

  it("stops when it is told to", async () => {
    const { data, truth } = problem(2);
    const stop = new AbortController();
    const onEpoch = (done: number) => done === 3 && stop.abort(new Error("enough"));
    await expect(
      fitAdamProbes([student(data, truth)], data, recipe(), {
        ...options,
        signal: stop.signal,
        onEpoch,
      }),
    ).rejects.toThrow("enough");
  });
});

describe("the course of probes", () => {
  const { data, truth } = problem(3);
  const taught = student(data, noisy(truth, 9, 3));
  const fitWith = async (changes: Partial<AdamRecipe>, more: Partial<ProbeStudent> = {}) =>
    (await fitAdamProbes([{ ...taught, ...more }], data, recipe(changes), options))[0]!;

  it("has evaluations within epochs, on the way that it takes without", async () => {
    // 160 rows in batches of 32 are 5 steps an epoch; 3 epochs end at step 15.
    const often = await fitWith({ epochs: 3, evaluateEvery: 2, selection: "last" });
    const once = await fitWith({ epochs: 3, selection: "last" });
    expect(often.curve.steps).toEqual([2, 4, 6, 8, 10, 12, 14, 15]);
    expect(once.curve.steps).toEqual([5, 10, 15]);
    expect(often.weight).toEqual(once.weight);
    expect([often.chosenStep, often.chosenEpoch]).toEqual([15, 3]);
    // Losses of 15 steps: means of seven pairs and one alone, or of three fives.
    const total = (losses: readonly number[]) => losses.reduce((sum, loss) => sum + loss);
    const pairs = 2 * total(often.curve.loss.slice(0, 7)) + often.curve.loss[7]!;
    expect(pairs).toBeCloseTo(5 * total(once.curve.loss), 4);
  });

  it("ends when patience is over, for each student by itself", async () => {
    const patient = recipe({ epochs: 50, patience: 3 });
    const others = [taught, student(data, truth), student(data, noisy(truth, 3, 3))];
    const fits = await fitAdamProbes(others, data, patient, options);
    const lengths = fits.map(({ curve: { steps, agreement }, chosenStep }) => {
      const best = agreement.indexOf(Math.max(...agreement));
      expect(chosenStep).toBe(steps[best]);
      expect(steps).toHaveLength(best + 1 + 3);
      return steps.length;
    });
    expect(new Set(lengths).size).toBeGreaterThan(1);
    const [alone] = await fitAdamProbes(others.slice(0, 1), data, patient, options);
    expect(alone!.curve.steps).toEqual(fits[0]!.curve.steps);
  });

  it("may be chosen by the smallest cross-entropy to the validation labels", async () => {
    const { curve, chosenStep, ...fit } = await fitWith({
      selection: "loss",
      epochs: 30,
      learningRate: 0.2,
    });
    expect(curve.validationLoss).toHaveLength(30);
    const best = curve.validationLoss.indexOf(Math.min(...curve.validationLoss));
    expect(chosenStep).toBe(curve.steps[best]);
    const said = predictProbe(fit, data, data.validation);
    const loss = said.data.reduce((sum, p, i) => sum - taught.validation.data[i]! * Math.log(p), 0);
    expect(loss / data.validation.length).toBeCloseTo(curve.validationLoss[best]!, 5);
  });

  it("may be chosen by an oracle, which must be given by name", async () => {
    const oracle = oneHotLabels(truth, data.validation, 3);
    const { curve, chosenStep, ...fit } = await fitWith({ selection: "oracle" }, { oracle });
    const best = Math.max(...curve.oracle);
    expect(chosenStep).toBe(curve.steps[curve.oracle.indexOf(best)]);
    const said = predictProbe(fit, data, data.validation);
    expect(accuracyOf(said, truth, data.validation)).toBeCloseTo(best, 6);
    await expect(fitWith({ selection: "oracle" })).rejects.toThrow(
      'a student: selection "oracle" needs ground truth of the validation rows',
    );
    // Unasked for, it changes nothing.
    const [plain, given] = [await fitWith({}), await fitWith({}, { oracle })];
    expect(given).toEqual(plain);
    expect(plain.curve.oracle).toEqual([]);
  });

  it("keeps what is said of watched rows at every evaluation, and is not moved by it", async () => {
    for (const classes of [2, 3]) {
      const { data, truth, test } = problem(classes);
      const one = student(data, noisy(truth, 9, classes));
      const other = { ...student(data, truth), method: confidence() };
      const watching = { ...data, watch: test };
      const [seen, beside] = await fitAdamProbes([one, other], watching, recipe(), options);
      const [unseen] = await fitAdamProbes([one, other], data, recipe(), options);
      const { watched } = seen!;
      expect({ ...seen!, watched: undefined }).toEqual(unseen);
      expect(watched!.shape).toEqual([12, test.length, classes]);
      for (const fit of [seen!, beside!]) {
        const at = fit.curve.steps.indexOf(fit.chosenStep) * test.length * classes;
        const said = predictProbe(fit, data, test);
        said.data.forEach((p, i) => {
          expect(fit.watched!.data[at + i]).toBeCloseTo(p, 5);
        });
      }
    }
    expect((await fitWith({})).watched).toBeUndefined();
  });

  it("names the student, the step and its examples where a loss is not a number", async () => {
    const broken = method("broken", {}, ({ logits, labels, progress }) =>
      mul(naive().loss({ logits, labels, progress }), log(sub(0.05, progress))),
    );
    // Progress at step 4 of 60 is .05: log 0.
    const others = [taught, { ...taught, name: "the broken one", method: broken }];
    const run = fitAdamProbes(others, data, recipe(), options);
    await expect(run).rejects.toThrow(NotFiniteError);
    await expect(run).rejects.toThrow(
      /^the broken one: training: step 4 has loss (NaN|-?Infinity); try a smaller learning rate; its batch has examples (\d+, ){7}\d+ and 24 more$/,
    );
  });
});

describe("probeRecipe", () => {
  it("has the paper's defaults", () => {
    expect(probeRecipe()).toEqual({
      solver: "adam",
      learningRate: 1e-3,
      batchSize: 128,
      epochs: 200,
      weightDecay: 0,
      selection: "agreement",
    });
  });

  it("stops a search where scikit-learn's defaults do when asked, unless told otherwise", () => {
    const search = { solver: "lbfgs", C: 1, tolerance: 1e-6, maxIterations: 1000 } as const;
    expect(probeRecipe({ solver: "lbfgs" })).toEqual(search);
    const stopping = "scikit-learn";
    expect(probeRecipe({ solver: "lbfgs", stopping })).toEqual({
      ...search,
      tolerance: 1e-4,
      maxIterations: 100,
    });
    expect(probeRecipe({ solver: "lbfgs", stopping, tolerance: 1e-3 })).toMatchObject({
      tolerance: 1e-3,
      maxIterations: 100,
    });
    expect(() => probeRecipe({ patience: 2, selection: "last" })).toThrow(
      'probe: "patience" needs selection "agreement", "loss" or "oracle", got "last"',
    );
  });

  it("refuses what it does not know, with the near miss", () => {
    expect(() => probeRecipe({ epoch: 3 } as never)).toThrow(
      'probe: unknown option "epoch"; did you mean "epochs"?',
    );
    expect(() => probeRecipe({ epochs: 0 })).toThrow('probe: "epochs" must be at least 1, got 0');
    expect(() => probeRecipe({ solver: "adm" as "adam" })).toThrow(
      'probe: "solver" must be one of "adam", "lbfgs"',
    );
  });
});
