// Whole studies on features drawn in memory: what is computed, kept, shared and resumed.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { mul } from "@w2s/grad";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { mean } from "../measures/index.js";
import { bootstrapping, confidence, crossEntropy, method, naive } from "../methods/index.js";
import type { Outcome } from "../outcome/index.js";
import { random } from "../random.js";
import { drawn } from "../reading/index.js";
import type { Reporter, WorkLabel } from "../reporter.js";
import { openStore } from "../store/index.js";
import { probe } from "../students/index.js";
import { type Study, type StudyOptions, study } from "../study/index.js";
import { pairs, rows, table } from "../tasks/index.js";
import { planStudy } from "./plan.js";
import { runPlan } from "./run.js";

let folder: string;
beforeEach(() => {
  folder = scratchFolder("run");
});

/** Texts of made-up words; the class is the sign of the words' hidden weights. */
function reviews(count = 300) {
  const draw = random(3, "test reviews");
  const words = Array.from({ length: 30 }, (_, i) => ({ word: `w${i}`, weight: draw.normal() }));
  return Array.from({ length: count }, () => {
    const used = Array.from({ length: 5 }, () => words[draw.integer(30)]!);
    const kind = used.reduce((sum, { weight }) => sum + weight, 0) > 0;
    return { text: used.map(({ word }) => word).join(" "), kind };
  });
}

const task = table(rows("reviews", reviews()), { text: "text", label: "kind" });
const quick = { epochs: 4, batchSize: 32 };
const weak = probe(drawn(8, { noise: 1 }), quick);
const strong = probe(drawn(40), quick);

function small(options: Partial<StudyOptions> = {}): Study {
  const shared = { seeds: 2, resamples: 200, arms: "none" } as const;
  return study({ task, supervisors: weak, students: strong, ...shared, ...options });
}

interface Heard extends Reporter {
  readonly work: WorkLabel[];
  readonly warnings: string[];
}

function listener(onBegin: (work: WorkLabel) => void = () => undefined): Heard {
  const work: WorkLabel[] = [];
  const warnings: string[] = [];
  return {
    work,
    warnings,
    plan: () => undefined,
    begin: (label) => {
      work.push(label);
      onBegin(label);
    },
    progress: () => undefined,
    end: () => undefined,
    warn: (message) => void warnings.push(message),
  };
}

async function run(
  one: Study,
  place = "store",
  reporter = listener(),
  signal = new AbortController().signal,
) {
  const store = await openStore(join(folder, place));
  const plan = await planStudy(one, { name: "test", baseDir: folder, store, modelFolders: [] });
  const outcomes = await runPlan(plan, { store, reporter, signal });
  return { plan, outcomes, reporter, store };
}

/** Every file that says what was computed, by path. */
async function contents(place: string): Promise<Record<string, string>> {
  const root = join(folder, place, "steps");
  const files = (await readdir(root, { recursive: true })).filter((path) =>
    /(facts|arrays|step)\./.test(path),
  );
  const read = files
    .sort()
    .map(async (path) => [path, (await readFile(join(root, path))).toString("base64")]);
  return Object.fromEntries(await Promise.all(read));
}

describe("a regression that stops before its minimum", () => {
  it("is named in the outcome, in a cached run too", async () => {
    const students = probe(drawn(40), { solver: "lbfgs", C: 1e6, maxIterations: 2 });
    const one = small({ students, seeds: 1 });
    for (const _ of ["run", "cached"]) {
      const { outcomes } = await run(one);
      expect(outcomes[0]!.warnings).toEqual([
        expect.stringMatching(
          /^the student, seed 0: the regression stopped after 2 iterations with a gradient of [\d.]+ left$/,
        ),
        expect.stringMatching(/^the ceiling, seed 0: the regression stopped after 2 iterations/),
      ]);
    }
  });
});

