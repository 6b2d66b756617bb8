import { describe, expect, it } from "vitest";
import { fakeKind } from "../../test/fake-steps.js";
import { neededSteps, passesOf, piecesOf, wavesOf } from "./needed.js";
import { makeStep, type Step, withWeights } from "./step.js";

const [read, fit] = [fakeKind("read"), fakeKind("fit")];
const step = (kind: typeof read, n: number, ...from: Step[]) =>
  makeStep(kind, { n }, { from }, `${kind.name} ${n}`);

/** Texts -> two fits -> a fit of both, and one that is not wanted. */
const texts = step(read, 0);
const [one, two] = [step(fit, 1, texts), step(fit, 2, texts)];
const last = step(fit, 3, one, two);
const all = [texts, one, two, last];

const holding = (...done: readonly Step[]) => ({
  has: async (name: string) => done.some((step) => step.name === name),
});
const labels = (steps: readonly Step[]) => steps.map(({ label }) => label);

describe("neededSteps", () => {
  it("walks back from what is wanted, inputs before users, each once", async () => {
    expect(await neededSteps([last], holding())).toEqual(all);
    expect(await neededSteps([last, one, last], holding())).toEqual(all);
    expect(await neededSteps([two], holding())).toEqual([texts, two]);
  });

  it("does not look behind a step that is there", async () => {
    expect(await neededSteps([last], holding(last))).toEqual([]);
    expect(await neededSteps([last], holding(one))).toEqual([texts, two, last]);
    expect(await neededSteps([last], holding(one, two))).toEqual([last]);
  });

  it("runs a step again whose weights are wanted and not there", async () => {
    const kind = { ...fit, weights: fakeKind("weights", null) };
    const student = withWeights(makeStep(kind, { n: 9 }, {}, "student"));
    expect(await neededSteps([student], holding(student))).toEqual([student]);
    expect(await neededSteps([student], holding(student, student.beside!))).toEqual([]);
  });

  it("keeps weights where one user wants them, whoever is asked first", async () => {
    const kind = { ...fit, weights: fakeKind("weights", null) };
    const plain = makeStep(kind, { n: 9 }, {}, "student");
    const weighted = withWeights(plain);
    const reader = step(read, 10, weighted);
    expect(await neededSteps([plain, reader], holding())).toEqual([weighted, reader]);
    expect(await neededSteps([reader, plain], holding())).toEqual([weighted, reader]);
    expect(await neededSteps([plain, reader], holding(plain))).toEqual([weighted, reader]);
    expect(await neededSteps([plain, reader], holding(weighted.beside!))).toContain(weighted);
  });
});

describe("wavesOf", () => {
  const waves = (steps: readonly Step[]) =>
    wavesOf(steps).map((wave) => [wave.kind.name, ...labels(wave.steps)]);

  it("puts steps of one kind together that do not need each other", () => {
    expect(waves(all)).toEqual([
      ["read", "read 0"],
      ["fit", "fit 1", "fit 2"],
      ["fit", "fit 3"],
    ]);
  });

  it("stands where it stood, whatever is done already", () => {
    // Without what is done, fit 3 would be as early as a fit that needs nothing.
    const early = step(fit, 4);
    expect(waves([last, early])).toEqual([
      ["fit", "fit 4"],
      ["fit", "fit 3"],
    ]);
  });
});

describe("passes and pieces", () => {
  const grouped = { ...fit, groupKey: ({ value }: Step) => String(Number(numberOf(value)) % 2) };
  const steps = [1, 2, 3, 4].map((n) => makeStep(grouped, { n }, {}, `fit ${n}`));

  it("are steps of one key; shown as one piece where the kind says so", () => {
    const passes = passesOf({ kind: grouped, steps });
    expect(passes.map(labels)).toEqual([
      ["fit 1", "fit 3"],
      ["fit 2", "fit 4"],
    ]);
    expect(piecesOf({ kind: grouped, steps })).toEqual([passes]);
    const apart = { ...grouped, reportTogether: false };
    expect(piecesOf({ kind: apart, steps })).toEqual(passes.map((pass) => [pass]));
  });
});

function numberOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "n" in value ? value.n : undefined;
}
