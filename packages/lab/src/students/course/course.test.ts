import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { type CourseRecipe, TrainingCourse } from "./course.js";
import { agreementOf, crossEntropyOf } from "./measure.js";
import { namingExamples, notFinite } from "./not-finite.js";
import { epochDraws } from "./order.js";
import { WatchedProbabilities } from "./watched.js";

/** 10 examples in batches of 4: 3 steps an epoch. */
const course = (recipe: Partial<CourseRecipe> = {}) =>
  new TrainingCourse({ epochs: 4, batchSize: 4, selection: "agreement", ...recipe }, 10);

/** Notes evaluations of these agreements; which were better than those before. */
const told = (one: TrainingCourse, agreements: readonly number[]) =>
  agreements.map((agreement, i) => one.noteEvaluation(3 * (i + 1), { agreement }));

describe("TrainingCourse", () => {
  it("is evaluated after each epoch, or every few steps, and always after the last", () => {
    const due = (one: TrainingCourse) =>
      Array.from({ length: 13 }, (_, step) => step).filter((step) => one.isDue(step));
    expect(due(course())).toEqual([3, 6, 9, 12]);
    expect(due(course({ evaluateEvery: 5 }))).toEqual([5, 10, 12]);
    // Half of three steps is two; more evaluations than steps are one a step.
    expect(due(course({ evaluationsPerEpoch: 2 }))).toEqual([2, 4, 6, 8, 10, 12]);
    expect(due(course({ evaluationsPerEpoch: 10 })).length).toBe(12);
    const after = (one: TrainingCourse, steps: readonly number[]) =>
      steps.map((step) => one.evaluationAfter(step));
    expect(after(course({ evaluateEvery: 5 }), [0, 4, 5, 10])).toEqual([5, 5, 10, 12]);
    expect([course().epochOf(2), course().epochOf(3), course().epochsAt(6)]).toEqual([1, 2, 2]);
  });

  it("is not evaluated twice at one step", () => {
    const one = course();
    one.noteEvaluation(3, { agreement: 0.5 });
    expect([one.isDue(3), one.isDue(6)]).toEqual([false, true]);
  });

  it("keeps the best by agreement, the earliest at a tie", () => {
    const one = course();
    expect(told(one, [0.5, 0.7, 0.7, 0.6])).toEqual([true, true, false, false]);
    expect(one.chosenStep).toBe(6);
  });

  it("keeps the last, the smallest loss or the oracle's, as the recipe says", () => {
    const last = course({ selection: "last" });
    expect(told(last, [0.9, 0.1])).toEqual([true, true]);
    const note = (one: TrainingCourse) =>
      [0.4, 0.2, 0.3].map((loss, i) =>
        one.noteEvaluation(3 * (i + 1), { agreement: 0.5, validationLoss: loss, oracle: loss }),
      );
    expect(note(course({ selection: "loss" }))).toEqual([true, true, false]);
    expect(note(course({ selection: "oracle" }))).toEqual([true, false, false]);
  });

  it("stops after so many evaluations without a better one", () => {
    const one = course({ epochs: 9, patience: 2 });
    told(one, [0.5, 0.7, 0.7]);
    expect([one.isStopped, one.isDone(9)]).toEqual([false, false]);
    one.noteEvaluation(12, { agreement: 0.1 });
    expect([one.isStopped, one.isDone(12)]).toEqual([true, true]);
  });

  it("is done after its last step, once that is evaluated", () => {
    const one = course();
    expect(one.isDone(12)).toBe(false);
    one.noteEvaluation(12, { agreement: 0.5 });
    expect(one.isDone(12)).toBe(true);
  });

  it("has mean losses by examples, since the evaluation before", () => {
    const one = course();
    one.noteLoss(1, 4);
    one.noteLoss(2, 4);
    one.noteLoss(3, 2);
    one.noteEvaluation(3, { agreement: 0.5 });
    one.noteLoss(5, 4);
    one.noteEvaluation(4, { agreement: 0.5 });
    // (1 * 4 + 2 * 4 + 3 * 2) / 10
    expect(one.curve.loss).toEqual([1.8, 5]);
    expect(one.curve.steps).toEqual([3, 4]);
  });
});

