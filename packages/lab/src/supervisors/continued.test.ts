// Students that start from a supervisor's trained weights.

import { nodeRuntime } from "@w2s/grad";
import { extractFeatures, type Model } from "@w2s/models";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { listening } from "../../test/rooms.js";
import { writeTinyDecoder } from "../../test/tiny-decoder.js";
import { TinyStores } from "../../test/tiny-study.js";
import { parityTask } from "../../test/words.js";
import { runSteps } from "../engine/index.js";
import { drawn, model } from "../reading/index.js";
import { finetune, lora, probe, type Taught } from "../students/index.js";
import { parseStudy, study } from "../study/index.js";
import { continued, ensemble, errors, taught, trained } from "./index.js";

const folder = scratchFolder("continued");
await writeTinyDecoder(folder);
const tiny = model(`${folder}/tiny`, { as: "tiny" });
const quick = { epochs: 2, batchSize: 16, learningRate: 1e-2 };
/** Learns nothing to speak of. */
const still = { epochs: 1, batchSize: 32, learningRate: 1e-9 };
const first = finetune(tiny, quick);
const wrong = errors({ where: "random", rate: 0.2 });
const stores = new TinyStores();

const reading = (students: Parameters<typeof study>[0]["students"], more: object = {}) =>
  study({
    task: parityTask(120),
    supervisors: wrong,
    students,
    seeds: 1,
    arms: "none",
    resamples: 100,
    ...more,
  });

const texts = ["a b c", "b 3 a", "c c 7 a"];
const featuresOf = async (one: Model) => {
  const { layers } = one;
  const asked = { layers: [layers], pooling: "last", runtime: nodeRuntime } as const;
  return [...(await extractFeatures(one, texts, asked)).features.get(layers)!.data];
};
const apart = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

describe("continued", () => {
  it.each([
    ["finetune", finetune(tiny, still)],
    ["lora", lora(tiny, { ...still, rank: 2 })],
  ])("starts where the other ended, %s", async (_, student) => {
    const from = taught(first, { by: wrong });
    const store = await stores.open();
    const { plan } = await stores.run(reading(continued(student, { from })), store);
    const { trials, room } = plan.cells[0]!;
    const options = { store, reporter: listening(), signal: AbortSignal.timeout(60_000) };
    const modelOf = (trained: Taught["trained"]) =>
      runSteps(trained!.targets, plan, options, (results) => trained!.model!(results)).then(
        featuresOf,
      );
    const own = await modelOf(trials[0]!.student.trained);
    const before = await modelOf(room.trainedBehind(room.say(from, 0)));
    const pretrained = await featuresOf(room.model(first.model));
    expect(apart(own, before)).toBeLessThan(1e-4);
    expect(apart(own, pretrained)).toBeGreaterThan(1e-2);
    const ceiling = await modelOf(trials[0]!.ceiling.trained);
    expect(apart(ceiling, before)).toBeLessThan(1e-4);
  });

  it("is another student than the one it starts from, and says so", async () => {
    const plain = finetune(tiny, quick);
    const students = [plain, continued(plain, { from: first })];
    const { outcomes } = await stores.run(reading(students));
    expect(outcomes.map(({ student }) => student)).toEqual([
      "tiny finetuned",
      "tiny finetuned, from tiny finetuned",
    ]);
    expect(outcomes[0]!.scores.student).not.toEqual(outcomes[1]!.scores.student);
  });

  it("is said in JSON beside the student's own options", () => {
    const item = {
      model: "m",
      finetune: { epochs: 1 },
      continued: {
        from: { taught: { student: { model: "m", finetune: {} }, by: { model: "w" } } },
      },
    };
    const { students } = parseStudy(
      {
        task: { kind: "table", source: "a.csv", text: "t", label: "l" },
        supervisors: { errors: { where: "random", rate: 0.2 } },
        students: item,
      },
      "a.json",
    );
    const from = taught(finetune(model("m")), { by: probe(model("w")) });
    expect(students).toEqual([continued(finetune(model("m"), { epochs: 1 }), { from })]);
  });

  it("refuses what has no weights, and what is of another model", async () => {
    expect(() => continued(probe(drawn(4)), { from: first })).toThrow(
      "continued: needs a student whose weights are trained",
    );
    expect(() => continued(finetune(model("other")), { from: first })).toThrow(
      "continued: tiny finetuned must be of the same model and layer as other finetuned",
    );
    const several = reading(continued(first, { from: probe(tiny) }));
    await expect(stores.plan(several)).rejects.toThrow(
      /continued: tiny.* has no trained model of its own; continue from finetune/,
    );
    expect(() => continued(first, { from: ensemble([trained(first), wrong]) })).toThrow(
      "must be of the same model",
    );
  });
});
