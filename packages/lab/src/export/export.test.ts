// Whole studies on a tiny model: what is trained is what is exported.

import { join } from "node:path";
import { loadTokenizer, resolveModel, saveClassifier } from "@w2s/models";
import * as ort from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { listening, resultsOf } from "../../test/rooms.js";
import { writeTinyModel } from "../../test/tiny-model.js";
import { parityTask } from "../../test/words.js";
import { confidence, naive } from "../methods/index.js";
import { type Plan, planStudy, runPlan } from "../plan/index.js";
import { drawn, model } from "../reading/index.js";
import { openStore, type Store } from "../store/index.js";
import { finetune, lora, probe } from "../students/index.js";
import { study } from "../study/index.js";
import { chooseStudent, type StudentChoice } from "./choose.js";
import { trainedStudent } from "./trained-student.js";

let folder: string;
let store: Store;
const begun: string[] = [];
const reporter = listening({ begin: ({ kind }) => void begun.push(kind) });
const { warnings } = reporter;
const signal = AbortSignal.timeout(120_000);

async function planOf(keepWeights = false): Promise<Plan> {
  const tiny = model(join(folder, "tiny"), { as: "tiny" });
  const quick = { epochs: 2, batchSize: 16, learningRate: 0.01 };
  const adapted = lora(tiny, {
    ...quick,
    learningRate: 0.05,
    rank: 2,
    targets: "all",
    generative: { epochs: 1 },
  });
  const made = study({
    task: parityTask(96),
    supervisors: [probe(drawn(8), { epochs: 2 }), finetune(tiny.layer(1), quick)],
    students: [
      probe(tiny.layer(1), { epochs: 3 }),
      finetune(tiny, { ...quick, pooling: "last" }),
      adapted,
    ],
    methods: [naive(), confidence()],
    seeds: 1,
    resamples: 100,
    arms: "none",
  });
  return planStudy(made, { name: "export", baseDir: folder, store, modelFolders: [], keepWeights });
}

beforeAll(async () => {
  folder = scratchFolder("export");
  store = await openStore(join(folder, "store"));
  await writeTinyModel(join(folder, "tiny"), { layers: 2 });
  await runPlan(await planOf(), { store, reporter, signal });
}, 120_000);

/** Probabilities that the exported ONNX model gives for texts, read with the exported tokenizer. */
async function exportedProbabilities(
  exported: string,
  texts: readonly string[],
): Promise<number[]> {
  const files = await resolveModel(join(folder, "tiny"));
  const tokenizer = loadTokenizer({ ...files, tokenizer: join(exported, "tokenizer.json") }, 64);
  const session = await ort.InferenceSession.create(join(exported, "model.onnx"));
  const probabilities: number[] = [];
  for (const text of texts) {
    const ids = BigInt64Array.from(tokenizer.encode(text).ids, BigInt);
    const shape = [1, ids.length];
    const { logits } = await session.run({
      input_ids: new ort.Tensor("int64", ids, shape),
      attention_mask: new ort.Tensor("int64", new BigInt64Array(ids.length).fill(1n), shape),
    });
    const powers = Array.from(logits!.data as Float32Array, Math.exp);
    const total = powers.reduce((sum, power) => sum + power, 0);
    probabilities.push(...powers.map((power) => power / total));
  }
  await session.release();
  return probabilities;
}

async function check(name: string, choice: StudentChoice): Promise<void> {
  const plan = await planOf();
  const chosen = chooseStudent(plan, choice);
  const exported = join(folder, name);
  await saveClassifier(exported, await trainedStudent(chosen, plan, { store, reporter, signal }), {
    format: "onnx",
  });
  const [trial] = chosen.cell.trials;
  const { role } = chosen;
  const [said] = await resultsOf([role === "supervisor" ? trial!.weak : trial![role].step], store);
  const texts = chosen.cell.room.texts.list;
  const rows = [...said!.rows].slice(0, 20);
  const recorded = said!.probabilities.data;
  const found = await exportedProbabilities(
    exported,
    rows.map((row) => texts[row]!),
  );
  found.forEach((probability, i) => {
    expect(Math.abs(probability - recorded[i]!)).toBeLessThan(1e-5);
  });
}

describe("trainedStudent", () => {
  it("is a probe with the recorded probabilities", async () => {
    await check("probe", { student: "tiny:1", method: "confidence", supervisor: "drawn:8" });
    expect(begun.at(-1)).toBe("score");
  });

  it("is a finetuned model, trained again for its weights once, to what was recorded", async () => {
    const choice = { student: "tiny finetuned", method: "naive", supervisor: "drawn:8" };
    await check("finetuned", choice);
    expect(begun.at(-1)).toBe("finetune");
    const before = begun.length;
    await check("finetuned again", choice);
    expect(begun.length).toBe(before);
    expect(warnings.filter((line) => line.includes("trained again"))).toEqual([]);
  });

  it("is a model with its adapters merged, and with what it learnt without labels", async () => {
    await check("lora", {
      student: "tiny LoRA rank 2 all, generative",
      method: "naive",
      supervisor: "drawn:8",
    });
  });

  it("is a ceiling or a supervisor as well, of the first blocks too", async () => {
    await check("ceiling", { role: "ceiling", student: "tiny finetuned" });
    await check("supervisor", { role: "supervisor", supervisor: "tiny:1 finetuned" });
  });

  it("is refused where no model stands behind it", async () => {
    const plan = await planOf();
    const chosen = chooseStudent(plan, { role: "supervisor", supervisor: "drawn:8" });
    await expect(trainedStudent(chosen, plan, { store, reporter, signal })).rejects.toThrow(
      "its features are drawn in memory; there is no model to export",
    );
  });
});

describe("keepWeights", () => {
  it("keeps the weights of all that is finetuned, and asks for no more than that", async () => {
    const plan = await planOf(true);
    const places = plan.targets.filter(({ beside }) => beside);
    const count = (name: string) => places.filter(({ kind }) => kind.name === name).length;
    // Two supervisors by two methods and a ceiling each; and the finetuned supervisor.
    expect([places.length, count("finetune"), count("lora")]).toEqual([11, 6, 5]);
    await runPlan(plan, { store, reporter, signal });
    for (const { beside } of places) expect(await store.has(beside!.name)).toBe(true);
    expect((await planOf(true)).summary.toRun).toBe(0);
  });
});

describe("chooseStudent", () => {
  it("says which choices are left, and knows a near miss", async () => {
    const plan = await planOf();
    const choose = (choice: StudentChoice) => () => chooseStudent(plan, choice);
    expect(choose({})).toThrow(
      "12 trained models fit; say which with --supervisor (drawn:8, tiny:1 finetuned) and " +
        "--student (tiny:1, tiny finetuned, tiny LoRA rank 2 all, generative) and --method " +
        "(naive, confidence)",
    );
    expect(choose({ role: "ceiling" })).toThrow("3 trained models fit; say which with --student");
    expect(choose({ method: "confidance" })).toThrow(
      'unknown method "confidance"; did you mean "confidence"?',
    );
    expect(choose({ seed: 7 })).toThrow('unknown seed "7"; there is 0');
  });
});
