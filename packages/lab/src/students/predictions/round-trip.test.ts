// A model that is trained elsewhere: labels go out, an independent logistic regression learns from
// them, its predictions come back, and the study finds what it finds of our own probe.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { listening, wordsTask } from "../../../test/rooms.js";
import { openEvidence, writeEvidence, writeLabels } from "../../export/index.js";
import type { Outcome } from "../../outcome/index.js";
import { planLabels, planStudy, runPlan } from "../../plan/index.js";
import { drawFeatures } from "../../reading/drawn-features.js";
import { drawn } from "../../reading/index.js";
import { openStore, type Store } from "../../store/index.js";
import { study } from "../../study/index.js";
import { audited, labels } from "../../supervisors/index.js";
import { loadTask } from "../../tasks/index.js";
import { probe } from "../probe/spec.js";
import { predictions } from "./spec.js";

interface Line {
  readonly id: string;
  readonly split: "transfer" | "validation" | "test";
  readonly text: string;
  readonly probabilities: readonly [number, number] | null;
}

const width = 12;
let folder: string;
let store: Store;
beforeAll(async () => {
  folder = scratchFolder("round");
  store = await openStore(join(folder, "store"));
});

const task = wordsTask(400);
const supervisors = probe(drawn(8, { noise: 1 }), { solver: "lbfgs", as: "weak" });
const own = probe(drawn(width), { solver: "lbfgs", as: "strong" });
const theirs = predictions("theirs.jsonl");
const both = study({
  task,
  supervisors,
  students: [own, theirs],
  seeds: 2,
  resamples: 200,
  arms: "none",
});

const run = () => ({ store, reporter: listening(), signal: new AbortController().signal });
const places = () => ({ name: "round", baseDir: folder, store, modelFolders: [] });

