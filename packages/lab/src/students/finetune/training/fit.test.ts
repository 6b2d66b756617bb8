import { isDeepStrictEqual } from "node:util";
import { mul, nodeRuntime, type Runtime } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { oneHotLabels } from "../../../labels/index.js";
import { confidence, elr, method, mixup, naive, vat } from "../../../methods/index.js";
import { accuracyOf, fitTiny, problem, tinyModel } from "../../testing/tiny-student.js";
import { activationBytes } from "../program/memory.js";
import { blockTuning } from "../program/tuning.js";

describe("finetuneStudent", () => {
  it("learns what a text holds, every weight trained, by the same losses as probes", async () => {
    const made = problem();
    for (const loss of [naive(), confidence({ alpha: 0.5 })]) {
      const { probabilities, curve, chosenEpoch } = await fitTiny(made, { method: loss });
      expect(accuracyOf(probabilities, made)).toBeGreaterThan(0.85);
      expect(curve.steps).toEqual(Array.from({ length: 10 }, (_, i) => 10 * (i + 1)));
      expect(chosenEpoch).toBe(curve.agreement.indexOf(Math.max(...curve.agreement)) + 1);
    }
  });

  it("learns from comparisons, and from a choice among more than two texts", async () => {
    for (const options of [2, 4]) {
      const made = problem("compare", options);
      const { probabilities, weights } = await fitTiny(made);
      expect(accuracyOf(probabilities, made)).toBeGreaterThan(0.85);
      // One number a text, by one row of weights.
      expect(weights["student.weight"]!.shape).toEqual([1, 16]);
    }
  });

  it("trains the last blocks alone when asked", async () => {
    const { curve, weights } = await fitTiny(problem(), { options: { blocks: 1, epochs: 3 } });
    expect(curve.loss[2]).toBeLessThan(curve.loss[0]!);
    expect(Object.keys(weights).some((name) => name.includes("layer.2."))).toBe(true);
    expect(Object.keys(weights).some((name) => name.includes("layer.1."))).toBe(false);
    expect(() => blockTuning(tinyModel, 4)).toThrow('"blocks" must be at most 3 for tiny, got 4');
  });

  it("starts at the loss of a coin: the head is zero", async () => {
    const { curve } = await fitTiny(problem(), { options: { epochs: 1, learningRate: 1e-9 } });
    expect(curve.loss[0]).toBeCloseTo(Math.LN2, 4);
  });

  it("takes the same path under the same seed, and another under another", async () => {
    const made = problem();
    const options = { epochs: 2 };
    const [one, other] = [await fitTiny(made, { options }), await fitTiny(made, { options })];
    expect(other).toEqual(one);
    expect((await fitTiny(made, { options, run: { seed: 2 } })).curve).not.toEqual(one.curve);
  });

  it("works through a batch in parts to the same end", async () => {
    const made = problem();
    const whole = await fitTiny(made, { options: { epochs: 2, groupByLength: true } });
    // Parts of 6, 5 and 5 examples: each counts by its size.
    const parts = await fitTiny(made, {
      options: { epochs: 2, groupByLength: true, accumulate: 3 },
    });
    parts.curve.loss.forEach((loss, i) => {
      expect(loss).toBeCloseTo(whole.curve.loss[i]!, 4);
    });
    parts.probabilities.data.forEach((p, i) => {
      expect(p).toBeCloseTo(whole.probabilities.data[i]!, 3);
    });
  });

  it("finds the parts that fit in a memory, to the bytes of as many given by hand", async () => {
    const made = problem();
    // Of three words each, so that every batch of 16 needs as many parts.
    const ids = made.data.ids.map((words) => words.slice(0, 3));
    const same = { ...made, data: { ...made.data, ids } };
    const perToken = activationBytes(tinyModel.config, 3, 3);
    // 6 of 16 examples fit: 3 parts of 6, 5 and 5.
    const memory = `${(6 * 3 * perToken) / 1e6}MB`;
    const found = await fitTiny(same, { options: { epochs: 2, accumulate: { memory } } });
    const given = await fitTiny(same, { options: { epochs: 2, accumulate: 3 } });
    expect(found).toEqual(given);
  });

  it("cuts batches of mixed texts, each as it needs, to the gradient of the whole", async () => {
    const made = problem();
    const perToken = activationBytes(tinyModel.config, 3, 9);
    const options = { epochs: 2, groupByLength: true };
    const whole = await fitTiny(made, { options });
    const cut = await fitTiny(made, {
      options: { ...options, accumulate: { memory: `${(40 * perToken) / 1e6}MB` } },
    });
    cut.curve.loss.forEach((loss, i) => {
      expect(loss).toBeCloseTo(whole.curve.loss[i]!, 4);
    });
    cut.probabilities.data.forEach((p, i) => {
      expect(p).toBeCloseTo(whole.probabilities.data[i]!, 3);
    });
    await expect(
      fitTiny(made, { options: { accumulate: { memory: `${(5 * perToken) / 1e6}MB` } } }),
    ).rejects.toThrow(/^a student: the largest example's activations take about .* "accumulate"/);
  });

  it("spares biases and norms the decay of weights, unless told otherwise", async () => {
    const made = problem();
    const options = { epochs: 1, learningRate: 1e-4, weightDecay: 20 };
    const [spared, all] = [
      await fitTiny(made, { options }),
      await fitTiny(made, { options: { ...options, decay: "all" } }),
    ];
    const norm = "encoder.layer.0.output.LayerNorm.weight";
    const sizeOf = ({ weights }: typeof all, name: string) =>
      (weights[name]!.data as Float32Array).reduce((sum, value) => sum + Math.abs(value), 0);
    expect(sizeOf(all, norm)).toBeLessThan(0.995 * sizeOf(spared, norm));
    const matrix = "encoder.layer.0.output.dense.weight";
    expect(sizeOf(all, matrix) / sizeOf(spared, matrix)).toBeCloseTo(1, 2);
  });

  it("evaluates every few steps and at the end, and stops when that brings nothing", async () => {
    const made = problem();
    const every = { epochs: 1, evaluateEvery: 4 };
    const { curve, chosenEpoch } = await fitTiny(made, { options: every });
    expect(curve.steps).toEqual([4, 8, 10]);
    expect([0.4, 0.8, 1]).toContain(chosenEpoch);
    // Nothing is learnt at this rate, so the first evaluation stays the best.
    const still = { ...every, epochs: 5, learningRate: 1e-12, patience: 3 };
    const stopped = await fitTiny(made, { options: still });
    expect(stopped.curve.steps).toEqual([4, 8, 12, 16]);
    expect(stopped.chosenEpoch).toBe(0.4);
  });

  it("keeps the weights of the best evaluation, or of the last", async () => {
    const made = problem();
    const best = await fitTiny(made, { options: { epochs: 4 } });
    const epochs = best.chosenEpoch;
    expect(epochs).toBe(1 + best.curve.agreement.indexOf(Math.max(...best.curve.agreement)));
    const last = await fitTiny(made, { options: { epochs: 4, selection: "last" } });
    expect(last.chosenEpoch).toBe(4);
    expect(last.curve).toEqual(best.curve);
    expect(isDeepStrictEqual(last.weights, best.weights)).toBe(best.chosenEpoch === 4);
  });

  it("scores and keeps the moving average of the weights when asked", async () => {
    // Two steps by hand. A decay of .75 is held down to (1 + t) / (10 + t), 2/11 and 3/12:
    // average = 3/12 (2/11 start + 9/11 first) + 9/12 second.
    const made = problem();
    const train = made.data.train.slice(0, 32);
    const options = { epochs: 1, selection: "last", schedule: "constant", warmup: 0 } as const;
    const name = "embeddings.LayerNorm.weight";
    const start = tinyModel.weights({ [name]: [16] })[name]!;
    const weightsAfterTwo = async (ema?: number) => {
      const averaging = ema === undefined ? options : { ...options, ema };
      const { weights } = await fitTiny(
        { ...made, data: { ...made.data, train } },
        { options: averaging },
      );
      return weights[name]!.data;
    };
    const second = await weightsAfterTwo();
    const average = await weightsAfterTwo(0.75);
    // A decay below both, .1 (.1 start + .9 first) + .9 second, tells what the first step's were.
    const other = await weightsAfterTwo(0.1);
    for (let i = 0; i < 16; i++) {
      const [s0, s2] = [Number(start.data[i]), Number(second[i])];
      const s1 = (Number(other[i]) - 0.01 * s0 - 0.9 * s2) / 0.09;
      const expected = (3 / 12) * ((2 / 11) * s0 + (9 / 11) * s1) + (9 / 12) * s2;
      expect(Number(average[i])).toBeCloseTo(expected, 5);
    }
  });

  it("keeps the evaluation of the smallest cross-entropy, or an oracle's, when asked", async () => {
    const made = problem();
    // Validation labels that are wrong in a third of the rows, and the truth beside them.
    const { validation } = made.data;
    const said = made.truth.map((label, row) => (row % 3 === 0 ? 1 - label : label));
    const student = { validation: oneHotLabels(said, validation, 2) };
    const options = { epochs: 8, learningRate: 1e-2 };
    const byLoss = await fitTiny(made, { options: { ...options, selection: "loss" }, student });
    const losses = byLoss.curve.validationLoss;
    expect(losses).toHaveLength(8);
    expect(byLoss.chosenEpoch).toBe(1 + losses.indexOf(Math.min(...losses)));
    const selection = "oracle";
    const oracle = oneHotLabels(made.truth, validation, 2);
    const byTruth = await fitTiny(made, {
      options: { ...options, selection },
      student: { ...student, oracle },
    });
    const shares = byTruth.curve.oracle;
    expect(byTruth.chosenEpoch).toBe(1 + shares.indexOf(Math.max(...shares)));
    expect(byTruth.curve.loss).toEqual(byLoss.curve.loss);
    await expect(fitTiny(made, { options: { selection } })).rejects.toThrow(
      'a student: selection "oracle" needs ground truth of the validation rows',
    );
  });

  it("keeps what is said of watched rows at every evaluation, and is not moved by it", async () => {
    const made = problem();
    const watching = { ...made, data: { ...made.data, watch: made.data.predict } };
    const options = { epochs: 2, evaluateEvery: 4 };
    const { watched, ...seen } = await fitTiny(watching, { options });
    const { watched: none, ...unseen } = await fitTiny(made, { options });
    expect(none).toBeUndefined();
    expect(seen).toEqual(unseen);
    expect(watched!.shape).toEqual([5, 40, 2]);
    const at = seen.curve.steps.indexOf(seen.chosenStep) * 80;
    expect([...watched!.data.slice(at, at + 80)]).toEqual([...seen.probabilities.data]);
  });

  it("takes methods that look at examples, keep something of them or ask again", async () => {
    for (const method of [elr(), mixup(), vat()]) {
      for (const made of [problem(), problem("compare", 3)]) {
        const { probabilities } = await fitTiny(made, { method });
        expect(accuracyOf(probabilities, made), method.name).toBeGreaterThan(0.8);
      }
    }
  });

  it("keeps of each example the same when a batch is worked through in parts", async () => {
    const made = problem();
    const [whole, parts] = [
      await fitTiny(made, { options: { epochs: 3 }, method: elr() }),
      await fitTiny(made, { options: { epochs: 3, accumulate: 4 }, method: elr() }),
    ];
    whole.curve.loss.forEach((loss, i) => {
      expect(parts.curve.loss[i]).toBeCloseTo(loss, 4);
    });
  });

  it("names student, step and examples when a loss is not a number", async () => {
    const broken = method("broken", {}, ({ logits, labels, progress }) =>
      naive().loss({ logits, labels: mul(labels, Number.NaN), progress }),
    );
    await expect(fitTiny(problem(), { method: broken })).rejects.toThrow(
      /a student: training: step 1 has loss NaN and .*; its batch has examples (\d+, ){7}\d+ and 8 more/,
    );
  });

  it("says which batch would fit when memory is refused", async () => {
    const full: Runtime = {
      ...nodeRuntime,
      load: async () => ({
        run: () =>
          Promise.reject(new Error("Failed to allocate memory for requested buffer of size 4096")),
        hold: () => Promise.resolve(),
        release: () => Promise.resolve(),
      }),
    };
    await expect(fitTiny(problem(), { run: { runtime: full } })).rejects.toThrow(
      /^a student: step 1 does not fit in memory: \d+ tokens at once take about .* set accumulate: 2, or a smaller batchSize$/,
    );
  });

  it("refuses a text without a token", async () => {
    const made = problem();
    const ids = made.data.ids.with(3, new Int32Array());
    await expect(fitTiny({ ...made, data: { ...made.data, ids } })).rejects.toThrow(
      "finetune: text 4 has no token for tiny; leave it out",
    );
  });
});