describe("what an evaluation measures", () => {
  const labels = ndarray(Float32Array.of(0.9, 0.1, 0.4, 0.6, 0.5, 0.5), [3, 2]);

  it("is the share of rows with the same answer; the first of equal options", () => {
    const said = ndarray(Float32Array.of(0.6, 0.4, 0.7, 0.3, 0.9, 0.1), [3, 2]);
    expect(agreementOf(said, labels)).toBeCloseTo(2 / 3, 9);
  });

  it("is the mean cross-entropy to the labels", () => {
    const said = ndarray(Float32Array.of(0.5, 0.5, 0.5, 0.5, 0.5, 0.5), [3, 2]);
    expect(crossEntropyOf(said, labels)).toBeCloseTo(Math.log(2), 6);
    const sure = ndarray(Float32Array.of(1, 0, 1, 0, 1, 0), [3, 2]);
    // (.1 + .6 + .5) * -log 1e-12 / 3
    expect(crossEntropyOf(sure, labels)).toBeCloseTo(0.4 * 12 * Math.LN10, 3);
  });
});

describe("notFinite", () => {
  it("names the student, the step, what was seen and the first examples", () => {
    const bad = { name: "A on sst2", step: 7, loss: Number.NaN, rows: Int32Array.of(4, 2) };
    expect(notFinite(bad).message).toBe(
      "A on sst2: training: step 7 has loss NaN; try a smaller learning rate; its batch has " +
        "examples 4, 2",
    );
    expect(notFinite({ ...bad, norm: Number.POSITIVE_INFINITY }).message).toContain(
      "has loss NaN and gradient norm Infinity;",
    );
  });

  it("names examples by their ids where a step knows them", async () => {
    const ids = ["a", "b", "c", "d", "e"];
    const bad = { name: "A", step: 7, loss: Number.NaN, rows: Int32Array.of(4, 2) };
    const broken = () => Promise.reject(notFinite(bad));
    await expect(namingExamples(ids, broken())).rejects.toThrow(
      "A: training: step 7 has loss NaN; try a smaller learning rate; its batch has examples " +
        '"e", "c"',
    );
    await expect(namingExamples(ids, broken(), (place) => place - 1)).rejects.toThrow(
      /examples "d", "b"$/,
    );
    await expect(namingExamples(undefined, broken())).rejects.toThrow(/examples 4, 2$/);
    const other = new Error("of another kind");
    await expect(namingExamples(ids, Promise.reject(other))).rejects.toBe(other);
    expect(await namingExamples(ids, Promise.resolve(3))).toBe(3);
  });
});

describe("WatchedProbabilities", () => {
  it("keeps copies of every evaluation, and goes on from what it kept", () => {
    const watched = new WatchedProbabilities(2, 2);
    const said = Float32Array.of(0.1, 0.9, 0.8, 0.2);
    watched.note(said);
    said.fill(0.5);
    watched.note(said);
    const { array } = watched;
    expect(array.shape).toEqual([2, 2, 2]);
    expect([...array.data.slice(0, 2)]).toEqual([Math.fround(0.1), Math.fround(0.9)]);
    const other = new WatchedProbabilities(2, 2);
    other.restore(array);
    expect(other.array).toEqual(array);
  });
});

describe("epochDraws", () => {
  it("are decided by seed and epoch, in [0, 1)", () => {
    const draws = epochDraws(1000, { seed: 1, epoch: 2 })();
    expect(draws).toEqual(epochDraws(1000, { seed: 1, epoch: 2 })());
    expect(draws).not.toEqual(epochDraws(1000, { seed: 1, epoch: 3 })());
    expect(draws.every((value) => value >= 0 && value < 1)).toBe(true);
    // Five standard errors of the mean of 1,000: 5 / sqrt(12,000) = .046.
    expect(Math.abs(draws.reduce((sum, value) => sum + value) / 1000 - 0.5)).toBeLessThan(0.046);
  });
});
