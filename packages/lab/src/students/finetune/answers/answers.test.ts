// Whole studies whose students say answers in words: the world's small models, which know how a
// question ends.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../../test/scratch.js";
import { listening } from "../../../../test/rooms.js";
import { type Ran, TinyStores } from "../../../../test/tiny-study.js";
import { openEvidence } from "../../../export/evidence/read-evidence.js";
import { writeEvidence } from "../../../export/evidence/write-evidence.js";
import {
  bootstrapping,
  confidence,
  coTeaching,
  type Method,
  naive,
  studentEnsemble,
  surest,
} from "../../../methods/index.js";
import type { EvidenceRow } from "../../../outcome/index.js";
import { random } from "../../../random.js";
import { drawn, model } from "../../../reading/index.js";
import { type StudyOptions, study } from "../../../study/index.js";
import { ensemble, errors, noisy } from "../../../supervisors/index.js";
import { answers, rows, type Task } from "../../../tasks/index.js";
import { finetune, lora, predictions, probe, prompt } from "../../index.js";
import { told } from "../../told.js";
import type { FinetuneOptions } from "../recipe.js";

/** The largest of three digits, and what stands before it: answers of two tokens. */
function largest(count: number, more: object = {}): Task {
  const options = { question: "question", answer: "answer", group: "group", ...more };
  return answers(rows("largest", largestOfThree(count)), options);
}

function largestOfThree(count: number) {
  const draw = random(5, "largest");
  return Array.from({ length: count }, () => {
    const digits = Array.from({ length: 3 }, () => draw.integer(10));
    const most = Math.max(...digits);
    return { question: `max ${digits.join(" ")} =`, answer: `${most} d`, group: draw.integer(1e9) };
  });
}

const small = { epochs: 3, batchSize: 16, learningRate: 2e-2, answerTokens: 4 };
const weak = finetune(model("zoo:w2s-world-8"), { ...small, as: "weak" });
const strong = finetune(model("zoo:w2s-world-16"), { ...small, as: "strong" });

const tiny = (options: Partial<StudyOptions> = {}) =>
  study({
    task: largest(240),
    supervisors: weak,
    students: strong,
    seeds: 2,
    resamples: 200,
    arms: "all",
    ...options,
  });

const stores = new TinyStores();
const refusal = async (options: Partial<StudyOptions>): Promise<string> => {
  const error: unknown = await stores.plan(tiny(options)).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
};

describe("a study of answers", () => {
  let ran: Ran;
  beforeAll(async () => {
    ran = await stores.run(tiny());
  }, 120_000);

  it("scores exact match, with the arms beside it", () => {
    const [outcome] = ran.outcomes;
    const { scores, arms, chance, agreement } = outcome!;
    expect(chance).toBe(0);
    const values = [scores.weak, scores.student, scores.ceiling].map(
      ({ accuracy }) => accuracy.value,
    );
    for (const value of values) expect(value).toBeGreaterThan(0);
    expect(scores.ceiling.auroc).toBeNull();
    expect(scores.ceiling.accuracy.value).toBeGreaterThan(0.5);
    expect(arms.untouched).toMatchObject({ run: true });
    // The untouched model was never told to say a letter behind the digit.
    if (arms.untouched.run) expect(arms.untouched.scores.accuracy.value).toBe(0);
    if (!arms.uninformed.run) throw new Error("was not run");
    expect(arms.uninformed.scores.accuracy.value).toBeLessThan(scores.ceiling.accuracy.value);
    expect(agreement.overall).toBeGreaterThan(0);
  });

  it("is what its predictions are, counted by hand", async () => {
    const [cell] = ran.plan.cells;
    const { room, trials } = cell!;
    const shares = await Promise.all(
      trials.map(async ({ student, seed }) => {
        const said = await ran.result(student.step);
        const { test } = room.rows(seed);
        const at = new Map([...said.rows].map((row, i) => [row, said.answers![i]]));
        const right = [...test].filter((row) => at.get(row) === room.examples[row]!.right![0]);
        return right.length / test.length;
      }),
    );
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(ran.outcomes[0]!.scores.student.accuracy.value).toBeCloseTo(mean, 10);
  });

  it("gives the student what its supervisor says, and deals it out to the uninformed", async () => {
    const [cell] = ran.plan.cells;
    const { trials, room } = cell!;
    const { weak: step, seed } = trials[0]!;
    const said = await ran.result(step);
    expect(said.answers).toHaveLength(said.rows.length);
    expect(said.probabilities.shape).toEqual([said.rows.length, 1]);
    expect([...said.rows].sort()).toEqual([...room.asked(seed)].sort());
    const { transfer } = room.rows(seed);
    const learns = [...transfer].map((row) => said.answers![said.rows.indexOf(row)]);
    const right = [...transfer].filter((row, i) => learns[i] === room.examples[row]!.right![0]);
    const [quality] = ran.outcomes[0]!.labelQuality.transfer!.balance;
    expect(right.length / transfer.length).toBeGreaterThan(0);
    expect(quality).toBeGreaterThan(0);
    const { uninformed } = cell!.arms;
    if (!("steps" in uninformed)) throw new Error("was not run");
    const dealt = await ran.result(uninformed.steps[0]!);
    expect(dealt.answers).toHaveLength(room.rows(seed).test.length);
  });

  it("gives the same under the same seed, and another course under another", async () => {
    const again = await stores.run(tiny({ seeds: [0] }));
    const both = await Promise.all(
      [ran, again].map(({ plan, result }) => result(plan.cells[0]!.trials[0]!.student.step)),
    );
    expect(both[1]!.answers).toEqual(both[0]!.answers);
    const other = await ran.result(ran.plan.cells[0]!.trials[1]!.student.step);
    expect(other.course!.loss).not.toEqual(both[0]!.course!.loss);
    expect(both[0]!.course!.steps).toHaveLength(3);
  });
});

