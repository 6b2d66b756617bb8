// One contract for every method, and what each promises by itself.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile, gradients, input, mean, ndarray, nodeRuntime, sum } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import {
  confidence,
  fullMethodName,
  type Method,
  methodHash,
  methodLabels,
  methods,
  naive,
} from "./index.js";

const choices = input("float32", ["batch", "students", 2]);
const signature = { logits: choices, labels: choices, progress: input("float32", []) };

interface Batch {
  /** By example and student: the log-odds of option 1. */
  readonly odds: readonly (readonly number[])[];
  /** Likewise: the label's probability of option 1. */
  readonly labels: readonly (readonly number[])[];
  readonly progress: number;
}

/** Losses `[batch][students]` and gradients of their batch means by the log-odds. */
async function evaluate(method: Method, { odds, labels, progress }: Batch) {
  const program = compile(signature, ({ logits, labels, progress }) => {
    const losses = method.loss({ logits, labels, progress });
    const [slopes] = gradients(sum(mean(losses, 0)), [logits]);
    return { losses, slopes: slopes! };
  });
  const executable = await nodeRuntime.load(program);
  const shape = [odds.length, odds[0]!.length, 2];
  const results = await executable.run({
    logits: ndarray(Float32Array.from(odds.flat().flatMap((z) => [-z / 2, z / 2])), shape),
    labels: ndarray(Float32Array.from(labels.flat().flatMap((p) => [1 - p, p])), shape),
    progress: ndarray(Float32Array.of(progress), []),
  });
  await executable.release();
  return {
    losses: [...results.losses.data].map(Number),
    slopes: [...results.slopes.data].map(Number),
  };
}

const entropy = (p: number, z: number) => Math.log(1 + Math.exp(z)) - p * z;
const example: Batch = {
  odds: [
    [2, 0.5],
    [-1, 1.5],
    [0.3, -3],
    [-2, 0.1],
  ],
  labels: [
    [0.9, 0.2],
    [0.4, 0.7],
    [1, 0],
    [0.6, 0.5],
  ],
  progress: 0.6,
};

describe.each(Object.entries(methods))("%s", (name, make) => {
  const method: Method = make();

  it("is named after itself and documented", () => {
    expect(method.name).toBe(name);
    const page = fileURLToPath(new URL(`../../../../docs/methods/${name}.md`, import.meta.url));
    expect(existsSync(page)).toBe(true);
  });

  it("gives one finite loss an example and student", async () => {
    const { losses } = await evaluate(method, example);
    expect(losses.length).toBe(8);
    for (const loss of losses) expect(Number.isFinite(loss)).toBe(true);
  });

  it("does not mix students: each one's losses and gradients are those it has alone", async () => {
    const together = await evaluate(method, example);
    for (const student of [0, 1]) {
      const only = (rows: readonly (readonly number[])[]) => rows.map((row) => [row[student]!]);
      const alone = await evaluate(method, {
        ...example,
        odds: only(example.odds),
        labels: only(example.labels),
      });
      alone.losses.forEach((loss, i) => {
        expect(loss).toBeCloseTo(together.losses[2 * i + student]!, 6);
      });
      alone.slopes.forEach((slope, i) => {
        expect(slope).toBeCloseTo(
          together.slopes[4 * Math.floor(i / 2) + 2 * student + (i % 2)]!,
          6,
        );
      });
    }
  });

  it("stays finite for certain labels and huge logits", async () => {
    const { losses, slopes } = await evaluate(method, {
      odds: [[200], [-200]],
      labels: [[0], [1]],
      progress: 0.5,
    });
    for (const value of [...losses, ...slopes]) expect(Number.isFinite(value)).toBe(true);
  });

  it("has a hash that follows from what it computes", () => {
    expect(methodHash(make(), 2)).toBe(methodHash(method, 2));
    expect(methodHash(make(), 3)).not.toBe(methodHash(method, 2));
  });
});

describe("naive", () => {
  it("is the cross-entropy to the labels", async () => {
    const { losses } = await evaluate(naive(), example);
    example.odds.flat().forEach((z, i) => {
      expect(losses[i]).toBeCloseTo(entropy(example.labels.flat()[i]!, z), 5);
    });
  });
});

describe("confidence", () => {
  it("mixes in the student's answers, half of the batch positive, by a weight that rises to alpha", async () => {
    // Student 0 has odds 2, -1, .3, -2: the upper half is examples 0 and 2.
    const answers = [1, 0, 1, 0];
    for (const [progress, a] of [
      [0, 0],
      [0.1, 0.375],
      [0.2, 0.75],
      [0.9, 0.75],
    ] as const) {
      const { losses } = await evaluate(confidence(), { ...example, progress });
      answers.forEach((answer, i) => {
        const target = (1 - a) * example.labels[i]![0]! + a * answer;
        expect(losses[2 * i]).toBeCloseTo(entropy(target, example.odds[i]![0]!), 5);
      });
    }
  });

  it("takes as many positives as the labels say, when asked", async () => {
    // Labels of student 1: .2, .7, 0, .5: a share of .35, so the threshold is the .65 quantile of
    // the odds -3, .1, .5, 1.5: at 1.95 of [0, 3], .1 + .95 * (.5 - .1) = .48. Examples 0 and 1 lie
    // above.
    const answers = [1, 1, 0, 0];
    const { losses } = await evaluate(confidence({ prior: "labels", alpha: 1 }), example);
    answers.forEach((answer, i) => {
      expect(losses[2 * i + 1]).toBeCloseTo(entropy(answer, example.odds[i]![1]!), 5);
    });
  });

  it("with weight 0 is naive", async () => {
    const plain = await evaluate(naive(), example);
    const none = await evaluate(confidence({ alpha: 0 }), example);
    none.losses.forEach((loss, i) => {
      expect(loss).toBeCloseTo(plain.losses[i]!, 6);
    });
  });

  it("refuses options out of range", () => {
    expect(() => confidence({ alpha: 1.5 })).toThrow(
      "confidence: alpha must be in [0, 1], got 1.5",
    );
    expect(() => confidence({ warmup: 1 })).toThrow("confidence: warmup must be in [0, 1), got 1");
    expect(() => confidence({ prior: "all" as "half" })).toThrow(
      'prior must be "half" or "labels", got "all"',
    );
  });
});

describe("names of methods", () => {
  it("tell apart what a study compares, and no more", () => {
    expect(methodLabels([naive(), confidence()])).toEqual(["naive", "confidence"]);
    expect(methodLabels([confidence(), confidence({ alpha: 0.5 })])).toEqual([
      "confidence (alpha 0.75)",
      "confidence (alpha 0.5)",
    ]);
    expect(fullMethodName(confidence())).toBe("confidence (alpha 0.75, warmup 0.2, prior half)");
  });
});
