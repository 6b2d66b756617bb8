// What users get wrong with models and finetuning, through the command line: one line that says
// what, where and what would be right, and nothing half-made.

import { cp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type NdArray, ndarray } from "@w2s/grad";
import { openSafetensors, writeSafetensors } from "@w2s/models";
import { beforeAll, describe, expect, it } from "vitest";
import { main } from "../packages/cli/src/main.js";
import { fakeStream } from "../packages/cli/test/fake-io.js";
import { writeTinyModel } from "../packages/lab/test/tiny-model.js";
import { scratchFolder } from "./scratch.js";

let cwd: string;
let count = 0;
beforeAll(async () => {
  cwd = scratchFolder("bad");
  await writeTinyModel(join(cwd, "tiny"), { layers: 2 });
  const rows = Array.from({ length: 40 }, (_, i) => `match ${i % 10} ${i % 7}\t${i % 2}`);
  await writeFile(join(cwd, "d.tsv"), `text\tlabel\n${rows.join("\n")}\n`);
});

/**
 * Runs a study of one student; gives the exit code and the last line on stderr, without this test's
 * folder.
 */
async function run(student: string, ...options: string[]): Promise<[number, string]> {
  const study = `import { finetune, lora, model, prompt, probe, study, table } from "w2s";
const tiny = model("./tiny");
export default study({ task: table("d.tsv", { text: "text", label: "label" }),
  supervisors: probe(tiny.layer(0), { epochs: 1 }),
  students: ${student}, seeds: 1, resamples: 100 });
`;
  // Another file each time: modules are read once.
  const name = `s${count++}.study.ts`;
  await writeFile(join(cwd, name), study);
  const stderr = fakeStream();
  const io = {
    stdout: fakeStream(),
    stderr,
    cwd,
    env: { W2S_STORE: join(cwd, "store"), HOME: cwd, HF_HUB_OFFLINE: "1" },
  };
  const code = await main(["run", name, ...options], io);
  return [
    code,
    (stderr.text.trim().split("\n").at(-1) ?? "")
      .replaceAll(`${cwd}/`, "")
      .replace(name, "s.study.ts"),
  ];
}

/** A copy of the tiny model with something wrong. */
async function variant(name: string, spoil: (folder: string) => Promise<void>): Promise<void> {
  await cp(join(cwd, "tiny"), join(cwd, name), { recursive: true });
  await spoil(join(cwd, name));
}

const withConfig = (changes: object) => async (folder: string) => {
  const path = join(folder, "config.json");
  await writeFile(
    path,
    JSON.stringify({ ...JSON.parse(await readFile(path, "utf8")), ...changes }),
  );
};

const withWeights =
  (change: (arrays: Record<string, NdArray>) => void) => async (folder: string) => {
    const path = join(folder, "model.safetensors");
    const file = openSafetensors(path);
    const arrays = Object.fromEntries(
      [...file.tensors.keys()].map((name) => [name, file.read(name)]),
    );
    file.close();
    change(arrays);
    await rm(path);
    await writeSafetensors(path, arrays);
  };

const up = "model.layers.1.mlp.up_proj.weight";

