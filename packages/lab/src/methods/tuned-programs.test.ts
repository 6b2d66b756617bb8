// Programs over students whose models are trained, of two and three options: a tiny random decoder.

import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { writeTinyModel } from "../../test/tiny-model.js";
import { TinyStores, tinyStudy } from "../../test/tiny-study.js";
import type { Step } from "../engine/index.js";
import type { Labels } from "../labels/index.js";
import { random } from "../random.js";
import { model } from "../reading/index.js";
import { finetune, lora, probe, prompt } from "../students/index.js";
import type { StudyOptions } from "../study/index.js";
import { choices, rows, table } from "../tasks/index.js";
import {
  bootstrapping,
  confidence,
  coTeaching,
  generative,
  knn,
  logistic,
  lpft,
  type Method,
  naive,
  select,
  strongToStrong,
  studentEnsemble,
  surest,
  topological,
} from "./index.js";

const stores = new TinyStores();
let folder: string;
let path: string;
beforeAll(async () => {
  folder = scratchFolder("tuned-programs");
  path = await writeTinyModel(join(folder, "tiny"), { layers: 2, width: 8 });
});

const draw = random(5, "tuned programs");
const text = () => Array.from({ length: 4 }, () => "abcdefgh"[draw.integer(8)]!).join(" ");
const two = table(
  rows(
    "two",
    Array.from({ length: 160 }, (_, i) => ({ text: `${text()} ${i % 2 ? 7 : 3}`, label: i % 2 })),
  ),
  { text: "text", label: "label" },
);
const three = choices(
  rows(
    "three",
    Array.from({ length: 160 }, (_, i) => ({
      question: text(),
      choices: [0, 1, 2].map((k) => `${text()} ${k === i % 3 ? 7 : 3}`),
      answer: i % 3,
    })),
  ),
  { question: "question", choices: "choices", answer: "answer", together: 3 },
);

const tiny = () => model(path, { as: "tiny" });
const quick = { epochs: 1, batchSize: 32, learningRate: 3e-3 };
const small = () => finetune(tiny().layer(1), { ...quick, as: "small" });
const large = () => finetune(tiny(), { ...quick, as: "large" });

const given = (options: Partial<StudyOptions>) =>
  tinyStudy({ task: two, supervisors: small(), students: large(), ...options });
const trialOf = async (options: Partial<StudyOptions>) => {
  const ran = await stores.run(given(options));
  return { ...ran, cell: ran.plan.cells[0]!, trial: ran.plan.cells[0]!.trials[0]! };
};
const input = (step: Step, role: string) => step.inputs[role] as Step;

describe("programs over finetuned students and adapters", () => {
  it("run for three options, each to another student", async () => {
    const methods: Method[] = [
      bootstrapping({ through: [lora(tiny().layer(1), quick)] }),
      generative(),
      surest({ keep: 0.5 }),
      knn({ k: 3 }),
      topological({ k: 3 }),
      strongToStrong(),
      studentEnsemble({ members: 2, combine: "adaboost" }),
      coTeaching({ rounds: 1 }),
      select({ rule: "last" }),
    ];
    const { plan, outcomes } = await stores.run(given({ task: three, methods }));
    const names = plan.cells.map((cell) => cell.trials[0]!.student.step.name);
    expect(new Set(names).size).toBe(methods.length);
    expect(outcomes.map(({ method }) => method)).toEqual(methods.map(({ name }) => name));
  });

  it.each([logistic({ folds: 2 }), lpft()])("refuse probes of three texts: %o", async (methods) => {
    await expect(stores.plan(given({ task: three, methods }))).rejects.toThrow(
      "a probe compares two texts, got 3",
    );
  });
});

describe("generative", () => {
  it("does to the ceiling and the untouched arm what it does to the student", async () => {
    const students = finetune(tiny(), { ...quick, labelWords: ["3", "7"] });
    const { cell, trial } = await trialOf({ students, arms: ["untouched"], methods: generative() });
    const learnt = input(trial.student.step, "generative");
    expect(learnt.kind.name).toBe("generative");
    expect(input(trial.ceiling.step, "generative").name).toBe(learnt.name);
    const { untouched } = cell.arms;
    if (!("steps" in untouched)) throw new Error("the arm is not there");
    expect(input(untouched.steps[0]!, "generative").name).toBe(learnt.name);
  });

  it("is the student's own option of that name, as a method", async () => {
    const recipe = { epochs: 2, learningRate: 1e-3, batchSize: 16 };
    const byMethod = await trialOf({ methods: generative(recipe) });
    const students = finetune(tiny(), { ...quick, as: "large", generative: recipe });
    const byOption = await trialOf({ students });
    expect(byMethod.trial.student.step.name).toBe(byOption.trial.student.step.name);
    expect(byMethod.trial.ceiling.step.name).toBe(byOption.trial.ceiling.step.name);
  });

  it("inside another method reaches the ceiling, too", async () => {
    const methods = surest({ keep: 0.5, by: generative({ by: confidence() }) });
    const { trial } = await trialOf({ methods });
    expect(input(trial.ceiling.step, "generative").name).toBe(
      input(trial.student.step, "generative").name,
    );
  });

  it("refuses a student that learns its texts otherwise", async () => {
    const students = finetune(tiny(), { ...quick, generative: { epochs: 3 } });
    await expect(stores.plan(given({ students, methods: generative() }))).rejects.toThrow(
      "generative: tiny finetuned, generative already learns texts",
    );
  });
});

