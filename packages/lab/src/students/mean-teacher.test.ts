// Students with a mean teacher: step by step beside PyTorch's (reference/lab/mean_teacher.py), and
// wherever else training goes: in parts, by segments, from a checkpoint, on threads.

import { join } from "node:path";
import { type NdArray, ndarray, nodeRuntime } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { oneHotLabels } from "../labels/index.js";
import { confidence, elr, type LossMethod, meanTeacher, naive } from "../methods/index.js";
import { random } from "../random.js";
import { finetuneStudent } from "./finetune/training/fit.js";
import { loraRecipe } from "./lora/recipe.js";
import { loraTuning } from "./lora/tuning.js";
import { type AdamRecipe, type LogisticRecipe, probeRecipe } from "./probe/recipe.js";
import { fitAdamProbes } from "./probe/training/adam.js";
import { type ProbeData, type ProbeStudent, predictProbe } from "./probe/training/fit.js";
import { fitOnThreads } from "./probe/training/lanes.js";
import { fitLogisticProbes } from "./probe/training/logistic.js";
import {
  columnsOf,
  finetuneTiny,
  fixture,
  type Head,
  rowsOf,
  trainProbes,
} from "./testing/beside-pytorch.js";
import { accuracyOf, fitTiny, problem, tinyModel } from "./testing/tiny-student.js";

interface Trace {
  readonly weight: number;
  readonly decay: number;
  readonly rampUp: number;
  readonly steps: readonly number[];
  readonly student: Head;
  readonly teacher: Head;
}
type ByOptions = Readonly<Record<string, readonly Trace[]>>;
const traces: { readonly probes: ByOptions; readonly finetuned: ByOptions } =
  fixture("mean-teacher");

const scoredOf = ["teacher", "student"] as const;
const methodOf = ({ weight, decay, rampUp }: Trace, scored: (typeof scoredOf)[number]) =>
  meanTeacher({ weight, decay, rampUp, scored });
const close = (ours: ArrayLike<number>, theirs: ArrayLike<number>, within: number, what = "") => {
  expect(ours).toHaveLength(theirs.length);
  Array.from(theirs).forEach((value, i) => {
    expect(Math.abs(ours[i]! - value), `${what} ${i}`).toBeLessThan(within);
  });
};

describe.each([2, 3])("probes of %i options with a mean teacher", (options) => {
  const all = traces.probes[options]!;

  it("take PyTorch's steps to its teacher, and to its student", async () => {
    for (const trace of all) {
      for (const scored of scoredOf) {
        const [one] = await trainProbes(options, [methodOf(trace, scored)]);
        close(one!.steps, trace.steps, 3e-5, "step");
        close(one!.weight.flat(), columnsOf(trace[scored], options).flat(), 2e-4, scored);
      }
    }
  });

  it("take them side by side with other methods", async () => {
    const asked = all.flatMap((trace) => scoredOf.map((scored) => [trace, scored] as const));
    const methods = [naive(), ...asked.map(([trace, scored]) => methodOf(trace, scored)), elr()];
    const trained = await trainProbes(options, methods);
    asked.forEach(([trace, scored], i) => {
      close(trained[i + 1]!.steps, trace.steps, 3e-5, "step");
      const wanted = columnsOf(trace[scored], options).flat();
      close(trained[i + 1]!.weight.flat(), wanted, 2e-4, scored);
    });
    const [alone] = await trainProbes(options, [naive()]);
    close(trained[0]!.weight.flat(), alone!.weight.flat(), 1e-5, "naive");
  });
});

describe.each([2, 3])("finetuned students of %i options with a mean teacher", (options) => {
  it("take PyTorch's steps to its teacher, and to its student", async () => {
    for (const trace of traces.finetuned[options]!) {
      for (const scored of scoredOf) {
        const method = methodOf(trace, scored);
        const { curve, weights } = await finetuneTiny(options, method, { selection: "last" });
        close(curve.loss, trace.steps, 1e-4, "step");
        close(weights["student.weight"]!.data, trace[scored].weight, 1e-4, `${scored} weight`);
        close(weights["student.bias"]!.data, trace[scored].bias, 1e-4, `${scored} bias`);
      }
    }
  });
});

/** Consistency that matters in trainings of 100 steps. */
const strong = meanTeacher({ weight: 10, decay: 0.9, rampUp: 0.1 });

