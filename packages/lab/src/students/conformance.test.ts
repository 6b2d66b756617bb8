// What every kind of student must hold: one suite for all of the map.

import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { type ChatServer, chatServer } from "../../test/chat-server.js";
import { writeTinyDecoder } from "../../test/tiny-decoder.js";
import { parityTask } from "../../test/words.js";
import { Graph } from "../engine/index.js";
import { chooseStudent } from "../export/choose.js";
import { trainedStudent } from "../export/trained-student.js";
import { fitRows } from "../labels/index.js";
import { naive } from "../methods/index.js";
import { planStudy, runPlan } from "../plan/index.js";
import { OpenModels } from "../plan/models.js";
import { TaskRoom } from "../plan/task-room.js";
import { openStore } from "../store/index.js";
import { overrideStudy, type Study, study } from "../study/index.js";
import { errors } from "../supervisors/index.js";
import { loadTask } from "../tasks/index.js";
import { type StudentSpec, studentKind, studentKinds } from "./kinds.js";
import type { StudentKind } from "./student.js";

interface Case {
  /** Of each option a value other than its default, as JSON has it. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What must be set before an option can be. */
  readonly first?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Options of a student that learns in a second. */
  readonly quick: Readonly<Record<string, unknown>>;
  /** Of its source, beside the model's name. */
  readonly source?: Readonly<Record<string, unknown>>;
  /** What it is made of where that is no model of ours. */
  readonly elsewhere?: () => Readonly<Record<string, unknown>>;
  /** The shape of an exported head's weights on two options; null: none is exported. */
  readonly head: readonly number[] | null;
}

const finetuned = {
  learningRate: 0.01,
  batchSize: 16,
  accumulate: 2,
  epochs: 3,
  weightDecay: 0.1,
  decay: "all",
  clipNorm: 2,
  schedule: "cosine",
  warmup: 0.2,
  dropout: 0.1,
  ema: 0.9,
  recompute: true,
  blocks: 1,
  store: false,
  pooling: "first",
  labelWords: ["0", "1"],
  maxTokens: 8,
  answerTokens: 16,
  groupByLength: true,
  evaluateEvery: 4,
  evaluationsPerEpoch: 2,
  patience: 2,
  selection: "loss",
};

const lbfgs = { solver: "lbfgs" };

const probed = {
  solver: "lbfgs",
  learningRate: 0.01,
  batchSize: 16,
  epochs: 3,
  weightDecay: 0.1,
  evaluateEvery: 4,
  evaluationsPerEpoch: 2,
  patience: 2,
  selection: "loss",
  features: 3,
  C: 2,
  stopping: "scikit-learn",
  tolerance: 0.01,
  maxIterations: 5,
};
const solverFirst = { C: lbfgs, stopping: lbfgs, tolerance: lbfgs, maxIterations: lbfgs };