describe("the curves of a row", () => {
  function counted(curves: Outcome["curves"]) {
    const counts = new Map<string, number>();
    for (const { role, link = "" } of curves) {
      const whose = `${role} ${link}`.trim();
      counts.set(whose, (counts.get(whose) ?? 0) + 1);
    }
    return [...counts];
  }

  it("are of every fit: roles, arms that were taught, and a chain's models", async () => {
    const through = [probe(drawn(16), quick)];
    const { outcomes } = await run(
      small({ methods: bootstrapping({ through, fresh: false }), arms: "all" }),
    );
    const [{ curves, arms }] = outcomes as [Outcome];
    expect(arms.untouched).toMatchObject({ run: false });
    expect(counted(curves)).toEqual([
      ["weak", 2],
      ["student", 2],
      ["ceiling", 2],
      ["uninformed", 2],
      ["selfTaught", 2],
      [`link ${outcomes[0]!.links[0]!.name}`, 2],
    ]);
    for (const { points, chosenStep } of curves) {
      expect(points.length).toBeGreaterThan(1);
      expect(points.map(({ step }) => step)).toContain(chosenStep);
      for (const point of points) expect(point.testAccuracy).toBeGreaterThan(0);
    }
    // All of the test is watched, so the kept step's accuracy is the score.
    const kept = (whose: string) => {
      const own = curves.filter(({ role }) => role === whose);
      const of = ({ points, chosenStep }: (typeof own)[number]) =>
        points.find(({ step }) => step === chosenStep)!.testAccuracy!;
      return mean(own.map(of));
    };
    const { uninformed, selfTaught } = arms;
    if (!uninformed.run || !selfTaught.run) throw new Error("arms were asked for");
    expect(kept("uninformed")).toBeCloseTo(uninformed.scores.accuracy.value, 4);
    expect(kept("selfTaught")).toBeCloseTo(selfTaught.scores.accuracy.value, 4);
    expect(kept("link")).toBeCloseTo(outcomes[0]!.links[0]!.scores.accuracy.value, 4);
  });
});

