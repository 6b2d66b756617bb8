import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { writeTinyDecoder } from "../../../test/tiny-decoder.js";
import { TinyStores } from "../../../test/tiny-study.js";
import { parityTask } from "../../../test/words.js";
import type { Step } from "../../engine/index.js";
import {
  finetune,
  lora,
  model,
  naive,
  probe,
  reprobe,
  studentEnsemble,
  study,
  told,
} from "../../index.js";
import { labelsOf } from "../../labels/index.js";
import type { Cell } from "../../plan/index.js";
import type { Features } from "../../reading/index.js";
import { parseStudy, type Study } from "../../study/index.js";
import { errors } from "../../supervisors/index.js";

const folder = scratchFolder("reprobe");
await writeTinyDecoder(folder);
const tiny = model(`${folder}/tiny`, { as: "tiny" });
const body = finetune(tiny, { epochs: 2, batchSize: 16, learningRate: 1e-2 });
const head = reprobe(body, { epochs: 3, batchSize: 16 });
const wrong = errors({ where: "random", rate: 0.2 });
const stores = new TinyStores();

const reading = (students: Study["options"]["students"], more: object = {}) =>
  study({
    task: parityTask(120),
    supervisors: wrong,
    students,
    seeds: 1,
    arms: "none",
    resamples: 100,
    ...more,
  });

const cellOf = (cells: readonly Cell[], student: string): Cell =>
  cells.find((cell) => cell.student === student)!;

/** Inputs of a step that a reader may follow. */
const inputOf = (step: Step, role: string): Step => {
  const found = step.inputs[role];
  if (found === undefined || !("name" in found)) throw new Error(`no ${role}`);
  return found;
};

describe("reprobe", () => {
  it("reads what the taught student's own head reads", async () => {
    const ran = await stores.run(reading([body, head]));
    const taught = cellOf(ran.plan.cells, body.label).trials[0]!.student;
    const probed = cellOf(ran.plan.cells, head.label).trials[0]!.student;
    expect(probed.body!.step.name).toBe(taught.step.name);

    const features = await ran.result(inputOf(probed.step, "features") as Step<Features>);
    const said = await ran.result(probed.body!.step);
    const trained = await probed.body!.trained!.read({ read: (step) => ran.result(step) });
    const { weight, bias } = trained.head;
    const [texts, width] = features.shape as [number, number];
    expect(texts).toBe(ran.plan.cells[0]!.room.texts.list.length);
    const rows = Array.from(said.rows);
    rows.forEach((row) => {
      const logits = [0, 1].map((k) => {
        let sum = bias ? Number(bias.data[k]) : 0;
        for (let j = 0; j < width; j++) {
          sum += Number(weight.data[k * width + j]) * features.data[row * width + j]!;
        }
        return sum;
      });
      const right = 1 / (1 + Math.exp(logits[0]! - logits[1]!));
      expect(labelsOf(said, Int32Array.of(row)).data[1]).toBeCloseTo(right, 4);
    });
  });

  it("has a ceiling that is a probe on truth of the features that the labels made", async () => {
    const { plan } = await stores.run(reading(head));
    const [trial] = cellOf(plan.cells, head.label).trials;
    const [student, ceiling] = [trial!.student.step, trial!.ceiling.step];
    expect(inputOf(ceiling, "features").name).toBe(inputOf(student, "features").name);
    expect(inputOf(ceiling, "labels").kind.name).toBe("truth");
    expect(inputOf(student, "labels").name).not.toBe(inputOf(ceiling, "labels").name);
  });

  it("reads adapters, models that learnt texts first, and texts with a remark", async () => {
    const quick = { epochs: 1, batchSize: 32 };
    const { plan, outcomes } = await stores.run(
      reading([
        reprobe(lora(tiny, { ...quick, rank: 2 }), quick),
        reprobe(finetune(tiny, { ...quick, generative: { epochs: 1 } }), quick),
        told(reprobe(finetune(tiny, quick), quick)),
      ]),
    );
    expect(outcomes.map(({ student }) => student)).toEqual([
      "tiny LoRA rank 2, reprobed",
      "tiny finetuned, generative, reprobed",
      "tiny finetuned, reprobed, told",
    ]);
    for (const { trials } of plan.cells) {
      const [student, ceiling] = [trials[0]!.student.step, trials[0]!.ceiling.step];
      expect(inputOf(ceiling, "features").name).toBe(inputOf(student, "features").name);
    }
    const remarked = plan.cells[2]!.trials[0]!.student.step;
    expect(inputOf(inputOf(remarked, "features"), "told").kind.name).toBe("labels");
  });

  it("gets weights that an earlier run did not keep", async () => {
    const store = await stores.open();
    const first = await stores.run(reading(body), store);
    const second = await stores.run(reading([body, head]), store);
    expect(second.plan.summary.toRun).toBeGreaterThan(0);
    const own = ({ outcomes }: typeof first) =>
      outcomes.find(({ student }) => student === body.label)!.scores.student;
    expect(own(second)).toEqual(own(first));
    const again = await stores.plan(reading([body, head]), store);
    expect(again.summary.toRun).toBe(0);
  });

  it("can be a supervisor, taught by truth as a body and as a head", async () => {
    const { plan } = await stores.run(reading(probe(tiny, { epochs: 2 }), { supervisors: head }));
    expect(plan.cells[0]!.supervisor).toBe("tiny finetuned, reprobed");
  });

  it("is said in JSON, by the key of its body's kind", () => {
    const json = {
      task: { kind: "table", source: "a.csv", text: "t", label: "l" },
      supervisors: { errors: { where: "random", rate: 0.2 } },
      students: [
        { model: "tiny", reprobe: { lora: { rank: 2 }, solver: "lbfgs" } },
        { model: "tiny", reprobe: { finetune: { epochs: 5 } } },
      ],
    };
    const { students } = parseStudy(json, "a.json");
    expect(students.map(({ label }) => label)).toEqual([
      "tiny LoRA rank 2, reprobed logistic",
      "tiny finetuned, reprobed",
    ]);
    expect(students[1]).toEqual(reprobe(finetune(model("tiny"), { epochs: 5 })));
  });

  it("refuses bodies that are not trained, oracles, and several students at once", async () => {
    // @ts-expect-error a probe trains no weights
    expect(() => reprobe(probe(tiny))).toThrow(
      "reprobe: needs a student that is trained first, finetune(...) or lora(...), got an object",
    );
    expect(() => reprobe(finetune(tiny, { selection: "oracle" }))).toThrow(
      "is selected by ground truth; its features would know of it",
    );
    const many = reading(head, { methods: studentEnsemble({ by: naive(), members: 2 }) });
    await expect(stores.plan(many)).rejects.toThrow(
      /tiny finetuned, reprobed: method ".*" combines several students/,
    );
  });
});
