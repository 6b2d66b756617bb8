// A student that reads its supervisor's label in the text, from the text itself to the PGR of a
// study.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ndarray } from "@w2s/grad";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeTinyModel } from "../../test/tiny-model.js";
import { parityTask } from "../../test/words.js";
import { openStore } from "../store/index.js";
import { errors, finetune, model, study, told } from "../study/index.js";
import { planStudy } from "./plan.js";
import { runPlan } from "./run.js";
import type { Step } from "./step.js";
import { checkTold, type ToldPayload, toldEndings } from "./told-texts.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "w2s-told-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const words = ["incorrect", "correct"];

describe("toldEndings", () => {
  const step = (payload: ToldPayload) =>
    ({ payload, inputs: { told: {} } }) as unknown as Step<ToldPayload>;
  const context = {
    result: async () => ({
      facts: {},
      arrays: {
        rows: ndarray(Int32Array.of(2, 0), [2]),
        probabilities: ndarray(Float32Array.of(0, 1, 1, 0), [2, 2]),
      },
    }),
  };

  it("puts the label's word where the remark says, and leaves unlabelled texts alone", async () => {
    const texts = ["a", "b", "c"];
    expect(
      await toldEndings(step({ texts, told: { remark: "It is {label}.", words } }), context),
    ).toEqual([" It is incorrect.", "", " It is correct."]);
    expect(await toldEndings(step({ texts }), context)).toBeUndefined();
  });
});

describe("checkTold", () => {
  it("refuses pairs, and words that do not fit the options", () => {
    const remark = "{label}";
    expect(() => checkTold({ remark, words }, "t", "compare", 2)).toThrow(
      'told: task "t" compares two texts',
    );
    expect(() => checkTold({ remark, words }, "t", "classify", 3)).toThrow(
      'told: "words" must name the 3 options of task "t", got 2',
    );
  });
});

describe("told", () => {
  it("makes a student imitate a supervisor whose errors it could not have learnt", async () => {
    const tiny = finetune(model(await writeTinyModel(join(folder, "tiny"))), {
      learningRate: 0.02,
      epochs: 10,
      batchSize: 16,
      pooling: "last",
    });
    const trivial = study({
      task: parityTask(300),
      supervisors: errors({ where: "random", rate: 0.3 }),
      students: [tiny, told(tiny)],
      labels: "hard",
      seeds: 1,
      resamples: 100,
    });
    const store = await openStore(join(folder, "store"));
    const plan = await planStudy(trivial, {
      name: "told",
      baseDir: folder,
      store,
      modelFolders: [],
    });
    expect(plan.warnings.join()).toContain("labels that errors(...) made of ground truth");
    const reporter = { plan() {}, begin() {}, progress() {}, end() {}, warn() {} };
    const signal = AbortSignal.timeout(60_000);
    const [own, imitating] = await runPlan(plan, { store, reporter, signal });
    expect(own!.agreement.overall).toBeLessThan(0.9);
    expect(imitating!.student).toBe("tiny finetuned, told");
    expect(imitating!.agreement).toEqual({
      overall: 1,
      whereSupervisorRight: 1,
      whereSupervisorWrong: 1,
      overruledRight: null,
    });
    expect(imitating!.gain.value).toBe(0);
  });
});