describe("a finetuned student with a mean teacher", () => {
  const made = problem();

  it("learns, with one text an example or three", async () => {
    for (const given of [made, problem("compare", 3)]) {
      const { probabilities } = await fitTiny(given, { method: strong });
      expect(accuracyOf(probabilities, given)).toBeGreaterThan(0.8);
    }
  });

  it("whose average is its own last weights learns as without", async () => {
    const same = meanTeacher({ weight: 1, decay: 0, rampUp: 0 });
    for (const given of [made, problem("compare", 3)]) {
      const [averaged, plain] = [
        await fitTiny(given, { method: same, options: { epochs: 2 } }),
        await fitTiny(given, { options: { epochs: 2 } }),
      ];
      close(averaged.curve.loss, plain.curve.loss, 1e-4);
      close(averaged.probabilities.data, plain.probabilities.data, 1e-3);
    }
  });

  it("takes the weights in once a step, whatever parts a batch is worked through in", async () => {
    const [whole, parts] = [
      await fitTiny(made, { options: { epochs: 3 }, method: strong }),
      await fitTiny(made, { options: { epochs: 3, accumulate: 4 }, method: strong }),
    ];
    close(parts.curve.loss, whole.curve.loss, 1e-4);
    close(parts.weights["student.weight"]!.data, whole.weights["student.weight"]!.data, 1e-3);
  });

  it("trains by segments as without, with its own drops", async () => {
    for (const dropout of [0, 0.1]) {
      const options = { epochs: 1, dropout };
      const [whole, segmented] = [
        await fitTiny(made, { options, method: strong }),
        await fitTiny(made, { options: { ...options, recompute: true }, method: strong }),
      ];
      close(segmented.curve.loss, whole.curve.loss, 1e-4);
      close(segmented.probabilities.data, whole.probabilities.data, 2e-3);
    }
  });

  it("draws what it drops apart from its teacher", async () => {
    // An average of the last weights alone would say the same under the same draws.
    const same = meanTeacher({ weight: 100, decay: 0, rampUp: 0 });
    const options = { epochs: 1, dropout: 0.3 };
    const [averaged, plain, again] = [
      await fitTiny(made, { options, method: same }),
      await fitTiny(made, { options }),
      await fitTiny(made, { options, method: same }),
    ];
    expect(averaged.curve.loss[0]).toBeGreaterThan(plain.curve.loss[0]! + 0.01);
    expect(again).toEqual(averaged);
  });

  it("is scored by the recipe's own average where it has one", async () => {
    const options = { epochs: 2, ema: 0.5 };
    const [teacher, student] = [
      await fitTiny(made, { options, method: meanTeacher({ scored: "teacher" }) }),
      await fitTiny(made, { options, method: meanTeacher({ scored: "student" }) }),
    ];
    expect(teacher).toEqual(student);
  });

  it("goes on from a checkpoint to the same bits, drops included", async () => {
    const file = join(scratchFolder("mean-teacher-"), "training.safetensors");
    const options = { epochs: 3, evaluateEvery: 4, dropout: 0.1 };
    const whole = await fitTiny(made, { options, method: strong });
    for (const after of [1, 17]) {
      const controller = new AbortController();
      let steps = 0;
      const onProgress = () => {
        if (++steps === after) controller.abort();
      };
      const run = { checkpoint: { file }, signal: controller.signal, onProgress };
      await expect(fitTiny(made, { options, method: strong, run })).rejects.toThrow();
      const told: string[] = [];
      const warn = (line: string) => void told.push(line);
      const again = await fitTiny(made, {
        options,
        method: strong,
        run: { checkpoint: { file, warn } },
      });
      expect(told).toEqual([]);
      expect(again).toEqual(whole);
    }
  });

  it("averages the last blocks, or adapters, where no more is trained", async () => {
    const blocks = await fitTiny(made, { options: { blocks: 1, epochs: 3 }, method: strong });
    expect(blocks.curve.loss.at(-1)).toBeLessThan(blocks.curve.loss[0]!);
    const recipe = loraRecipe({ epochs: 3, batchSize: 16, learningRate: 5e-3, rank: 2 });
    const tuning = loraTuning(tinyModel, recipe, 1);
    const labelled = {
      name: "adapted",
      train: oneHotLabels(made.truth, made.data.train, 2),
      validation: oneHotLabels(made.truth, made.data.validation, 2),
    };
    const fit = (method: LossMethod) =>
      finetuneStudent({ ...labelled, method }, { ...made.data, tuning }, recipe, {
        runtime: nodeRuntime,
        seed: 1,
        threads: 1,
      });
    const [averaged, plain] = [
      await fit(meanTeacher({ weight: 1, decay: 0, rampUp: 0 })),
      await fit(naive()),
    ];
    close(averaged.curve.loss, plain.curve.loss, 1e-4);
    expect((await fit(strong)).curve.loss[2]).toBeLessThan(plain.curve.loss[0]!);
  });
});