describe("a model that cannot be finetuned", () => {
  it.each([
    [
      "t5",
      withConfig({ model_type: "t5" }),
      /^w2s: t5\/config.json: model_type "t5" is not supported; supported are bert, /,
    ],
    [
      "mrope",
      withConfig({ rope_scaling: { rope_type: "mrope", factor: 4 } }),
      /^w2s: mrope\/config.json: rope_scaling: rope type "mrope" is not supported/,
    ],
    [
      "gptq",
      withConfig({ quantization_config: { quant_method: "gptq" } }),
      /^w2s: gptq\/config.json: weights quantised with "gptq" are not supported/,
    ],
    [
      "no-tokenizer",
      (folder: string) => rm(join(folder, "tokenizer.json")),
      /^w2s: no-tokenizer: no tokenizer.json; a model folder needs one: copy it from/,
    ],
    [
      "no-weights",
      (folder: string) => rm(join(folder, "model.safetensors")),
      /^w2s: no-weights: no weights: expected model.safetensors/,
    ],
  ])("%s is refused before anything is read or run", async (name, spoil, message) => {
    await variant(name, spoil);
    const [code, line] = await run(`finetune(model("./${name}"))`, "--dry-run");
    expect([code, line]).toEqual([2, expect.stringMatching(message)]);
  });

  it.each([
    [
      "missing",
      withWeights((arrays) => delete arrays[up]),
      `missing/model.safetensors: no tensor "${up}", which config.json asks for; are they of ` +
        "one model?",
    ],
    [
      "wrong",
      withWeights((arrays) => {
        arrays[up] = ndarray(new Float32Array(256), [16, 16]);
      }),
      `wrong/model.safetensors: "${up}" must be [32, 16] as config.json says, got [16, 16]`,
    ],
    [
      "other",
      withConfig({ model_type: "bert", hidden_act: "gelu", type_vocab_size: 2 }),
      'other/model.safetensors: no tensor "embeddings.word_embeddings.weight", which config.json ' +
        'asks for; all 20 names begin with "model."; are they of one model?',
    ],
    [
      "cut",
      (folder: string) => truncate(join(folder, "model.safetensors"), 20_000),
      "cut/model.safetensors: truncated: needs",
    ],
  ])("%s weights are refused with the file and what was expected", async (name, spoil, message) => {
    await variant(name, spoil);
    const [code, line] = await run(`finetune(model("./${name}"), { epochs: 1 })`);
    expect([code, line]).toEqual([2, expect.stringContaining(`w2s: ${message}`)]);
  });

  it("whose weights are no numbers stops at the first step, naming examples", async () => {
    await variant(
      "nan",
      withWeights((arrays) => {
        (arrays[up]!.data as Float32Array).fill(Number.NaN);
      }),
    );
    const [code, line] = await run('finetune(model("./nan"), { epochs: 1, batchSize: 8 })');
    expect(code).toBe(1);
    const step = /^w2s: nan finetuned taught by .*, seed 0: training: step 1 has loss NaN /;
    expect(line).toMatch(step);
    expect(line).toMatch(/; its batch has examples ("[^"]+", ){7}"[^"]+"$/);
  });
});

describe("a student that is asked for wrongly", () => {
  it.each([
    [
      "finetune(tiny, { epoch: 1 })",
      's.study.ts:5: finetune: unknown option "epoch"; did you mean "epochs"?',
    ],
    ["finetune(tiny, { epochs: 0 })", 's.study.ts:5: finetune: "epochs" must be at least 1, got 0'],
    [
      'finetune(tiny, { pooling: "max" })',
      's.study.ts:5: finetune: "pooling" must be one of "mean", "first", "last", got "max"',
    ],
    [
      'finetune(tiny, { labelWords: ["yes"] })',
      's.study.ts:5: finetune: "labelWords" must have at least 2 items, got 1',
    ],
    [
      'finetune(tiny, { labelWords: ["true", "unheardof"] })',
      'finetune: a label word must be a token of tiny, and it does not know "unheardof"; choose ' +
        "another",
    ],
    [
      "finetune(tiny, { blocks: 3 })",
      'finetune: "blocks" must be at most 2 for tiny finetuned last 3, got 3',
    ],
    [
      "finetune(tiny.layer(0))",
      "s.study.ts:5: finetune: needs a model(...), or a model(...).layer(k) from 1 to train its " +
        "first k blocks, got features tiny:0",
    ],
    [
      "finetune(tiny.layer(5))",
      'model "./tiny": layer must be 0 (the embeddings) to 2, or -1 for the last, got 5',
    ],
    ["lora(tiny, { rank: 0 })", 's.study.ts:5: lora: "rank" must be at least 1, got 0'],
    [
      'lora(tiny, { targets: ["q_prj"] })',
      `lora: a target must be the end of a linear layer's name, got "q_prj"; did you mean ` +
        `"q_proj"?`,
    ],
    ["prompt(tiny, { shots: -1 })", 's.study.ts:5: prompt: "shots" must be at least 0, got -1'],
    ['finetune(model("./nothere"))', 'model "nothere": no such folder: nothere'],
  ])("%s", async (student, message) => {
    const [code, line] = await run(student);
    expect([code, line]).toEqual([2, `w2s: ${message}`]);
  });
});

describe("a function of the study's own that throws", () => {
  /** In place of the study's supervisor, methods and measures; lines are counted from here. */
  const own = async (changed: string): Promise<[number, string]> => {
    const name = `own${count++}.study.ts`;
    const study = `import { drawn, measure, method, probe, program, rows, study, supervisor, table }
  from "w2s";
const weak = probe(drawn(4), { epochs: 1, as: "weak" });
const strong = probe(drawn(8), { epochs: 1, as: "strong" });
const task = table("d.tsv", { text: "text", label: "label" });
const boom = (): never => {
  throw new TypeError("no such\\nthing");
};
export default study({ task, supervisors: weak, students: strong, seeds: 1, resamples: 100,
  ${changed} });
`;
    await writeFile(join(cwd, name), study);
    const stderr = fakeStream();
    const env = { W2S_STORE: join(cwd, "store"), HOME: cwd };
    const code = await main(["run", name], { stdout: fakeStream(), stderr, cwd, env });
    return [code, stderr.text.trim().split("\n").at(-1)!.replace(name, "s.study.ts")];
  };

  it.each([
    [
      'supervisors: supervisor("mine", {}, boom)',
      'supervisor "mine": its function failed: no such thing',
    ],
    ['methods: program("mine", {}, boom)', 'method "mine": its program failed: no such thing'],
    ['methods: method("mine", {}, boom)', 'method "mine": its loss fails for 2 options: no such'],
    ['measures: measure("mine", {}, boom)', "no such thing"],
    [
      'task: table(rows("mine", boom), { text: "text", label: "label" })',
      'rows "mine": failed after 0 rows: no such thing',
    ],
  ])("is named with file and line, and the run has failed: %s", async (changed, message) => {
    const [code, line] = await own(changed);
    expect([code, line]).toEqual([1, expect.stringContaining(`w2s: s.study.ts:7: ${message}`)]);
  });

  it("is told by name where it throws what has no line", async () => {
    const [code, line] = await own('supervisors: supervisor("mine", {}, () => { throw "no"; })');
    expect([code, line]).toEqual([1, 'w2s: supervisor "mine": its function failed: threw no']);
  });
});

describe("a place that cannot be written", () => {
  it("is named before the work", async () => {
    // Runs that began and failed left what they told.
    await rm(join(cwd, "runs"), { recursive: true, force: true });
    await writeFile(join(cwd, "afile"), "");
    expect(await run("finetune(tiny)", "--store", "afile")).toEqual([
      2,
      "w2s: store afile: must be a folder, got a file; move it away, or name another store with " +
        "--store DIR or W2S_STORE",
    ]);
    expect((await run("finetune(tiny)", "--out", "afile"))[1]).toBe(
      "w2s: afile: results need a folder, afile is a file; name another with --out DIR",
    );
    expect((await run("finetune(tiny)", "--device", "gpu"))[1]).toBe(
      'w2s: --device: must be one of cpu, cuda, webgpu, got "gpu"',
    );
    expect((await readdir(cwd)).filter((name) => name === "runs")).toEqual([]);
  });

  it.skipIf(process.platform !== "linux")(
    "is told from a folder that only has to be made",
    async () => {
      expect(await run("finetune(tiny)", "--store", "/proc/nowhere/store")).toEqual([
        1,
        "w2s: store /proc/nowhere/store: no folder can be made there; check the path, or name " +
          "another store " +
          "with --store DIR or W2S_STORE",
      ]);
    },
  );
});