describe("students that say one answer to everything", () => {
  it("are named as near constant, and their agreement is no imitation", async () => {
    const all = largestOfThree(120);
    const taught = rows(
      "taught one answer",
      all.slice(0, 80).map((one) => ({ ...one, answer: "7 d" })),
    );
    const test = rows("asked others", all.slice(80));
    const task = answers(taught, { question: "question", answer: "answer", group: "group", test });
    const longer = { ...small, epochs: 12, selection: "last" } as const;
    const { outcomes } = await stores.run(
      tiny({
        task,
        supervisors: finetune(model("zoo:w2s-world-8"), { ...longer, as: "weak" }),
        students: finetune(model("zoo:w2s-world-16"), { ...longer, as: "strong" }),
        arms: "none",
        seeds: 1,
      }),
    );
    const { nearConstant, agreement } = outcomes[0]!;
    expect(agreement.overall).toBe(1);
    expect(nearConstant).toEqual(
      (["weak", "student", "ceiling"] as const).map((role) => ({
        role,
        kind: "one answer",
        seeds: 1,
        share: 1,
        note: expect.stringMatching(/says one answer, "7 d", to 100% of the test in 1 of 1 seed$/),
      })),
    );
  });
});

describe("evidence of answers", () => {
  it("has what each said in words, and tells a copied error from another", async () => {
    const store = await stores.open();
    const { plan } = await stores.run(tiny({ task: largest(120), arms: "none", seeds: 1 }), store);
    const folder = scratchFolder("evidence of answers");
    const options = { store, reporter: listening(), signal: new AbortController().signal };
    await writeEvidence(folder, plan, "hash", options);
    const file = await openEvidence(folder);
    const rows: EvidenceRow[] = [];
    for await (const some of file!.testRows()) rows.push(...some);
    const examples = new Map(plan.cells[0]!.room.examples.map((one) => [one.id, one]));
    expect(rows.length).toBeGreaterThan(0);
    for (const { id, words, said, texts, truth } of rows) {
      const { right, inputs } = examples.get(id)!;
      expect({ texts, truth, right: words!.truth }).toEqual({
        texts: inputs,
        truth: 0,
        right: right![0],
      });
      for (const role of ["weak", "student", "ceiling"] as const) {
        expect(said[role]![0] === 1).toBe(words![role] === right![0]);
      }
      const same = words!.weak === words!.student;
      expect(said.weak!.indexOf(1) === said.student!.indexOf(1)).toBe(same);
    }
    const [first] = (await readFile(join(folder, "evidence.jsonl"), "utf8")).split("\n");
    const line = JSON.parse(first!);
    expect(line).toMatchObject({ split: expect.any(String), truth_name: expect.any(String) });
    expect(typeof line.weak_said).toBe("string");
  });
});

