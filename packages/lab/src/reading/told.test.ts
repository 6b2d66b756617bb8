// A student that reads its supervisor's label in the text, from the text itself to the PGR of a
// study.

import { join } from "node:path";
import { InternalError } from "@w2s/base";
import { ndarray } from "@w2s/grad";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { listening } from "../../test/rooms.js";
import { writeTinyModel } from "../../test/tiny-model.js";
import { parityTask } from "../../test/words.js";
import { Graph } from "../engine/index.js";
import { type Labels, Rows, truthLabels } from "../labels/index.js";
import { planStudy, runPlan } from "../plan/index.js";
import { openStore } from "../store/index.js";
import { finetune, told } from "../students/index.js";
import { study } from "../study/index.js";
import { errors } from "../supervisors/index.js";
import { model } from "./source.js";
import { checkTold, toldEndings } from "./told.js";

let folder: string;
beforeAll(() => {
  folder = scratchFolder("told");
});

const words = ["incorrect", "correct"];

describe("toldEndings", () => {
  const rows = new Rows(Int32Array.of(2, 0));
  const remarks = truthLabels(new Graph(), { truth: Int32Array.of(0, 0, 1) }, rows, 2);
  const saying = (...probabilities: number[]) => {
    const said: Labels = {
      rows: rows.list,
      probabilities: ndarray(Float32Array.from(probabilities), [2, 2]),
    };
    // The only step that is read is `remarks`.
    return { result: async <R>() => said as R };
  };
  const remark = { remark: "It is {label}.", words };

  it("puts the label's word where the remark says, and leaves unlabelled texts alone", async () => {
    const endings = await toldEndings(3, remark, remarks, saying(0, 1, 1, 0));
    expect(endings).toEqual([" It is incorrect.", "", " It is correct."]);
  });

  it("is nothing for a student that is told nothing", async () => {
    expect(await toldEndings(3, undefined, undefined, saying(0, 1, 1, 0))).toBeUndefined();
  });

  it("takes hard labels only", async () => {
    const endings = toldEndings(3, remark, remarks, saying(0.4, 0.6, 1, 0));
    await expect(endings).rejects.toThrow(new InternalError("told: labels must be hard"));
  });
});

describe("checkTold", () => {
  it("refuses pairs, and words that do not fit the options", () => {
    const remark = { remark: "{label}", words };
    const task = {
      name: "t",
      shape: "classify",
      options: 3,
      optionNames: ["a", "b", "c"],
    } as const;
    expect(() => checkTold(remark, { ...task, shape: "compare", options: 2 })).toThrow(
      'told: task "t" compares two texts',
    );
    expect(() => checkTold(remark, task)).toThrow(
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
      arms: "none",
    });
    const store = await openStore(join(folder, "store"));
    const plan = await planStudy(trivial, {
      name: "told",
      baseDir: folder,
      store,
      modelFolders: [],
    });
    expect(plan.warnings.join()).toContain(
      "told students read labels that are or may be made of ground",
    );
    const signal = AbortSignal.timeout(60_000);
    const [own, imitating] = await runPlan(plan, { store, reporter: listening(), signal });
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