async function linesOf(name: string): Promise<Line[]> {
  const text = await readFile(join(folder, "labels", name), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

/**
 * Logistic regression by Newton's method: the sum of cross-entropies and |w|^2 / 2, its intercept
 * free, as scikit-learn has it at C = 1. Written here, on nothing of the laboratory.
 */
function newton(rows: readonly number[][], targets: readonly number[]): number[] {
  const d = rows[0]!.length + 1;
  let weights = Array<number>(d).fill(0);
  for (let step = 0; step < 30; step++) {
    const gradient = weights.map((w, j) => (j === d - 1 ? 0 : w));
    const hessian = weights.map((_, j) => weights.map((_, k) => (j === k && j < d - 1 ? 1 : 0)));
    rows.forEach((row, i) => {
      const x = [...row, 1];
      const p = sigmoid(weights, x);
      for (let j = 0; j < d; j++) {
        gradient[j]! += (p - targets[i]!) * x[j]!;
        for (let k = 0; k < d; k++) hessian[j]![k]! += p * (1 - p) * x[j]! * x[k]!;
      }
    });
    const change = solved(hessian, gradient);
    weights = weights.map((w, j) => w - change[j]!);
  }
  return weights;
}

const sigmoid = (weights: readonly number[], x: readonly number[]): number =>
  1 / (1 + Math.exp(-weights.reduce((sum, w, j) => sum + w * x[j]!, 0)));

/** Gaussian elimination of a positive definite matrix. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const a = matrix.map((row, i) => [...row, right[i]!]);
  const n = a.length;
  for (let i = 0; i < n; i++) {
    for (let below = i + 1; below < n; below++) {
      const factor = a[below]![i]! / a[i]![i]!;
      for (let k = i; k <= n; k++) a[below]![k]! -= factor * a[i]![k]!;
    }
  }
  const x = Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    const rest = a[i]!.slice(i + 1, n).reduce((sum, value, k) => sum + value * x[i + 1 + k]!, 0);
    x[i] = (a[i]![n]! - rest) / a[i]![i]!;
  }
  return x;
}

const featuresOf = (lines: readonly Line[]): number[][] => {
  const { data } = drawFeatures(
    { width, noise: 0 },
    lines.map(({ text }) => text),
  );
  return lines.map((_, i) => [...data.subarray(i * width, (i + 1) * width)]);
};

/** What somebody elsewhere makes of one file of labels: predictions of test. */
function trainedElsewhere(lines: readonly Line[], of: object): string[] {
  const transfer = lines.filter(({ split }) => split === "transfer");
  const test = lines.filter(({ split }) => split === "test");
  const targets = transfer.map(({ probabilities }) => probabilities![1]);
  const weights = newton(featuresOf(transfer), targets);
  const x = featuresOf(test);
  return test.map(({ id }, i) => {
    const p = sigmoid(weights, [...x[i]!, 1]);
    return JSON.stringify({ id, ...of, probabilities: [1 - p, p] });
  });
}

describe("a student that is trained elsewhere", () => {
  it("is given texts, ids and labels, and ground truth in the ceiling's file alone", async () => {
    const plan = await planLabels(both, places());
    await writeLabels(join(folder, "labels"), plan, run());
    const names = await readdir(join(folder, "labels"));
    expect(names.filter((name) => name.endsWith(".jsonl")).sort()).toEqual([
      "words.truth.seed-0.jsonl",
      "words.truth.seed-1.jsonl",
      "words.weak.soft.seed-0.jsonl",
      "words.weak.soft.seed-1.jsonl",
    ]);
    for (const name of names.filter((one) => one.endsWith(".jsonl"))) {
      const lines = await linesOf(name);
      const test = lines.filter(({ split }) => split === "test");
      expect(test).toHaveLength(52); // A fifth of the 260 that balancing leaves of 400.
      expect(test.every(({ probabilities }) => probabilities === null)).toBe(true);
      const taught = lines.filter(({ split }) => split !== "test");
      const isHard = taught.every(({ probabilities }) => probabilities![0] % 1 === 0);
      expect(isHard).toBe(name.includes(".truth."));
    }
  });

  it("is given people's labels, too", async () => {
    const { examples } = await loadTask(task, { baseDir: folder });
    const said = examples.map(({ id, label }) => JSON.stringify({ id, y: label }));
    await writeFile(join(folder, "people.jsonl"), said.join("\n"));
    const people = study({
      task,
      supervisors: labels("people.jsonl", { label: "y", as: "people" }),
      students: own,
      arms: "none",
    });
    const plan = await planLabels(people, places());
    await writeLabels(join(folder, "said"), plan, run());
    expect(await readdir(join(folder, "said"))).toContain("words.people.soft.seed-0.jsonl");
  });

  it("is told what is to be known of the labels", async () => {
    const checked = study({
      task,
      supervisors: audited(probe(drawn(3), { as: "weak" }), { oracle: 20 }),
      students: own,
    });
    const plan = await planLabels(checked, places());
    const reporter = listening();
    await writeLabels(join(folder, "checked"), plan, { ...run(), reporter });
    expect(plan.warnings.join("\n")).toMatch(
      /drawn in memory[\s\S]*labels of transfer are ground truth/,
    );
    expect(reporter.warnings).toEqual(expect.arrayContaining([...plan.warnings]));
    const readme = await readFile(join(folder, "checked/README.md"), "utf8");
    for (const warning of plan.warnings) expect(readme).toContain(`- ${warning}\n`);
  });

  it("comes back with the numbers of our own probe of the same features", async () => {
    const written: string[] = [];
    for (const seed of [0, 1]) {
      const weak = await linesOf(`words.weak.soft.seed-${seed}.jsonl`);
      const truth = await linesOf(`words.truth.seed-${seed}.jsonl`);
      const student = { role: "student", seed, supervisor: "weak" };
      written.push(...trainedElsewhere(weak, student));
      written.push(...trainedElsewhere(truth, { role: "ceiling", seed }));
    }
    await writeFile(join(folder, "theirs.jsonl"), `${written.join("\n")}\n`);
    const plan = await planStudy(both, places());
    const outcomes = await runPlan(plan, run());
    expect(outcomes.map(({ student, method }) => [student, method])).toEqual([
      ["strong", "naive"],
      ["theirs", "elsewhere"],
    ]);
    const [ours, others] = outcomes as [Outcome, Outcome];
    for (const role of ["weak", "student", "ceiling"] as const) {
      const [a, b] = [ours.scores[role].accuracy, others.scores[role].accuracy];
      expect([b.value, b.low, b.high]).toEqual([a.value, a.low, a.high]);
      expect(others.scores[role].logLoss).toBeCloseTo(ours.scores[role].logLoss, 4);
    }
    expect(others.pgr).toEqual(ours.pgr);
    expect(others.arms.untouched).toEqual({
      run: false,
      reason: "trained elsewhere: PGR's guard does not know what it said untaught",
    });
    await writeEvidence(folder, plan, "results", run());
    expect(await largestDifference(folder)).toBeLessThan(1e-4);
  });

  it("comes back with our own uninformed arm's numbers, taught by the same labels", async () => {
    const armed = study({
      task,
      supervisors,
      students: [own, predictions("armed.jsonl", { as: "theirs" })],
      seeds: 2,
      resamples: 200,
      arms: ["uninformed"],
    });
    const labelPlan = await planLabels(armed, { ...places(), uninformed: true });
    await writeLabels(join(folder, "labels"), labelPlan, run(), { overwrite: true });
    const written: string[] = [];
    for (const seed of [0, 1]) {
      const taughtBy = async (name: string, of: object) =>
        trainedElsewhere(await linesOf(`words.${name}.seed-${seed}.jsonl`), { ...of, seed });
      const role = (name: string) => ({ role: name, supervisor: "weak" });
      written.push(...(await taughtBy("weak.soft", role("student"))));
      written.push(...(await taughtBy("weak.soft.uninformed", role("uninformed"))));
      written.push(...(await taughtBy("truth", { role: "ceiling" })));
    }
    await writeFile(join(folder, "armed.jsonl"), `${written.join("\n")}\n`);
    const outcomes = await runPlan(await planStudy(armed, places()), run());
    const arms = outcomes.map((outcome) => outcome.arms.uninformed);
    const [ours, theirs] = arms.map((arm) => {
      if (!arm.run) throw new Error(arm.reason);
      const { value, low, high } = arm.scores.accuracy;
      return { score: [value, low, high], difference: arm.difference };
    });
    expect(theirs).toEqual(ours);
  });
});

/** Between the two students' and ceilings' probabilities, over all examples and seeds. */
async function largestDifference(where: string): Promise<number> {
  const evidence = await openEvidence(where);
  const rows = [];
  for await (const some of evidence!.testRows()) rows.push(...some);
  expect(rows).toHaveLength(2 * 2 * 52); // Students, seeds, examples.
  const ours = rows.filter(({ student }) => student === "strong");
  const others = rows.filter(({ student }) => student === "theirs");
  return Math.max(
    ...ours.flatMap(({ id, said }, i) => {
      expect(others[i]!.id).toBe(id);
      return (["student", "ceiling"] as const).map((role) =>
        Math.abs(said[role]![1]! - others[i]!.said[role]![1]!),
      );
    }),
  );
}
