// Losses that see more than scores and labels, on probes that are trained side by side: what one
// keeps, draws or asks again is its students' own.

import { add, cast, expandDims, mean, mul, ndarray, nodeRuntime, softmax, sub } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { oneHotLabels } from "../../../labels/index.js";
import {
  confidence,
  crossEntropy,
  elr,
  method,
  mixup,
  naive,
  vat,
} from "../../../methods/index.js";
import { random } from "../../../random.js";
import { type AdamRecipe, probeRecipe } from "../recipe.js";
import { fitAdamProbes } from "./adam.js";
import { type ProbeData, type ProbeStudent, predictProbe } from "./fit.js";

const recipe = probeRecipe({ epochs: 8, batchSize: 30, learningRate: 0.02 }) as AdamRecipe;
const options = { runtime: nodeRuntime, seed: 1 };

/** Rows 20 to 139 are trained on, so that a row's number is not its place among them. */
function problem(classes: number, shape: ProbeData["shape"] = "classify") {
  const draw = random(3, "own losses test");
  const x = Float32Array.from({ length: 200 * 6 }, draw.normal);
  const truth = Int32Array.from({ length: 200 }, (_, i) => {
    const scores = Array.from({ length: classes }, (_, k) => (k === 0 ? 0 : x[6 * i + k]!));
    return scores.indexOf(Math.max(...scores));
  });
  const rows = Int32Array.from({ length: 200 }, (_, i) => i);
  const data: ProbeData = {
    shape,
    options: classes,
    features: ndarray(x, [200, 6]),
    train: rows.slice(20, 140),
    validation: rows.slice(140, 170),
  };
  const student = (changes: Partial<ProbeStudent>): ProbeStudent => ({
    name: "a student",
    method: naive(),
    train: oneHotLabels(truth, data.train, classes),
    validation: oneHotLabels(truth, data.validation, classes),
    features: undefined,
    ...changes,
  });
  return { data, student, truth, test: rows.slice(170) };
}

/** An option that a student has lately said more often than its labels do is scored as if surer. */
const balanced = method(
  "balanced",
  {},
  ({ logits, labels, prior, state }) => {
    const lately = add(mul(state.said!, 0.9), mul(mean(softmax(logits, 2), 0), 0.1));
    const excess = expandDims(sub(lately, prior), 0);
    return { losses: crossEntropy(labels, add(logits, excess)), state: { said: lately } };
  },
  { said: { axes: ["students", "options"], start: 0.5 } },
);

/** Weighs examples by their place among the training rows. */
const weighed = method("weighed", {}, ({ logits, labels, index }) =>
  mul(crossEntropy(labels, logits), expandDims(mul(cast(index, "float32"), 0.01), 1)),
);

describe.each([2, 3])("probes of %i options", (classes) => {
  const { data, student, truth, test } = problem(classes);
  const methods = [
    elr(),
    mixup(),
    vat(),
    balanced,
    weighed,
    confidence({ prior: "data" }),
    naive(),
  ];

  it("end where they end alone, whatever trains beside them", async () => {
    const flipped = truth.map((label, i) => (i % 4 === 0 ? (label + 1) % classes : label));
    const students = methods.flatMap((method) => [
      student({ method }),
      student({ method, train: oneHotLabels(flipped, data.train, classes) }),
      student({ method, features: 4 }),
    ]);
    const together = await fitAdamProbes(students, data, recipe, options);
    for (const [i, one] of students.entries()) {
      const [alone] = await fitAdamProbes([one], data, recipe, options);
      together[i]!.weight.data.forEach((weight, j) => {
        expect(weight, `student ${i}, ${one.method.name}`).toBeCloseTo(alone!.weight.data[j]!, 4);
      });
      if (one.features !== undefined) {
        const width = alone!.weight.shape[1]!;
        expect([...together[i]!.weight.data.slice(4 * width)].every((w) => w === 0)).toBe(true);
      }
    }
  });

  it("learn", async () => {
    const long = { ...recipe, epochs: 60 };
    const students = methods.map((method) => student({ method }));
    const fits = await fitAdamProbes(students, data, long, options);
    fits.forEach((fit, i) => {
      const said = predictProbe(fit, data, test);
      const right = test.filter((row, j) => {
        const own = [...said.data.subarray(j * classes, (j + 1) * classes)];
        return own.indexOf(Math.max(...own)) === truth[row];
      });
      expect(right.length / test.length, methods[i]!.name).toBeGreaterThan(0.55);
    });
  });

  it("look at places among the training rows, not at rows of the table", async () => {
    const [fit] = await fitAdamProbes([student({ method: weighed })], data, recipe, options);
    const moved: ProbeData = { ...data, train: data.train.map((row) => row - 20) };
    const x = data.features.data;
    const shifted = ndarray(x.slice(20 * 6), [180, 6]);
    const same = { ...moved, features: shifted, validation: data.validation.map((r) => r - 20) };
    const [other] = await fitAdamProbes([student({ method: weighed })], same, recipe, options);
    expect(other!.weight).toEqual(fit!.weight);
  });
});

describe("probes of comparisons", () => {
  it("take methods that keep a state, draw or ask again", async () => {
    const { data, student } = problem(2, "compare");
    for (const method of [elr(), mixup(), vat()]) {
      const [one, again] = [
        await fitAdamProbes([student({ method })], data, recipe, options),
        await fitAdamProbes([student({ method })], data, recipe, options),
      ];
      expect(again).toEqual(one);
      expect(one[0]!.curve.agreement.at(-1), method.name).toBeGreaterThan(0.65);
      expect([...one[0]!.bias.data]).toEqual([0]);
    }
  });

  it("draw otherwise under another seed", async () => {
    const { data, student } = problem(2);
    const one = { ...data, train: data.train.slice(0, 20) };
    const taught = (seed: number) => {
      const few = student({ method: mixup() });
      const train = ndarray(few.train.data.slice(0, 40), [20, 2]);
      return fitAdamProbes(
        [{ ...few, train }],
        one,
        { ...recipe, batchSize: 20 },
        { ...options, seed },
      );
    };
    expect((await taught(1))[0]!.weight).not.toEqual((await taught(2))[0]!.weight);
  });
});