describe("lpft", () => {
  it("starts from the head of a probe of what the student's own reads", async () => {
    const { trial } = await trialOf({ methods: lpft({ by: confidence() }) });
    const head = input(trial.student.step, "head");
    expect(head.kind.name).toBe("fit");
    expect(head.params).toMatchObject({ method: { name: "confidence" }, recipe: { epochs: 200 } });
    expect(input(head, "labels").name).toBe(input(trial.student.step, "labels").name);
    expect(trial.ceiling.step.inputs.head).toBeUndefined();
  });

  it("goes with adapters and inside a filter", async () => {
    const methods = surest({ keep: 0.5, by: lpft() });
    const { trial } = await trialOf({ students: lora(tiny(), quick), methods });
    expect(input(trial.student.step, "head").kind.name).toBe("fit");
    expect(trial.student.step.params.filtered).toBe(true);
  });

  it("takes a loss, no program", () => {
    expect(() => lpft.from({ by: surest({ keep: 0.5 }) })).toThrow(
      'lpft: "by" must be a method of one loss such as naive(), no program',
    );
  });
});

describe("bootstrapping", () => {
  it("refuses links that get smaller, unless asked for", async () => {
    const through = [finetune(tiny(), { ...quick, as: "whole" }), small()];
    await expect(
      stores.plan(given({ methods: bootstrapping({ through, fresh: false }) })),
    ).rejects.toThrow(
      /^bootstrapping: links must not get smaller, got whole \(\d+ parameters\) before small \(\d+\)/,
    );
    const methods = bootstrapping({ through, fresh: false, ordered: false });
    expect((await stores.plan(given({ methods }))).cells).toHaveLength(1);
  });

  it("has probes of large models and prompted ones as links, these by no loss", async () => {
    const asked = prompt(tiny(), { template: "{text} {label}", labelWords: ["3", "7"], shots: 2 });
    const through = [probe(tiny().layer(1)), asked];
    const links = bootstrapping({ through, fresh: false });
    expect((await stores.plan(given({ methods: links }))).cells).toHaveLength(1);
    const methods = bootstrapping({ through, fresh: false, by: confidence() });
    await expect(stores.plan(given({ methods }))).rejects.toThrow(
      'method "bootstrapping": tiny 2-shot learns in context, by no loss; got method "confidence"',
    );
  });
});

describe("programs over prompted students", () => {
  const asked = () =>
    prompt(tiny(), { template: "{text} {label}", labelWords: ["3", "7"], shots: 2, as: "asked" });

  it("are those that need no loss and no head; the others are said", async () => {
    const methods: Method[] = [
      naive(),
      confidence(),
      surest({ keep: 0.5 }),
      surest({ keep: 0.5, by: confidence() }),
      strongToStrong(),
      studentEnsemble({ members: 2 }),
      coTeaching({ rounds: 1 }),
      bootstrapping({ through: [probe(tiny().layer(1))], fresh: false }),
      generative(),
      knn({ k: 3 }),
      lpft(),
    ];
    const { plan, outcomes } = await stores.run(
      given({ supervisors: probe(tiny().layer(1)), students: asked(), methods }),
    );
    expect(outcomes.map(({ method }) => method)).toEqual([
      "in context",
      "surest (by naive)",
      "strong-to-strong",
      "student-ensemble",
      "co-teaching",
      "bootstrapping",
    ]);
    expect(outcomes.every(({ labels }) => labels === "hard")).toBe(true);
    expect(outcomes[1]!.comparison).toMatchObject({ with: "in context" });
    expect(plan.warnings).toEqual([
      "asked: learns in context, by no loss; confidence, surest (by confidence (alpha 0.5, " +
        "warmup 0.2, prior half)), generative, knn, lpft are not run with it",
    ]);
  });

  it("shows examples of the labels that a filter leaves", async () => {
    const { plan, result } = await stores.run(
      given({
        supervisors: probe(tiny().layer(1)),
        students: asked(),
        methods: surest({ keep: 0.1 }),
      }),
    );
    const [own, filtered] = plan.cells.map(({ trials }) => trials[0]!.student.step);
    expect(own!.name).not.toBe(filtered!.name);
    const left = await result(input(filtered!, "labels") as Step<Labels>);
    const all = await result(input(own!, "labels") as Step<Labels>);
    expect(left.rows.length).toBeLessThan(all.rows.length / 4);
    expect(filtered!.params).toMatchObject({ filtered: true });
  });
});