const cases: { readonly [K in keyof typeof studentKinds]: Case } = {
  probe: {
    values: probed,
    first: solverFirst,
    quick: { epochs: 3 },
    source: { layer: 1 },
    head: [2, 16],
  },
  finetune: { values: finetuned, quick: { epochs: 1, batchSize: 16 }, head: [2, 16] },
  lora: {
    values: { ...finetuned, rank: 2, alpha: 4, targets: ["q_proj", "v_proj"] },
    quick: { epochs: 1, batchSize: 16, rank: 2 },
    head: [2, 16],
  },
  prompt: {
    values: {
      shots: 2,
      template: "{text}, {label}",
      separator: "\n",
      instruction: "even?",
      labelWords: ["0", "1"],
      calibration: "none",
    },
    quick: { shots: 2, template: "{text} {label}", labelWords: ["0", "1"], separator: " " },
    head: null,
  },
  chat: {
    values: {
      shots: 2,
      system: "You count.",
      question: "Is their sum even?",
      labelWords: ["odd", "even"],
      answers: "word",
      orders: 2,
      temperature: 0.5,
      samples: 3,
      answerTokens: 2,
      argumentTokens: 40,
      logprobs: "none",
      alternatives: 5,
      constrain: "choice",
      again: 0,
      nonsense: "uniform",
      keyFrom: "A_TEST_KEY",
      weights: "tiny@1",
      concurrency: 2,
      requestsPerMinute: 1e6,
      tokensPerMinute: 1e9,
      timeout: 5,
      retries: 1,
      backoff: 0.01,
      inputPrice: 0.5,
      outputPrice: 2,
    },
    first: { samples: { temperature: 1 } },
    quick: { shots: 2, labelWords: ["odd", "even"] },
    elsewhere: () => ({ url: server.url, model: "tests/tiny" }),
    head: null,
  },
  predictions: {
    values: {
      id: "name",
      role: "who",
      seed: "run",
      supervisor: "teacher",
      task: "set",
      ceiling: "theirs.jsonl",
      untouched: "before.jsonl",
      uninformed: "arms.jsonl",
      selfTaught: "arms.jsonl",
      probabilities: ["no", "yes"],
      probability: "yes",
      label: "answer",
      classes: { no: 0, yes: 1 },
      format: "csv",
      header: ["id", "yes"],
      delimiter: ";",
      quotes: false,
    },
    quick: {},
    elsewhere: () => ({ path: join(folder, "tiny.jsonl") }),
    head: null,
  },
  external: {
    values: { predictions: "said.csv", timeout: 60, gpus: "0,1", version: "2" },
    quick: {},
    elsewhere: () => ({ command: [process.execPath, "tiny.mjs", "{folder}"] }),
    head: null,
  },
  reprobe: { values: probed, first: solverFirst, quick: { epochs: 3 }, head: [2, 16] },
};

let folder: string;
let server: ChatServer;
let stores = 0;
beforeAll(async () => {
  folder = scratchFolder("students");
  server = await chatServer(() => ({ text: "A", alternatives: { A: 0.75, B: 0.25 } }));
  await writeTinyDecoder(folder);
  const { examples } = await loadTask(task, { baseDir: folder });
  const predicted = ["student", "ceiling"].flatMap((role) =>
    examples.map(({ id }) => JSON.stringify({ id, role, probabilities: [0.25, 0.75] })),
  );
  await writeFile(join(folder, "tiny.jsonl"), predicted.join("\n"));
  await writeFile(join(folder, "tiny.mjs"), saysNothing);
});

/** An external student that holds both options alike. */
const saysNothing = `
import { readFileSync, writeFileSync } from "node:fs";
const folder = process.argv[2];
const rows = readFileSync(folder + "/examples.jsonl", "utf8").trim().split("\\n").map(JSON.parse);
const asked = rows.filter(({ split }) => split === "predict");
const said = asked.map(({ id }) => JSON.stringify({ id, probabilities: [0.5, 0.5] }));
writeFileSync(folder + "/predictions.jsonl", said.join("\\n"));
`;

const task = parityTask(120);
const wrong = errors({ where: "random", rate: 0.2 });
const silent = () => undefined;
const reporter = { plan: silent, begin: silent, progress: silent, end: silent, warn: silent };

const tiny = (student: StudentSpec): Study =>
  study({ task, supervisors: wrong, students: student, seeds: 1 });

/** Plans and runs a study in a new store, weights kept. */
async function ran(one: Study) {
  stores += 1;
  const store = await openStore(join(folder, `store ${stores}`));
  const options = { name: "tiny", baseDir: folder, store, modelFolders: [], keepWeights: true };
  const plan = await planStudy(one, options);
  const run = { store, reporter, signal: new AbortController().signal };
  return { plan, run, store, outcomes: await runPlan(plan, run) };
}

/** The hash of each result in a store, by its place; how long it took is no part of it. */
async function bytesIn(dir: string): Promise<Record<string, string>> {
  const paths = (await readdir(join(dir, "steps"), { recursive: true })).sort();
  const files = paths.filter((path) => /arrays\.safetensors$|facts\.json$/.test(path));
  const hashed = files.map(async (path) => {
    const bytes = await readFile(join(dir, "steps", path));
    return [path, createHash("sha256").update(bytes).digest("hex")] as const;
  });
  return Object.fromEntries(await Promise.all(hashed));
}

const kinds: readonly StudentKind<StudentSpec>[] = Object.values(studentKinds);

