// One contract for every method, for two options and for three; each one's own promises stand in
// its own test, and its steps beside PyTorch's in students/losses.test.ts.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { random } from "../random.js";
import { drawn } from "../reading/index.js";
import { probe } from "../students/index.js";
import {
  checkLoss,
  confidence,
  fullMethodName,
  type LossMethod,
  losses,
  method,
  methodHash,
  methodLabels,
  naive,
  program,
} from "./index.js";
import { type Batch, evaluate } from "./testing/evaluate.js";

/** Five examples of two students. */
function exampleOf(options: number): Batch {
  const draw = random(options, "methods test");
  const choices = (make: () => number[]) =>
    Array.from({ length: 5 }, () => Array.from({ length: 2 }, make));
  const labels = choices(() => {
    const weights = Array.from({ length: options }, () => 0.05 + draw.uniform());
    const total = weights.reduce((sum, weight) => sum + weight);
    return weights.map((weight) => weight / total);
  });
  const logits = choices(() => Array.from({ length: options }, () => 2 * draw.normal()));
  return { logits, labels, progress: 0.6 };
}

const close = (ours: readonly number[], theirs: readonly number[]) =>
  ours.forEach((value, i) => {
    expect(value).toBeCloseTo(theirs[i]!, 5);
  });

describe.each(Object.entries(losses))("%s", (name, make) => {
  const method: LossMethod = make();

  it("is named after itself and documented", () => {
    expect(method.name).toBe(name);
    const page = fileURLToPath(new URL(`../../../../docs/methods/${name}.md`, import.meta.url));
    expect(existsSync(page)).toBe(true);
  });

  describe.each([2, 3])("with %i options", (options) => {
    const example = exampleOf(options);

    it("may train students", () => {
      expect(checkLoss(method, options).losses.shape).toEqual(["batch", "students"]);
    });

    it("gives one finite loss an example and student", async () => {
      const { losses } = await evaluate(method, example);
      expect(losses.flat().length).toBe(10);
      for (const loss of losses.flat()) expect(Number.isFinite(loss)).toBe(true);
    });

    it("does not mix students: losses and gradients are those each has alone", async () => {
      const together = await evaluate(method, example);
      for (const student of [0, 1]) {
        const only = <T>(rows: readonly (readonly T[])[]) => rows.map((row) => [row[student]!]);
        const { logits, labels } = example;
        const alone = await evaluate(
          method,
          { ...example, logits: only(logits), labels: only(labels) },
          student,
        );
        close(alone.losses.flat(), only(together.losses).flat());
        close(alone.slopes.flat(2), only(together.slopes).flat(2));
      }
    });

    it("stays finite for certain labels, huge scores and one example alone", async () => {
      const hot = (k: number) => Array.from({ length: options }, (_, i) => Number(i === k));
      const sure = (k: number) => hot(k).map((one) => 200 * one - 100);
      const far: Batch = {
        logits: [[sure(0)], [sure(1)], [sure(1)]],
        labels: [[hot(1)], [hot(0)], [hot(1)]],
        progress: 0.5,
      };
      const one = { ...far, logits: far.logits.slice(0, 1), labels: far.labels.slice(0, 1) };
      for (const batch of [far, one]) {
        const { losses, slopes } = await evaluate(method, batch);
        for (const value of [...losses.flat(), ...slopes.flat(2)])
          expect(Number.isFinite(value)).toBe(true);
      }
    });

    it("has a hash that follows from what it computes", () => {
      expect(methodHash(make(), options)).toBe(methodHash(method, options));
      expect(methodHash(make(), options + 1)).not.toBe(methodHash(method, options));
    });
  });
});

describe("methodHash", () => {
  it("is another for every method", () => {
    for (const options of [2, 3]) {
      const hashes = Object.values(losses).map((make) => methodHash(make(), options));
      expect(new Set(hashes).size).toBe(hashes.length);
    }
  });

  it("of the naive method is what it always was", () => {
    // Results in stores are named by it.
    expect(methodHash(naive(), 2).slice(0, 12)).toBe("05d3e5af177f");
    expect(methodHash(naive(), 3).slice(0, 12)).toBe("e27c82a86fc0");
  });
});

describe("names of methods", () => {
  it("tell apart what a study compares, and no more", () => {
    expect(methodLabels([naive(), confidence()])).toEqual(["naive", "confidence"]);
    expect(methodLabels([confidence(), confidence({ alpha: 0.75 })])).toEqual([
      "confidence (alpha 0.5)",
      "confidence (alpha 0.75)",
    ]);
    expect(fullMethodName(confidence())).toBe("confidence (alpha 0.5, warmup 0.2, prior half)");
  });
});

describe("method and program of one's own", () => {
  const asMethod =
    (...given: readonly unknown[]) =>
    () =>
      method(...(given as [never, never, never]));
  const asProgram =
    (...given: readonly unknown[]) =>
    () =>
      program(...(given as [never, never, never]));
  const loss = () => 1;

  it("refuse options that name nothing", () => {
    for (const [make, called] of [
      [asMethod, "method"],
      [asProgram, "program"],
    ] as const) {
      expect(make("mine", { f: () => 1 }, loss)).toThrow(
        `${called} "mine": option "f" must be a text`,
      );
      expect(make("mine", { f: Number.NaN }, loss)).toThrow(/others of its name, got NaN$/);
      expect(make("mine", { f: null }, loss)).toThrow(/others of its name, got null$/);
      expect(make("mine", { f: new Date(0) }, loss)).toThrow(/others of its name, got a Date$/);
      expect(make("mine", [1], loss)).toThrow(
        `${called} "mine": options must be an object, {} where there are none, got a list`,
      );
    }
  });

  it("refuse what is no function", () => {
    expect(asMethod("mine", {})).toThrow('method "mine": needs a function of { logits, labels, ');
    expect(asProgram("mine", {}, 5)).toThrow(/^program "mine": needs a function .*, got 5$/);
  });

  it("take students, methods and lists of them among a program's options", () => {
    const links = [probe(drawn(4)), probe(drawn(8))];
    expect(program("mine", { links, by: naive(), k: undefined }, loss as never).options).toEqual({
      links: "drawn:4 > drawn:8",
      by: "naive",
    });
  });

  it("say what a loss gave that is no tensor", () => {
    const given = (value: unknown) => () =>
      methodHash(
        method("mine", {}, () => value as never),
        2,
      );
    expect(given(Promise.resolve(1))).toThrow(/got a promise; it must not be async$/);
    expect(given(Number.NaN)).toThrow(/got NaN, which is no tensor; tensors are added by add/);
    expect(given(undefined)).toThrow(/got nothing, which is no tensor$/);
  });
});