/** 144 rows of 64 features, in two options. */
const draw = random(4, "mean teacher test");
const probeData: ProbeData = {
  shape: "classify",
  options: 2,
  features: ndarray(Float32Array.from({ length: 144 * 64 }, draw.normal), [144, 64]),
  train: rowsOf(112),
  validation: rowsOf(144).slice(112, 128),
};
const truth = Int32Array.from({ length: 144 }, (_, i) =>
  Number(probeData.features.data[64 * i]! + probeData.features.data[64 * i + 1]! > 0),
);
const probeOf = (method: LossMethod, changes: Partial<ProbeStudent> = {}): ProbeStudent => ({
  name: method.name,
  method,
  train: oneHotLabels(truth, probeData.train, 2),
  validation: oneHotLabels(truth, probeData.validation, 2),
  features: undefined,
  ...changes,
});
const recipe = probeRecipe({ epochs: 20, batchSize: 16, learningRate: 0.02 }) as AdamRecipe;
const run = { runtime: nodeRuntime, seed: 1 };

describe("a probe with a mean teacher", () => {
  it("ends where it ends alone, whatever trains beside it", async () => {
    const students = [strong, meanTeacher(), confidence()].flatMap((method) => [
      probeOf(method),
      probeOf(method, { features: 8 }),
    ]);
    const together = await fitAdamProbes(students, probeData, recipe, run);
    for (const [i, one] of students.entries()) {
      const [alone] = await fitAdamProbes([one], probeData, recipe, run);
      close(together[i]!.weight.data, alone!.weight.data, 1e-4, one.name);
      if (one.features === undefined) continue;
      expect([...together[i]!.weight.data.slice(8)].every((weight) => weight === 0)).toBe(true);
    }
  });

  it("learns, of one text or of two that are compared", async () => {
    const test = rowsOf(144).slice(128);
    for (const shape of ["classify", "compare"] as const) {
      const data = { ...probeData, shape };
      const [fit] = await fitAdamProbes([probeOf(strong)], data, recipe, run);
      const said = predictProbe(fit!, data, test).data;
      const right = test.filter((row, i) => Number(said[2 * i + 1]! > 0.5) === truth[row]);
      expect(right.length / test.length).toBeGreaterThan(0.7);
      expect(fit!.curve.agreement.at(-1)).toBeGreaterThan(0.7);
    }
  });

  it("keeps what its teacher said at the chosen evaluation", async () => {
    const watched = { ...probeData, watch: rowsOf(144).slice(128) };
    const each = { ...recipe, epochs: 3, evaluateEvery: 2 };
    const [fit] = await fitAdamProbes([probeOf(strong)], watched, each, run);
    const at = fit!.curve.steps.indexOf(fit!.chosenStep) * 32;
    const said = predictProbe(fit!, watched, watched.watch).data;
    close(fit!.watched!.data.slice(at, at + 32), said, 1e-5);
  });

  it("is refused by a solver that minimises plain cross-entropy", async () => {
    const lbfgs = probeRecipe({ solver: "lbfgs" }) as LogisticRecipe;
    await expect(fitLogisticProbes([probeOf(strong)], probeData, lbfgs, run)).rejects.toThrow(
      'probe: solver "lbfgs" minimises plain cross-entropy, got method "mean-teacher"',
    );
  });
});

describe("on two threads", () => {
  const sameBytes = async (fit: () => Promise<readonly NdArray[]>) => {
    const first = await fit();
    for (let again = 1; again < 20; again++) {
      const next = await fit();
      first.forEach((array, i) => {
        const [one, other] = [array, next[i]!].map(({ data }) =>
          Buffer.from(data.buffer, data.byteOffset, data.byteLength),
        );
        expect(Buffer.compare(one!, other!), `run ${again}`).toBe(0);
      });
    }
  };

  it("probes give the same bytes twenty times over", async () => {
    const lanes = [[probeOf(strong)], [probeOf(meanTeacher()), probeOf(elr())]];
    await sameBytes(async () => {
      const fits = await fitOnThreads(
        lanes,
        (students, options) => fitAdamProbes(students, probeData, recipe, options),
        { ...run, threads: 2 },
      );
      return fits.map(({ weight }) => weight);
    });
  }, 180_000);

  it("finetuned students give the same bytes twenty times over", async () => {
    const made = problem();
    const options = { epochs: 1, batchSize: 80, dropout: 0.1 };
    await sameBytes(async () => {
      const fit = await fitTiny(made, { options, method: strong, run: { threads: 2 } });
      return Object.values(fit.weights);
    });
  }, 180_000);
});