describe.each(kinds)("student $name", (kind) => {
  const { values, first = {}, quick, ...of } = cases[kind.name as keyof typeof cases];
  const { source, elsewhere, head } = of;
  const made = (options: Readonly<Record<string, unknown>> = {}) =>
    elsewhere
      ? kind.fromJson({}, { ...elsewhere(), ...options }, "students")
      : kind.fromJson({ model: join(folder, "tiny"), as: "tiny", ...source }, options, "students");

  it("is called by its name, and labelled by its model", () => {
    expect(studentKinds[kind.name as keyof typeof studentKinds]).toBe(kind);
    expect(made().kind).toBe(kind.name);
    expect(made().label).toMatch(/^tiny/);
    expect(made({ as: "mine" }).label).toBe("mine");
  });

  it("is the same student when its recipe goes through JSON", () => {
    const each = Object.entries(values).map(([key, value]) => ({ ...first[key], [key]: value }));
    for (const options of [{}, quick, ...each]) {
      const one = made(options);
      expect(made(JSON.parse(JSON.stringify(one.recipe)))).toEqual(one);
    }
  });

  it("has a case here for each of its options", () => {
    expect(Object.keys(values).sort()).toEqual(Object.keys(kind.schema.shape).sort());
  });

  it.each(Object.entries(values))("takes %s from JSON, from code and from --set", (key, value) => {
    const before = made(first[key]);
    const after = kind.withOption(before, key, value);
    expect(after.recipe).not.toEqual(before.recipe);
    if (key in after.recipe) expect(after.recipe).toMatchObject({ [key]: value });
    expect(made({ ...first[key], [key]: value })).toEqual(after);
    const isMap = typeof value === "object" && !Array.isArray(value);
    const written = isMap ? JSON.stringify(value) : String(value);
    expect(overrideStudy(tiny(before), key, written).students[0]).toEqual(after);
  });

  it("refuses an option that it does not have, with the near miss", () => {
    const [known] = Object.keys(kind.schema.shape);
    const wrong = () => made({ [`${known}s`]: 1 });
    expect(wrong).toThrow(InputError);
    expect(wrong).toThrow(`did you mean "${known}"?`);
    expect(() => kind.withOption(made(), known!, Symbol.iterator)).toThrow(InputError);
  });

  it("says before training what its head says, or nothing", async () => {
    const one = made();
    const models = await OpenModels.of([one], { baseDir: folder, modelFolders: [] });
    const graph = new Graph("cpu", false);
    const room = new TaskRoom(await loadTask(task, { baseDir: folder }), graph, models, folder);
    const { transfer, validation } = room.rows(0);
    const rows = fitRows(transfer, validation, room.asked(0));
    const words = "labelWords" in values ? made({ labelWords: values.labelWords }) : one;
    const untouched = kind.untouched(one, rows, 0, room);
    expect(untouched === null || graph.all().includes(untouched)).toBe(true);
    expect(kind.untouched(words, rows, 0, room) === null).toBe(!("labelWords" in values));
    const labels = room.truthOn(room.asked(0));
    const fit = () => kind.fit(one, { labels, rows, loss: naive(), seed: 0, teacher: "t" }, room);
    if (kind.open) return expect(fit).toThrow(`${one.label}: was trained`);
    const { step } = fit();
    expect(graph.all().map(({ name }) => name)).toContain(step.name);
    expect(step.label).toContain(one.label);
  });

  it("gives the same bytes for the same seed, and exports what it can", async () => {
    const student = made(quick);
    const [one, two] = [await ran(tiny(student)), await ran(tiny(student))];
    expect(one.outcomes[0]).toMatchObject({ supervisor: wrong.label, student: student.label });
    const bytes = await bytesIn(one.store.dir);
    expect(Object.keys(bytes).length).toBeGreaterThan(4);
    expect(await bytesIn(two.store.dir)).toEqual(bytes);

    const chosen = chooseStudent(one.plan, { role: "ceiling" });
    const exported = trainedStudent(chosen, one.plan, one.run);
    if (head === null) await expect(exported).rejects.toThrow(`${student.label} has no weights`);
    else expect((await exported).head.weight.shape).toEqual(head);
  });

  it("is what a study says it is", () => {
    expect(studentKind(tiny(made()).students[0]!)).toBe(kind);
  });
});
