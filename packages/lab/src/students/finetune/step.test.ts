// Whole studies with finetuned students of a tiny random decoder that reads a few words.

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { writeTinyDecoder } from "../../../test/tiny-decoder.js";
import { neededSteps } from "../../engine/index.js";
import { confidence, naive } from "../../methods/index.js";
import { planStudy } from "../../plan/plan.js";
import { runPlan } from "../../plan/run.js";
import { random } from "../../random.js";
import { model } from "../../reading/index.js";
import type { Reporter } from "../../reporter.js";
import { openStore, type Store } from "../../store/index.js";
import { type Study, type StudyOptions, study } from "../../study/index.js";
import { choices, pairs, rows, table } from "../../tasks/index.js";
import type { FinetuneOptions } from "./recipe.js";
import { finetune } from "./spec.js";

let folder: string;
let place = 0;
beforeAll(async () => {
  folder = scratchFolder("finetune");
  await writeTinyDecoder(folder, 1, 3);
});
beforeEach(() => {
  place += 1;
});

const letters = [..."abcdefgh"];
const draw = random(5, "finetune step test");
const text = (has: boolean) => {
  const words = Array.from({ length: 3 + draw.integer(6) }, () => letters[draw.integer(8)]!);
  if (has) words[draw.integer(words.length)] = "7";
  return words.join(" ");
};
const sentences = Array.from({ length: 160 }, (_, i) => ({
  text: text(i % 2 === 1),
  label: i % 2,
}));
const task = table(rows("sevens", sentences), { text: "text", label: "label" });
const tiny = () => model(join(folder, "tiny"), { as: "tiny" });
const quick: FinetuneOptions = { epochs: 2, batchSize: 16, learningRate: 3e-3 };

const small = (options: Partial<StudyOptions> = {}): Study =>
  study({
    task,
    supervisors: finetune(tiny().layer(1), quick),
    students: finetune(tiny(), { ...quick, blocks: 1 }),
    seeds: 2,
    resamples: 200,
    arms: "none",
    ...options,
  });

const opened = () => openStore(join(folder, `store${place}`));
const planned = async (one: Study, store?: Store) =>
  planStudy(one, {
    name: "test",
    baseDir: folder,
    store: store ?? (await opened()),
    modelFolders: [],
  });

async function run(
  one: Study,
  changes: Partial<Reporter> = {},
  signal = new AbortController().signal,
) {
  const store = await opened();
  const warnings: string[] = [];
  const silent = () => undefined;
  const reporter: Reporter = {
    plan: silent,
    begin: silent,
    progress: silent,
    end: silent,
    warn: (line) => void warnings.push(line),
    ...changes,
  };
  const plan = await planned(one, store);
  return { plan, warnings, store, outcomes: await runPlan(plan, { store, reporter, signal }) };
}

