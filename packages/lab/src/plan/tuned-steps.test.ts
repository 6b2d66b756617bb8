// Whole studies with students by LoRA and by prompting, of a tiny random decoder.

import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { writeTinyDecoder } from "../../test/tiny-decoder.js";
import { confidence, naive } from "../methods/index.js";
import { random } from "../random.js";
import { model } from "../reading/index.js";
import { openStore } from "../store/index.js";
import { finetune, lora, prompt, told } from "../students/index.js";
import { type StudyOptions, study } from "../study/index.js";
import { rows, table } from "../tasks/index.js";
import { armCostsMuch } from "./arms.js";
import { planStudy } from "./plan.js";
import { runPlan } from "./run.js";

let folder: string;
let path: string;
beforeAll(async () => {
  folder = scratchFolder("tuned");
  path = await writeTinyDecoder(folder);
});

const draw = random(5, "tuned steps test");
const sentences = Array.from({ length: 120 }, (_, i) => {
  const words = Array.from({ length: 4 + draw.integer(5) }, () => "abcdefgh"[draw.integer(8)]!);
  if (i % 2) words[draw.integer(words.length)] = "7";
  return { text: words.join(" "), label: i % 2 };
});
const task = table(rows("sevens", sentences), { text: "text", label: "label" });
const tiny = () => model(path, { as: "tiny" });
const quick = { epochs: 1, batchSize: 16, learningRate: 3e-3 };

let place = 0;
async function planOf(options: Partial<StudyOptions>) {
  const one = study({
    task,
    supervisors: finetune(tiny().layer(1), quick),
    students: lora(tiny(), quick),
    seeds: 1,
    resamples: 200,
    arms: "none",
    ...options,
  });
  const store = await openStore(join(folder, `store${place++}`));
  const plan = await planStudy(one, { name: "test", baseDir: folder, store, modelFolders: [] });
  return { plan, store };
}

async function run(options: Partial<StudyOptions>) {
  const { plan, store } = await planOf(options);
  const silent = () => undefined;
  const reporter = { plan: silent, begin: silent, progress: silent, end: silent, warn: silent };
  const outcomes = await runPlan(plan, { store, reporter, signal: new AbortController().signal });
  return { plan, outcomes, store };
}

describe("students by LoRA", () => {
  it("learn by every method like any other, keep adapters and head, and may be told", async () => {
    const students = [lora(tiny(), { ...quick, rank: 2 }), told(lora(tiny().layer(1), quick))];
    const { outcomes, plan } = await run({ students, methods: [naive(), confidence()] });
    expect(outcomes.map(({ student, method }) => `${student} ${method}`)).toEqual([
      "tiny LoRA rank 2 naive",
      "tiny LoRA rank 2 confidence",
      "tiny:1 LoRA, told naive",
      "tiny:1 LoRA, told confidence",
    ]);
    // Two ceilings and four students; a ceiling that is told waits for what it is told, and trains
    // beside the students.
    const passes = plan.summary.work.filter(({ kind }) => kind === "lora");
    expect(passes.map(({ steps }) => steps).sort()).toEqual([1, 2, 3]);
    expect(outcomes[0]!.studentModel).toMatchObject({ name: "tiny", adapted: "LoRA rank 2" });
  });

  it("are refused before anything runs where the model has no such layer", async () => {
    const students = lora(tiny(), { targets: ["query"] });
    await expect(run({ students })).rejects.toThrow('got "query"');
    await expect(run({ students: lora(tiny(), { blocks: 3 }) })).rejects.toThrow(
      'lora: "blocks" must be at most 2 for tiny LoRA last 3, got 3',
    );
  });
});