describe("runPlan", () => {
  it("gives one row a cell, with scores of every role and agreement", async () => {
    const { outcomes, plan } = await run(
      small({ methods: [naive(), confidence()], labels: ["soft", "hard"] }),
    );
    expect(outcomes.map(({ labels, method }) => `${labels} ${method}`)).toEqual([
      "soft naive",
      "soft confidence",
      "hard naive",
      "hard confidence",
    ]);
    expect(plan.summary).toMatchObject({ trials: 8, cached: 0 });
    for (const { scores, agreement, testExamples, seeds, gap } of outcomes) {
      const { weak, student, ceiling } = scores;
      expect(testExamples).toBe(60);
      expect(seeds).toEqual([0, 1]);
      for (const { accuracy } of [weak, student, ceiling])
        expect(accuracy.value).toBeGreaterThan(0.4);
      expect(gap.value).toBeCloseTo(ceiling.accuracy.value - weak.accuracy.value, 12);
      expect(agreement.overall).toBeGreaterThan(0);
    }
  });

  it("judges hard labels as they teach: sure of all they say", async () => {
    const { outcomes } = await run(small({ labels: ["soft", "hard"] }));
    const [soft, hard] = outcomes.map(({ labelQuality }) => labelQuality.transfer);
    expect(hard!.accuracy).toBe(soft!.accuracy);
    expect([hard!.confidence, soft!.confidence < 1]).toEqual([1, true]);
    expect(hard!.calibrationError).toBeCloseTo(1 - hard!.accuracy, 6);
  });

  it("does nothing the second time", async () => {
    const first = await run(small());
    const second = await run(small());
    expect(second.plan.summary).toMatchObject({ toRun: 0, estimateMs: 0, work: [] });
    expect(second.reporter.work).toEqual([]);
    expect(second.outcomes).toEqual(first.outcomes);
  });

  it("writes the same bytes for the same seeds", async () => {
    await run(small({ methods: [naive(), confidence()] }), "one");
    await run(small({ methods: [naive(), confidence()] }), "other");
    const [one, other] = [await contents("one"), await contents("other")];
    expect(Object.keys(one).length).toBeGreaterThan(40);
    expect(other).toEqual(one);
  });

  it("runs only what a new method adds", async () => {
    await run(small());
    const { plan } = await run(small({ methods: [naive(), confidence()] }));
    // Two seeds of one more fit, and one more row.
    expect(plan.summary.toRun).toBe(3);
  });

  it("computes again what an edited method or label changes, and nothing else", async () => {
    const scaled = (factor: number) =>
      method("mine", {}, ({ labels, logits }) => mul(crossEntropy(labels, logits), factor));
    await run(small({ methods: scaled(1) }));
    expect((await run(small({ methods: scaled(2) }))).plan.summary.toRun).toBe(3);
    const edited = reviews();
    edited[0] = { ...edited[0]!, kind: !edited[0]!.kind };
    const relabelled = table(rows("reviews", edited), { text: "text", label: "kind" });
    const { plan } = await run(small({ task: relabelled, methods: scaled(2) }));
    expect(plan.summary.work.map(({ kind }) => kind)).not.toContain("features");
  });

  it("goes on where it was interrupted, to the same result", async () => {
    const whole = await run(small({ methods: [naive(), confidence()] }), "whole");
    const stop = new AbortController();
    const interrupting = listener(({ kind }) => {
      if (kind === "labels") stop.abort(new Error("stopped by the user"));
    });
    const again = small({ methods: [naive(), confidence()] });
    await expect(run(again, "cut", interrupting, stop.signal)).rejects.toThrow(
      "stopped by the user",
    );
    const resumed = await run(again, "cut");
    expect(resumed.plan.summary.cached).toBeGreaterThan(0);
    expect(resumed.reporter.work.map(({ kind }) => kind)).toEqual(["labels", "fit", "score"]);
    expect(resumed.outcomes).toEqual(whole.outcomes);
    expect(await contents("cut")).toEqual(await contents("whole"));
  });

  it("computes a damaged step again and says so", async () => {
    const { outcomes, store } = await run(small());
    const fits = (await store.list()).filter(({ kind }) => kind === "fit");
    for (const { name } of fits) {
      const path = join(store.dir, "steps", name.slice(0, 2), name, "arrays.safetensors");
      const bytes = await readFile(path);
      bytes[bytes.length - 1]! ^= 1;
      await writeFile(path, bytes);
    }
    // The row is there, so nothing is read; a new row needs the fits.
    const { outcomes: more, reporter } = await run(small({ resamples: 201 }));
    expect(reporter.warnings.join("\n")).toContain("is gone from the store; computing it again");
    expect(more[0]!.scores.student.accuracy.value).toBe(outcomes[0]!.scores.student.accuracy.value);
  });

  it("lets two runs share a store at once", async () => {
    const [one, other] = await Promise.all([run(small()), run(small())]);
    expect(other.outcomes).toEqual(one.outcomes);
    expect(await one.store.verify()).toMatchObject({ damaged: [] });
  });

  it("trains reward probes on preference pairs", async () => {
    const texts = reviews(1600);
    const [kind, unkind] = [texts.filter((row) => row.kind), texts.filter((row) => !row.kind)];
    const preferences = kind
      .slice(0, unkind.length)
      .map((row, i) => ({ good: row.text, bad: unkind[i]!.text }));
    const { outcomes } = await run(
      small({
        task: pairs(rows("pairs", preferences), { chosen: "good", rejected: "bad" }),
        students: probe(drawn(40), { epochs: 200, batchSize: 32 }),
      }),
    );
    expect(outcomes[0]!.scores.ceiling.accuracy.value).toBeGreaterThan(0.8);
  });

  it("says what a figure needs: who the models are, the splits' sizes and chance", async () => {
    const { outcomes, plan } = await run(small());
    const { chance, splits, supervisorModel, studentModel, testExamples } = outcomes[0]!;
    expect(studentModel).toEqual({
      name: "drawn",
      adapted: "probe",
      parameters: null,
      pretrainingFlop: null,
    });
    expect(supervisorModel).toEqual(studentModel);
    expect(plan.cells[0]!.about.splits).toEqual(splits);
    expect(chance).toBeCloseTo(0.5, 1);
    expect(
      splits.supervise + splits.transfer + splits.validation + testExamples,
    ).toBeLessThanOrEqual(300);
    expect(splits.transfer).toBeGreaterThan(splits.validation);
  });

  it("says which data it was made of: other rows are another hash", async () => {
    const made = async (texts: ReturnType<typeof reviews>) => {
      const named = table(rows("reviews", texts), { text: "text", label: "kind" });
      const [own] = (await run(small({ task: named }))).plan.sources.tasks;
      return own!;
    };
    const all = await made(reviews());
    expect(all).toMatchObject({ name: expect.any(String), examples: expect.any(Number) });
    expect((await made(reviews())).sha256).toBe(all.sha256);
    expect((await made(reviews().slice(1))).sha256).not.toBe(all.sha256);
  });

  it("names a student whose loss stops being a number", async () => {
    const broken = method("broken", {}, ({ logits, labels }) =>
      mul(crossEntropy(labels, logits), Number.NaN),
    );
    // Both seeds train beside each other: either may be the first.
    await expect(run(small({ methods: broken }))).rejects.toThrow(
      /^drawn:40 taught by drawn:8 on reviews, seed [01]: training: step 1 has loss NaN; .* examples "\w+", "/,
    );
  });

  it("refuses a probe of more features than there are", async () => {
    const wide = probe(drawn(8), { ...quick, features: 9 });
    await expect(run(small({ supervisors: wide }))).rejects.toThrow(InputError);
  });
});
