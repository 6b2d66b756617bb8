// The loss beside PyTorch's (reference/lab/mean_teacher.py), by hand, and what is refused; students
// under it are in students/mean-teacher.test.ts.

import { readFileSync } from "node:fs";
import { add, expandDims, mean, mul, sub, sum } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { checkLoss, crossEntropy, type LossContext, method, methodHash, naive } from "./index.js";
import { meanTeacher } from "./mean-teacher.js";
import { type Batch, binary, evaluate, lossesOf } from "./testing/evaluate.js";

interface Values {
  readonly teacher: readonly number[];
  readonly values: readonly number[];
  readonly slopes: readonly number[];
}
interface Given {
  readonly logits: readonly number[];
  readonly labels: readonly number[];
  readonly progress: number;
}
const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8"));
const given: Readonly<Record<string, Given>> = read("losses").values;
const reference: Readonly<Record<string, Values>> = read("mean-teacher").values;

describe.each([2, 3])("meanTeacher with %i options", (options) => {
  it("has PyTorch's losses and gradients", async () => {
    const rows = (flat: readonly number[]) =>
      Array.from({ length: flat.length / options }, (_, i) => [
        flat.slice(i * options, (i + 1) * options),
      ]);
    const { logits, labels, progress } = given[options]!;
    const { teacher, values, slopes } = reference[options]!;
    const batch: Batch = {
      logits: rows(logits),
      labels: rows(labels),
      teacher: rows(teacher),
      progress,
    };
    const ours = await evaluate(meanTeacher(), batch);
    ours.losses.flat().forEach((loss, i) => {
      expect(loss, `loss ${i}`).toBeCloseTo(values[i]!, 4);
    });
    ours.slopes.flat(2).forEach((slope, i) => {
      expect(slope, `slope ${i}`).toBeCloseTo(slopes[i]!, 5);
    });
  });
});

describe("meanTeacher", () => {
  // p = 1/2; t = 1 / (1 + 1/3) = 3/4: the mean of (1/4)^2 twice is 1/16.
  const at = (progress: number): Batch => ({
    ...binary([0], [1], progress),
    teacher: [[[0, Math.log(3)]]],
  });

  it("is cross-entropy and the mean squared distance of probabilities", async () => {
    const [loss] = await lossesOf(meanTeacher({ weight: 8, rampUp: 0 }), at(0));
    expect(loss).toBeCloseTo(Math.log(2) + 8 / 16, 5);
    expect((await lossesOf(meanTeacher({ weight: 0 }), at(0.5)))[0]).toBeCloseTo(Math.log(2), 6);
  });

  it("raises its weight as exp(-5 (1 - x)^2) over the ramp", async () => {
    const rising = meanTeacher({ weight: 16, rampUp: 0.5 });
    for (const [progress, weight] of [
      [0, Math.exp(-5)],
      [0.25, Math.exp(-5 / 4)],
      [0.5, 1],
      [0.9, 1],
    ] as const) {
      expect((await lossesOf(rising, at(progress)))[0]).toBeCloseTo(Math.log(2) + weight, 5);
    }
  });

  it("refuses options out of range", () => {
    expect(() => meanTeacher({ decay: 1 })).toThrow('"decay" must be in [0, 1), got 1');
    expect(() => meanTeacher({ weight: -1 })).toThrow('"weight" must be in [0, inf), got -1');
    expect(() => meanTeacher({ rampUp: 2 })).toThrow('"rampUp" must be in [0, 1], got 2');
  });

  it("is another method with another average, though the loss is the same", () => {
    const hashes = [{}, { decay: 0.99 }, { scored: "student" } as const, { weight: 1 }].map((own) =>
      methodHash(meanTeacher(own), 2),
    );
    expect(new Set(hashes).size).toBe(4);
  });
});

describe("a method with a mean teacher", () => {
  const average = { decay: 0.9 };
  const losses = ({ logits, labels }: LossContext) => crossEntropy(labels, logits);
  const apart = ({ logits, teacher }: LossContext) => {
    const difference = sub(logits, teacher);
    return sum(mul(difference, difference), 2);
  };
  const mine = (loss: (context: LossContext) => ReturnType<typeof apart>, teacher?: object) =>
    method("mine", {}, loss, undefined, teacher as typeof average);

  it("tells that it reads it, with a state or without", () => {
    expect([...checkLoss(mine(apart, average), 3).reads]).toEqual(["teacher"]);
    const keeping = method(
      "mine",
      {},
      (context) => ({ losses: apart(context), state: { seen: add(context.state.seen!, 1) } }),
      { seen: { axes: ["students"] } },
      average,
    );
    expect([...checkLoss(keeping, 2).reads]).toEqual(["teacher"]);
    expect(keeping.teacher).toEqual(average);
  });

  it("is refused where it reads one that it does not declare", () => {
    expect(() => checkLoss(mine(apart), 2)).toThrow(
      'method "mine": reads a mean teacher that it does not declare; give method(...) one after ' +
        "the state, { decay: 0.999 }",
    );
  });

  it("is refused where a student's loss takes from another's teacher", () => {
    const mixing = (context: LossContext) =>
      add(losses(context), mean(sum(context.teacher, 2), 1, true));
    expect(() => checkLoss(mine(mixing, average), 2)).toThrow("mixes students");
    const scalars = (context: LossContext) => mul(context.teacher, 2);
    expect(() => checkLoss(mine(scalars, average), 2)).toThrow(
      'method "mine": its loss must return [batch, students], one number an example and student, ' +
        "got float32[batch, students, 2]",
    );
    const batch = (context: LossContext) =>
      add(losses(context), expandDims(mean(sum(context.teacher, 2), 0), 0));
    expect(() => checkLoss(mine(batch, average), 2)).not.toThrow();
  });

  it("is refused with a decay out of range", () => {
    for (const decay of [1, -0.1, Number.NaN, "0.9"]) {
      expect(() => mine(losses, { decay })).toThrow(
        'method "mine": its mean teacher\'s "decay" must be in [0, 1), got ',
      );
    }
    expect(() => mine(losses, { decay: 0.9, scored: "teacher" })).toThrow('"scored" must be true');
    // Where a state would stand.
    const misplaced = method("mine", {}, losses as never, average as never);
    expect(() => checkLoss(misplaced, 2)).toThrow(
      'method "mine": state "decay" must have axes, { axes: ["students"] }, got nothing; a mean ' +
        "teacher is given after the state",
    );
  });

  it("is another method than the same loss without one", () => {
    expect(methodHash(mine(losses, average), 2)).not.toBe(methodHash(naive(), 2));
    expect(methodHash(mine(losses), 2)).toBe(methodHash(naive(), 2));
  });
});