describe("generative finetuning", () => {
  const generative = { epochs: 2, learningRate: 3e-3 };

  it("is done once for all students of a model and seed, and what they start from", async () => {
    const students = [
      finetune(tiny(), { ...quick, generative }),
      lora(tiny(), { ...quick, generative }),
    ];
    const { outcomes, plan, store } = await run({
      students,
      methods: [naive(), confidence()],
      labels: ["soft", "hard"],
    });
    expect(
      outcomes
        .map(({ student }) => student)
        .filter((student, i, all) => all.indexOf(student) === i),
    ).toEqual(["tiny finetuned, generative", "tiny LoRA, generative"]);
    expect(plan.summary.work.filter(({ kind }) => kind === "generative")).toHaveLength(1);
    const [kept] = (await store.list()).filter(({ kind }) => kind === "generative");
    const { arrays } = (await store.read(kept!.name))!;
    const [first, second] = arrays["loss of each epoch"]!.data as Float32Array;
    expect(second!).toBeLessThan(first!);
    const plain = await run({ students: finetune(tiny(), quick) });
    expect(plain.outcomes[0]!.scores.ceiling.logLoss).not.toBe(outcomes[0]!.scores.ceiling.logLoss);
  });

  it("goes with stored activations below the trained blocks: it trains those alone", async () => {
    const score = async (stored: boolean) => {
      const students = finetune(tiny(), { ...quick, generative, blocks: 1, store: stored });
      const { outcomes, plan } = await run({ students });
      expect(plan.summary.work.some(({ kind }) => kind === "prefix")).toBe(stored);
      return outcomes[0]!.scores.ceiling.logLoss;
    };
    expect(await score(true)).toBeCloseTo(await score(false), 5);
  });
});

describe("students by prompting", () => {
  const options = { template: "{text} ? {label}", labelWords: ["no", "yes"] };

  // The student with weak labels in its context, its ceiling with ground truth.
  it("are asked once whatever the methods, as a student and as a ceiling", async () => {
    const students = prompt(tiny(), { ...options, shots: 2 });
    const { outcomes, plan, store } = await run({
      students,
      methods: [naive(), confidence()],
      labels: ["soft", "hard"],
    });
    expect(outcomes.map(({ student, method, labels }) => [student, method, labels])).toEqual([
      ["tiny 2-shot", "in context", "hard"],
    ]);
    expect(plan.summary.work.filter(({ kind }) => kind === "prompt")).toHaveLength(2);
    const kept = (await store.list()).filter(({ kind }) => kind === "prompt");
    const shots = await Promise.all(
      kept.map(async ({ name }) => (await store.read(name))!.arrays.shots),
    );
    expect(shots.map((array) => array!.shape)).toEqual([[2], [2]]);
  });

  it("look at no label when asked without examples: student and ceiling are one", async () => {
    const { outcomes, plan } = await run({ students: prompt(tiny(), options) });
    expect(plan.summary.work.filter(({ kind }) => kind === "prompt")).toHaveLength(1);
    expect(outcomes[0]!.scores.student.accuracy.value).toBe(
      outcomes[0]!.scores.ceiling.accuracy.value,
    );
  });

  it("supervise like any other", async () => {
    const { outcomes } = await run({
      supervisors: prompt(tiny(), { ...options, shots: 1 }),
      students: finetune(tiny(), quick),
    });
    expect(outcomes[0]).toMatchObject({ supervisor: "tiny 1-shot", student: "tiny finetuned" });
  });
});

describe("arms of students whose training costs much", () => {
  // A million epochs.
  const dear = { ...quick, epochs: 1e6 };

  it("are the untouched one by default, where it says something", async () => {
    const labelWords = ["no", "yes"];
    const students = [
      finetune(tiny(), { ...dear, labelWords, as: "asked" }),
      finetune(tiny(), { ...dear, as: "new head" }),
    ];
    const { plan } = await planOf({ students, arms: "cheap" });
    const arms = plan.cells.map(({ arms: { untouched, uninformed, selfTaught } }) =>
      [untouched, uninformed, selfTaught].map((arm) =>
        "reason" in arm ? arm.reason : arm.steps.length,
      ),
    );
    expect(arms).toEqual([
      [1, armCostsMuch, armCostsMuch],
      ["its head is new: chance", armCostsMuch, armCostsMuch],
    ]);
  });
});