describe("finetuned students in a study", () => {
  it("count a model's first blocks as a model, and share what frozen blocks say", async () => {
    const { plan, outcomes, store } = await run(small({ methods: [naive(), confidence()] }));
    expect(outcomes.map(({ supervisor, student }) => `${supervisor} > ${student}`)).toEqual([
      "tiny:1 finetuned > tiny finetuned last 1",
      "tiny:1 finetuned > tiny finetuned last 1",
    ]);
    // Two supervisors, two ceilings and four students; the six that train the last block share one
    // prefix.
    const count = (kind: string) =>
      plan.summary.work.reduce((sum, work) => sum + (work.kind === kind ? work.steps : 0), 0);
    expect([count("finetune"), count("prefix")]).toEqual([8, 1]);
    const [prefix] = (await store.list()).filter(({ kind }) => kind === "prefix");
    const { arrays } = (await store.read(prefix!.name))!;
    const tokens = sentences.reduce((sum, row) => sum + 1 + row.text.split(" ").length, 0);
    expect(arrays.states!.shape).toEqual([tokens, 16]);
  });

  it("learn the same with frozen blocks run at every step as with them stored", async () => {
    const scores = async (store: boolean) => {
      const students = finetune(tiny(), { ...quick, blocks: 2, store });
      const { outcomes, plan } = await run(small({ students, seeds: 1 }));
      expect(plan.summary.work.some(({ kind }) => kind === "prefix")).toBe(store);
      return outcomes[0]!.scores.ceiling.logLoss;
    };
    expect(await scores(true)).toBeCloseTo(await scores(false), 5);
  });

  it("cost as much as the blocks that they go through, three times where they train", async () => {
    const costOf = async (options: FinetuneOptions) => {
      const one = small({ students: finetune(tiny(), { ...quick, ...options }), seeds: 1 });
      const steps = await neededSteps((await planned(one)).targets, { has: async () => false });
      const student = steps.find(({ label }) => label.startsWith("tiny finetuned"))!;
      return student.kind.cost([student]);
    };
    // All three blocks: 9. The last: 3, and 2 more where the others are run at every step.
    const whole = await costOf({});
    expect((await costOf({ blocks: 1 })) / whole).toBeCloseTo(3 / 9, 9);
    expect((await costOf({ blocks: 1, store: false })) / whole).toBeCloseTo(5 / 9, 9);
  });

  it("go on from the middle of a trial, and leave nothing behind", async () => {
    const one = small({ seeds: 1 });
    const whole = await run(one);
    place += 1;
    const stop = new AbortController();
    let trials = 0;
    const begin = ({ kind }: { kind: string }) => {
      if (kind === "finetune") trials += 1;
    };
    const progress = (done: number) => {
      if (trials === 2 && done > 40) stop.abort(new Error("stopped by the user"));
    };
    await expect(run(one, { begin, progress }, stop.signal)).rejects.toThrow("stopped by the user");
    const scratch = join(folder, `store${place}`, "scratch");
    expect(await readdir(scratch)).toHaveLength(1);
    const resumed = await run(one);
    expect(resumed.outcomes).toEqual(whole.outcomes);
    expect(await readdir(scratch)).toEqual([]);
    expect(existsSync(join(folder, `store${place}`, "tmp"))).toBe(true);
  });

  it("train side by side where they are small, and say why where they do not", async () => {
    const one = small({ students: finetune(tiny(), quick), methods: [naive(), confidence()] });
    const { plan, outcomes, store } = await run(one);
    const labels = ({ summary }: typeof plan) =>
      summary.work
        .filter(({ kind }) => kind === "finetune")
        .map(({ label, steps }) => `${steps}: ${label}`);
    // The supervisors, the ceilings, and both methods of both seeds.
    expect(labels(plan).map((label) => label.replace(/ on test.*?, seed/, ", seed"))).toEqual([
      expect.stringMatching(
        /^2: tiny:1 finetuned taught by ground truth of \w+ on .* and 1 more, side by side$/,
      ),
      expect.stringMatching(
        /^2: tiny finetuned taught by ground truth of \w+ on .* and 1 more, side by side$/,
      ),
      expect.stringMatching(
        /^4: tiny finetuned taught by tiny:1 finetuned on .* and 3 more, side by side$/,
      ),
    ]);
    expect(await readdir(join(store.dir, "scratch")).catch(() => [])).toEqual([]);

    place += 1;
    const stop = new AbortController();
    let pieces = 0;
    const begin = ({ kind }: { kind: string }) => {
      if (kind === "finetune") pieces += 1;
    };
    const progress = (done: number) => {
      if (pieces === 3 && done > 40) stop.abort(new Error("stopped by the user"));
    };
    await expect(run(one, { begin, progress }, stop.signal)).rejects.toThrow("stopped by the user");
    expect((await run(one)).outcomes).toEqual(outcomes);

    const methods = [naive(), confidence()];
    const alone = await run(
      small({ students: finetune(tiny(), { ...quick, ema: 0.9 }), methods, seeds: 1 }),
    );
    expect(labels(alone.plan).filter((label) => label.includes("ema"))).toHaveLength(3);
    // Two lines of one plan are told apart by their methods.
    expect(new Set(labels(alone.plan)).size).toBe(labels(alone.plan).length);
    expect(labels(alone.plan).at(-1)).toMatch(/ \(alone: its recipe has "ema"\)$/);
  });

  it("start from the rows of label words, and refuse words that are not tokens", async () => {
    const students = (words: string[]) => finetune(tiny(), { ...quick, labelWords: words });
    const { outcomes } = await run(small({ students: students(["no", "yes"]), seeds: 1 }));
    expect(outcomes[0]!.scores.ceiling.accuracy.value).toBeGreaterThan(0.4);
    await expect(run(small({ students: students(["no", "1 2"]), seeds: 1 }))).rejects.toThrow(
      /a label word must be one token of .*tiny, got "1 2", which is 2 \(ids \d+, \d+\)/,
    );
  });

  it("learn rewards from pairs, and choices among more than two texts", async () => {
    const preferences = Array.from({ length: 160 }, () => ({ good: text(true), bad: text(false) }));
    const questions = Array.from({ length: 160 }, (_, i) => ({
      question: `take ${i} ?`,
      options: [0, 1, 2].map((k) => text(k === i % 3)),
      answer: i % 3,
    }));
    const many: FinetuneOptions = { epochs: 12, batchSize: 16, learningRate: 1e-2 };
    for (const [one, chance] of [
      [pairs(rows("pairs", preferences), { chosen: "good", rejected: "bad" }), 1 / 2],
      [
        choices(rows("three", questions), {
          question: "question",
          choices: "options",
          answer: "answer",
          together: 3,
        }),
        1 / 3,
      ],
    ] as const) {
      const students = finetune(tiny(), many);
      const { outcomes } = await run(small({ task: one, students, seeds: 1 }));
      expect(outcomes[0]!.scores.ceiling.accuracy.value).toBeGreaterThan(chance + 0.2);
    }
  });

  it("refuse more blocks than there are", async () => {
    const students = finetune(tiny().layer(2), { blocks: 3 });
    await expect(run(small({ students }))).rejects.toThrow(
      'finetune: "blocks" must be at most 2 for tiny:2 finetuned last 3, got 3',
    );
  });
});