describe("students of answers", () => {
  it("may have adapters, learn texts first, train some blocks, and climb in chains", async () => {
    const way = { ...small, epochs: 1 };
    const { outcomes } = await stores.run(
      tiny({
        task: largest(120),
        students: [
          lora(model("zoo:w2s-world-16"), { ...way, targets: "all" }),
          finetune(model("zoo:w2s-world-16"), { ...way, blocks: 1, generative: {}, accumulate: 2 }),
        ],
        methods: [naive(), bootstrapping({ through: [weak], fresh: false })],
        arms: "none",
        seeds: 1,
      }),
    );
    expect(outcomes.map(({ method, links }) => [method, links.length])).toEqual([
      ["naive", 0],
      ["bootstrapping", 1],
      ["naive", 0],
      ["bootstrapping", 1],
    ]);
  });

  it("are chosen by exact match with their labels, the last, or an oracle", async () => {
    const chosen = async (selection: "agreement" | "last" | "oracle") => {
      const student = finetune(model("zoo:w2s-world-16"), { ...small, selection });
      const { plan, result } = await stores.run(
        tiny({ students: student, arms: "none", seeds: [1] }),
      );
      const { course } = await result(plan.cells[0]!.trials[0]!.student.step);
      return course!;
    };
    const byLabels = await chosen("agreement");
    const best = Math.max(...byLabels.agreement);
    expect(byLabels.agreement[byLabels.steps.indexOf(byLabels.chosenStep)]).toBe(best);
    expect((await chosen("last")).chosenEpoch).toBe(3);
    const oracle = await chosen("oracle");
    expect(oracle.oracle).toHaveLength(3);
    expect(oracle.oracle[oracle.steps.indexOf(oracle.chosenStep)]).toBe(Math.max(...oracle.oracle));
  });

  it("stop after answerTokens, and count several right forms and what is ignored", async () => {
    const one = { ...small, answerTokens: 1 };
    const cut = finetune(model("zoo:w2s-world-16"), one);
    const forms = { alsoRight: "question", ignore: ["blanks", "case"] };
    const { plan, result, outcomes } = await stores.run(
      tiny({ task: largest(120, forms), students: cut, arms: "none", seeds: 1 }),
    );
    const { answers: said } = await result(plan.cells[0]!.trials[0]!.student.step);
    expect(said!.every((answer) => answer.split(" ").length === 1)).toBe(true);
    expect(outcomes[0]!.scores.student.accuracy.value).toBe(0);
  });
});

describe("what answers do not go with", () => {
  const refused = (message: string) => `task "largest": asks for answers in words, and ${message}`;
  const others = "chooses among options; use finetune(...) or lora(...) of a language model";

  it.each([
    ["a probe", { students: probe(drawn(4)) }, refused(`a probe ${others}`)],
    ["a probe that supervises", { supervisors: probe(drawn(4)) }, refused(`a probe ${others}`)],
    [
      "a prompted model",
      { students: prompt(model("zoo:w2s-world-16")) },
      refused(`a prompted model ${others}`),
    ],
    [
      "one told its labels",
      { students: told(strong) },
      'told: task "largest" asks for answers in words; a remark needs options',
    ],
  ] as const)("%s", async (_, options, message) => {
    expect(await refusal(options)).toContain(message);
  });

  it.each([
    ["errors", errors({ where: "random", rate: 0.2 })],
    ["noisy", noisy(weak, { rate: 0.1 })],
    ["ensemble", ensemble([weak, strong])],
  ] as const)("a supervisor of %s", async (name, supervisors) => {
    expect(await refusal({ supervisors })).toBe(
      refused(
        `${name}(...) gives labels of options; use finetune(...) or lora(...) of a language ` +
          "model as a supervisor",
      ),
    );
  });

  it.each([
    ["confidence", confidence(), 'the loss "confidence"'],
    ["surest", surest({ keep: 0.5 }), 'the adjustment "surest"'],
    ["studentEnsemble", studentEnsemble(), "combine(...)"],
    ["coTeaching", coTeaching(), "the adjustment"],
  ] as const)("the method %s", async (_, method: Method, what) => {
    const message = await refusal({ methods: method });
    expect(message).toContain(what);
    expect(message).toContain(
      'needs probabilities of options, and task "largest" asks for answers in words; use naive()',
    );
  });

  it.each([
    ["labelWords", { labelWords: ["no", "yes"] }],
    ["dropout", { dropout: 0.1 }],
    ["ema", { ema: 0.9 }],
    ["recompute", { recompute: true }],
    ["selection", { selection: "loss" }],
  ] satisfies [string, FinetuneOptions][])("the option %s", async (name, option) => {
    const students = finetune(model("zoo:w2s-world-16"), { ...small, ...option, as: "s" });
    expect(await refusal({ students })).toContain(
      `finetune: task "largest" asks for answers in words, where "${name}" is not followed`,
    );
  });

  it("AUROC, and predictions made elsewhere", async () => {
    expect(await refusal({ metric: "auroc" })).toBe(
      'task "largest": answers in words are right or wrong and rank nothing; use metric "accuracy"',
    );
    expect(await refusal({ students: predictions("theirs.jsonl") })).toContain("theirs.jsonl");
  });
});
