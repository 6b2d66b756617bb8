// The Python templates, where a Python with their packages is there: W2S_PYTHON names one, else the
// benches' environment or python3 is tried. The client reads runs; the trainer and the labeller are
// students and supervisors of a study.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  chat,
  drawn,
  errors,
  external,
  finetune,
  model,
  openStore,
  planLabels,
  planStudy,
  predictions,
  probe,
  resultsFormat,
  rows,
  runPlan,
  study,
  table,
  writeLabels,
} from "../packages/lab/src/index.js";
import { chatServer, questionIn } from "../packages/lab/test/chat-server.js";
import { worldTask } from "../packages/world/src/index.js";
import { pythonWith } from "./python-there.js";
import { scratchFolder } from "./scratch.js";

const repository = fileURLToPath(new URL("..", import.meta.url));
const templates = join(repository, "python");
const pandas = pythonWith("pandas", "pyarrow");
const torch = pythonWith("pandas", "pyarrow", "torch", "transformers", "accelerate");
/** The same Python, where it has peft: looked for, as importing it leaves a folder behind. */
const peft = torch !== undefined && hasPackage(torch, "peft") ? torch : undefined;

function hasPackage(python: string, name: string): boolean {
  const looks = `import importlib.util as u, sys; sys.exit(u.find_spec("${name}") is None)`;
  return spawnSync(python, ["-c", looks], { stdio: "ignore" }).status === 0;
}

afterEach(() => vi.unstubAllEnvs());

/** What a program says that has `w2s` and a `folder`, in our pandas. */
function python(program: string, folder: string, env: Readonly<Record<string, string>> = {}) {
  const given = ["-c", `import sys, w2s; folder = sys.argv[1]\n${program}`, folder];
  return execFileSync(pandas!, given, {
    encoding: "utf8",
    cwd: templates,
    env: { ...process.env, ...env, PYTHONDONTWRITEBYTECODE: "1" },
  }).trim();
}

const jsonLines = (rows: readonly object[]) =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");

const tinyTask = {
  format: 1,
  options: 2,
  predictions: "predictions.jsonl",
  seed: 0,
  settings: {},
};

const silent = () => undefined;
const reporter = { plan: silent, begin: silent, progress: silent, end: silent, warn: silent };

async function outcomesOf(one: ReturnType<typeof study>, folder: string) {
  const store = await openStore(join(folder, "store"));
  const options = { name: "theirs", baseDir: folder, store, modelFolders: [] };
  const plan = await planStudy(one, options);
  const signal = new AbortController().signal;
  return runPlan(plan, { store, reporter, signal });
}

describe("python/w2s.py", () => {
  it.skipIf(!pandas)("reads a run's results into pandas", async () => {
    const folder = scratchFolder("python");
    const made = Array.from({ length: 80 }, (_, i) => ({ text: `w${i % 9} x${i}`, label: i % 2 }));
    const outcomes = await outcomesOf(
      study({
        task: table(rows("words", made), { text: "text", label: "label" }),
        supervisors: errors({ where: "random", rate: 0.2 }),
        students: probe(drawn(4), { epochs: 2 }),
        seeds: 1,
      }),
      folder,
    );
    const results = { format: resultsFormat, study: "words", notes: [], outcomes };
    await mkdir(join(folder, "run"));
    await writeFile(join(folder, "run/results.json"), JSON.stringify(results));
    const said = python(
      "frame = w2s.outcomes(folder); " +
        'print(len(frame), frame["scores.student.accuracy.value"].between(0, 1).all(), ' +
        '"student" in frame.columns)',
      join(folder, "run"),
    );
    expect(said).toMatch(/^[1-9]\d* True True$/);
  });

  it.skipIf(!pandas)(
    "writes predictions of exported labels with the role of each file",
    async () => {
      const folder = scratchFolder("python-labels");
      const made = Array.from({ length: 80 }, (_, i) => ({
        text: `w${i % 9} x${i}`,
        label: i % 2,
      }));
      const task = table(rows("words", made), { text: "text", label: "label" });
      const supervisors = errors({ where: "random", rate: 0.2, as: "weak" });
      const about = { task, supervisors, students: predictions("theirs.jsonl"), seeds: 2 };
      const store = await openStore(join(folder, "store"));
      const places = { name: "theirs", baseDir: folder, store, modelFolders: [], uninformed: true };
      const signal = new AbortController().signal;
      const labelPlan = await planLabels(study(about), places);
      await writeLabels(join(folder, "labels"), labelPlan, { store, reporter, signal });
      const said = python(
        "lines = []; heard = []\n" +
          "for file in w2s.labels(folder + '/labels'):\n" +
          "    right = 3 if file.role == 'ceiling' else 2\n" +
          "    odd = [int(text.split('x')[1]) % 2 for text in file.test.text]\n" +
          "    lines += file.predictions([[1, right] if one else [right, 1] for one in odd])\n" +
          "    if file.role == 'ceiling':\n" +
          "        flat = [[1, 1]] * len(file.test)\n" +
          "        lines += file.predictions(flat, role='untouched')\n" +
          "        wrong = [('uninformd', flat), ('student', flat), (None, flat[1:])]\n" +
          "        for role, rows in wrong:\n" +
          "            try: file.predictions(rows, role=role)\n" +
          "            except w2s.W2SError as error: heard.append(str(error))\n" +
          "w2s.write(folder + '/theirs.jsonl', lines)\n" +
          "print('\\n'.join(heard[:3]))",
        folder,
      );
      expect(said.split("\n")).toEqual([
        "role must be one of student, ceiling, untouched, uninformed, selfTaught, got " +
          "'uninformd'; did you mean \"uninformed\"?",
        "words.truth.seed-0.jsonl: is ground truth, which teaches no student",
        "15 rows of predictions for 16 examples",
      ]);
      const [outcome] = await outcomesOf(study(about), folder);
      const { untouched, uninformed, selfTaught } = outcome!.arms;
      expect([untouched.run, uninformed.run, selfTaught.run]).toEqual([true, true, false]);
      // Everybody knows the label from the text, but for who says one half of both.
      const loss = (p: number) => expect.closeTo(-Math.log(p), 5);
      expect(outcome!.scores.ceiling.logLoss).toEqual(loss(3 / 4));
      for (const [arm, p] of [
        [untouched, 1 / 2],
        [uninformed, 2 / 3],
      ] as const) {
        expect(arm.run && arm.scores.logLoss).toEqual(loss(p));
      }
    },
  );

  it.skipIf(!pandas)(
    "leaves texts, ids and names as they are, also where they look like numbers",
    async () => {
      const folder = scratchFolder("python-texts");
      const rows = ["007", "1e3", "2020-01-01", "true", "NaN", ""].map((text, i) => ({
        id: `0001${i}`,
        split: i < 4 ? "train" : "predict",
        text,
        timestamp: "1700000000",
        probabilities: i < 4 ? [0.25, 0.75] : null,
        label: i < 4 ? 1 : null,
      }));
      await writeFile(join(folder, "examples.jsonl"), jsonLines(rows));
      await writeFile(join(folder, "transcripts.jsonl"), jsonLines(rows));
      await writeFile(join(folder, "task.json"), JSON.stringify(tinyTask));
      const outcomes = [{ task: "007", supervisor: "1", scores: { weak: 0.5 } }];
      const results = { format: resultsFormat, outcomes };
      await writeFile(join(folder, "results.json"), JSON.stringify(results));
      const said = python(
        "import json; job = w2s.job(folder); names = ['id', 'text', 'timestamp']\n" +
          "job.write([[1, 3], [0, 2]])\n" +
          "frames = [job.examples, w2s.transcripts(folder)]\n" +
          "print(json.dumps([f[names].values.tolist() for f in frames]))\n" +
          "print(json.dumps([job.predict['text'].tolist(), " +
          "job.train['probabilities'].tolist()]))\n" +
          "print(json.dumps(w2s.outcomes(folder)[['task', 'supervisor']].values.tolist()))",
        folder,
      );
      const [frames, parts, cells] = said.split("\n").map((line) => JSON.parse(line) as unknown);
      const texts = rows.map(({ id, text, timestamp }) => [id, text, timestamp]);
      expect(frames).toEqual([texts, texts]);
      expect(parts).toEqual([["NaN", ""], Array(4).fill([0.25, 0.75])]);
      expect(cells).toEqual([["007", "1"]]);
      // 1 / (1 + 3) and 3 / (1 + 3); 0 / 2 and 2 / 2.
      expect(await readFile(join(folder, "predictions.jsonl"), "utf8")).toBe(
        '{"id": "00014", "probabilities": [0.25, 0.75]}\n' +
          '{"id": "00015", "probabilities": [0.0, 1.0]}\n',
      );
    },
  );

  it.skipIf(!pandas)("says in one line what it cannot read, and what to do", async () => {
    const folder = scratchFolder("python-errors");
    await mkdir(join(folder, "run"));
    const runs: Readonly<Record<string, string>> = {
      half: '{"format": 3, "outc',
      newer: '{"format": 99, "outcomes": []}',
      formless: '{"outcomes": []}',
      list: "[]",
      bare: '{"format": 3}',
      numbers: '{"format": 3, "outcomes": [1]}',
    };
    for (const [name, text] of Object.entries(runs)) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, "results.json"), text);
    }
    await writeFile(join(folder, "bare/task.json"), JSON.stringify({ ...tinyTask, seed: "0" }));
    await writeFile(join(folder, "half/evidence.parquet"), "PAR1 and no more");
    await writeFile(join(folder, "half/transcripts.jsonl"), '{"id": "1"}\n{"id": "2');
    const said = python(
      "import json, os; heard = []\n" +
        "for read, name in json.loads(os.environ['ASKED']):\n" +
        "  try: getattr(w2s, read)(os.path.join(folder, name)); heard.append('fine')\n" +
        "  except w2s.W2SError as error:\n" +
        "    missing = isinstance(error, FileNotFoundError)\n" +
        "    heard.append(('missing: ' if missing else '') + str(error))\n" +
        "print(json.dumps(heard).replace(folder + os.sep, ''))",
      folder,
      {
        ASKED: JSON.stringify([
          ["results", "none"],
          ["outcomes", "run"],
          ["outcomes", "half"],
          ["results", "newer"],
          ["outcomes", "newer"],
          ["results", "formless"],
          ["results", "list"],
          ["results", "bare"],
          ["outcomes", "numbers"],
          ["evidence", "run"],
          ["evidence", "half"],
          ["transcripts", "run"],
          ["transcripts", "half"],
          ["job", "run"],
          ["job", "bare"],
        ]),
      },
    );
    const known = "format must be 2 or 3, got";
    expect(JSON.parse(said)).toEqual([
      "missing: none: there is no such folder",
      "missing: run/results.json: is not there; is this a finished run? w2s ls lists them",
      "half/results.json: is half-written, or no JSON; run the study again",
      `newer/results.json: ${known} 99; use the w2s.py of its w2s`,
      `newer/results.json: ${known} 99; use the w2s.py of its w2s`,
      `formless/results.json: ${known} None; use the w2s.py of its w2s`,
      "list/results.json: must be a JSON object, got list; run the study again",
      "bare/results.json: has no list of outcomes; run the study again",
      "numbers/results.json: has no list of outcomes; run the study again",
      "missing: run/evidence.parquet: is not there; this run has none; " +
        "w2s run STUDY --evidence writes it",
      expect.stringMatching(
        /^half\/evidence\.parquet: is no whole Parquet file \([^\n]+\); run with --evidence$/,
      ),
      "missing: run/transcripts.jsonl: is not there; this run has none; " +
        "w2s run STUDY --evidence writes those of protocols",
      "half/transcripts.jsonl:2: is half-written, or no JSON; run with --evidence",
      "missing: run/task.json: is not there; is this the folder of a job? " +
        "external(...) writes one",
      "bare/task.json: has no seed as w2s writes it; run the study again",
    ]);
  });

  it.skipIf(!pandas)("refuses predictions that are no probabilities, and writes none", async () => {
    const folder = scratchFolder("python-write");
    const rows = ["a", "b"].map((id) => ({ id, split: "predict", text: id, probabilities: null }));
    await writeFile(join(folder, "examples.jsonl"), jsonLines(rows));
    await writeFile(join(folder, "task.json"), JSON.stringify(tinyTask));
    const said = python(
      "import json; job = w2s.job(folder); heard = []; fine = [0.5, 0.5]; nan = float('nan')\n" +
        "for row in [[-1, 3], [0, 0], [nan, 1], [1e999, 1], [1e308, 1e308], " +
        "[1], [1, None], 0.5, '12', b'12', {0.5}, {1: 0, 2: 0}]:\n" +
        "  for both in [[row, fine], [fine, row]]:\n" +
        "    try: job.write(both); heard.append('fine')\n" +
        "    except w2s.W2SError as error: heard.append(str(error))\n" +
        "def hear(call):\n" +
        "  try: call(); heard.append('fine')\n" +
        "  except w2s.W2SError as error: heard.append(str(error))\n" +
        "for rows in [[fine], None, {'12': fine, '34': fine}]: hear(lambda: job.write(rows))\n" +
        "for file in ['p.csv', 'none/p.jsonl']:\n" +
        "  job.task['predictions'] = file; hear(lambda: job.write([fine, fine]))\n" +
        "hear(lambda: job.needs('model'))\n" +
        "print(json.dumps(heard).replace(folder, 'FOLDER'))",
      folder,
    );
    const most = "must be 2 finite numbers of at least 0, got";
    const expected = [
      `${most} [-1.0, 3.0]`,
      "must have a number above 0, got [0.0, 0.0]",
      `${most} [nan, 1.0]`,
      `${most} [inf, 1.0]`,
      `${most} [1e+308, 1e+308]`,
      `${most} [1.0]`,
      "must be 2 numbers, got [1, None]",
      "must be 2 numbers, got 0.5",
      "must be 2 numbers, got '12'",
      "must be 2 numbers, got b'12'",
      "must be 2 numbers, got {0.5}",
      "must be 2 numbers, got {1: 0, 2: 0}",
    ].flatMap((line) => [`example a: ${line}`, `example b: ${line}`]);
    expect(JSON.parse(said)).toEqual([
      ...expected,
      "1 rows of predictions for 2 examples",
      "predictions must be rows in the order of job.predict, got NoneType",
      "predictions must be rows in the order of job.predict, got dict",
      "job.write writes lines of JSON: p.csv must end in .jsonl; see external's predictions",
      "FOLDER/none/p.jsonl: cannot be written (No such file or directory)",
      "external(...) must give settings: { model: ... }, got none",
    ]);
    expect((await readdir(folder)).sort()).toEqual(["examples.jsonl", "task.json"]);
  });

  it("is installed by pip under the version of everything else", async () => {
    const project = await readFile(join(templates, "pyproject.toml"), "utf8");
    const { version } = JSON.parse(
      await readFile(join(repository, "packages/cli/package.json"), "utf8"),
    ) as { version: string };
    expect(project).toContain(`\nversion = "${version}"\n`);
    const imports = await readFile(join(templates, "w2s.py"), "utf8");
    expect(imports).toMatch(/^import pandas as pd$/m);
    expect(project).toMatch(/^dependencies = \["pandas[^"]*", "pyarrow[^"]*"\]$/m);
  });
});

describe("a template's settings", () => {
  const told = async (template: string, settings: object) => {
    const folder = scratchFolder("settings");
    vi.stubEnv("TORCHINDUCTOR_CACHE_DIR", scratchFolder("inductor"));
    const rows = [{ id: "a", split: "predict", text: "a", probabilities: null }];
    await writeFile(join(folder, "examples.jsonl"), jsonLines(rows));
    const about = { ...tinyTask, shape: "classify", optionNames: ["a", "b"], settings };
    await writeFile(join(folder, "task.json"), JSON.stringify(about));
    const { status, stderr } = spawnSync(
      template === "hf_trainer.py" ? torch! : pandas!,
      [join(templates, template), folder],
      { encoding: "utf8", env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } },
    );
    expect([status, await readdir(folder)]).toEqual([1, ["examples.jsonl", "task.json"]]);
    return stderr.trim().split("\n").at(-1);
  };

  it.skipIf(!pandas).each([
    [{ url: "x", model: "m", questions: "?" }, 'unknown "questions"; did you mean "question"?'],
    [{ url: "x", model: "m", key_from: "K" }, 'unknown "key_from"; did you mean "keyFrom"?'],
    [{ url: "x", model: "m", zzz: 1 }, 'unknown "zzz"; known: concurrency, keyFrom, model, '],
    [{ url: "x", model: "m", Time_Out: 9 }, 'unknown "Time_Out"; did you mean "timeout"?'],
    [{ url: "x", model: "m", concurrency: 1.5 }, '"concurrency" must be a whole number, got 1.5'],
    [{ url: "x", model: "m", timeout: "9" }, '"timeout" must be a number, got "9"'],
    [{ model: "m" }, "{ url: ... }, got model"],
  ])("are refused by vllm_labels.py: %j", async (settings, line) => {
    expect(await told("vllm_labels.py", settings)).toContain(`settings: ${line}`);
  });

  it.skipIf(!torch).each([
    [{ learningRate: 1e-4 }, 'unknown "learningRate"; did you mean "rate"?'],
    [{ bf16: "false" }, '"bf16" must be true or false, got "false"'],
  ])(
    "are refused by hf_trainer.py before anything is loaded: %j",
    async (settings, line) => {
      expect(await told("hf_trainer.py", { model: "none", ...settings })).toContain(line);
    },
    120_000,
  );
});

describe("python/vllm_labels.py", () => {
  it.skipIf(!pandas)("labels by prompting, as chat(...) does", async () => {
    const folder = scratchFolder("vllm");
    const server = await chatServer((request) => {
      const isEven = Number(/number (\d+)/.exec(questionIn(request))![1]) % 2 === 0;
      return {
        text: isEven ? "B" : "A",
        alternatives: isEven ? { B: 0.9, A: 0.1 } : { A: 0.8, B: 0.2 },
      };
    });
    const made = Array.from({ length: 60 }, (_, i) => ({
      text: `number ${i}`,
      label: 1 - (i % 2),
    }));
    const task = table(rows("numbers", made), { text: "text", label: "label" });
    const asked = { url: server.url, model: "tests/tiny" };
    const theirs = external({
      command: [pandas!, join(templates, "vllm_labels.py"), "{folder}"],
      settings: asked,
      as: "vllm",
    });
    const outcomes = await outcomesOf(
      study({ task, supervisors: [theirs], students: chat(asked), seeds: 1 }),
      folder,
    );
    const { weak, student } = outcomes[0]!.scores;
    expect([weak.accuracy.value, student.accuracy.value]).toEqual([1, 1]);
    expect(server.requests.some(({ body }) => body.max_tokens === 1)).toBe(true);
  });
});

describe("python/vllm_labels.py's faults", () => {
  it.skipIf(!pandas)(
    "are a line each, and write nothing",
    async () => {
      const folder = scratchFolder("vllm-faults");
      let text = "AB";
      const server = await chatServer(() => ({ text, alternatives: { AB: 0.9 } }));
      const rows = [{ id: "a", split: "predict", text: "a", probabilities: null }];
      await writeFile(join(folder, "examples.jsonl"), jsonLines(rows));
      const about = { ...tinyTask, shape: "classify", optionNames: ["no", "yes"] };
      const run = async (settings: object) => {
        await writeFile(join(folder, "task.json"), JSON.stringify({ ...about, settings }));
        const given = [join(templates, "vllm_labels.py"), folder];
        const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
        return new Promise<string | undefined>((resolve) => {
          const child = spawn(pandas!, given, { env, stdio: ["ignore", "ignore", "pipe"] });
          let said = "";
          child.stderr.on("data", (data: Buffer) => {
            said += data;
          });
          child.on("close", () => resolve(said.trim().split("\n").at(-1)));
        });
      };
      const asked = { url: server.url, model: "tests/tiny" };
      expect(await run({})).toContain("must give settings: { url: ... }, got none");
      expect(await run({ ...asked, keyFrom: "W2S_NO_SUCH" })).toBe(
        "settings.keyFrom: there is no environment variable W2S_NO_SUCH; set it",
      );
      expect(await run({ ...asked, words: ["yes"] })).toBe(
        "settings.words: must be 2, one an option, got 1",
      );
      // Two letters in one token are neither of them.
      expect(await run(asked)).toBe("the model says none of A, B: 'AB'");
      text = "";
      expect(await run(asked)).toBe("the model says none of A, B: ''");
      expect(await run({ ...asked, url: "http://127.0.0.1:1/v1" })).toMatch(
        /^http:\/\/127\.0\.0\.1:1\/v1\/chat\/completions: gives no answer: /,
      );
      expect(existsSync(join(folder, "predictions.jsonl"))).toBe(false);
    },
    120_000,
  );
});

describe("python/hf_trainer.py", () => {
  it.skipIf(!torch)(
    "trains a student that is like our own, on the same tiny model",
    async () => {
      const folder = scratchFolder("trainer");
      vi.stubEnv("TORCHINDUCTOR_CACHE_DIR", join(folder, "inductor"));
      const settings = {
        model: join(repository, "zoo/w2s-world-32"),
        rate: 0.003,
        batch: 32,
        epochs: 6,
        maxTokens: 64,
      };
      const own = finetune(model("zoo:w2s-world-32"), {
        learningRate: settings.rate,
        batchSize: settings.batch,
        epochs: settings.epochs,
        schedule: "linear",
        warmup: 0,
        clipNorm: 1,
        selection: "last",
        as: "ours",
      });
      const theirs = external({
        command: [torch!, join(templates, "hf_trainer.py"), "{folder}"],
        settings,
        as: "theirs",
      });
      const outcomes = await outcomesOf(
        study({
          task: worldTask("brackets", { examples: 1200 }),
          supervisors: errors({ where: "random", rate: 0.2 }),
          students: [own, theirs],
          labels: "hard",
          seeds: 1,
          arms: "none",
        }),
        folder,
      );
      const [ours, others] = outcomes;
      expect([ours!.student, others!.student]).toEqual(["ours", "theirs"]);
      for (const role of ["student", "ceiling"] as const) {
        const [one, other] = [ours!.scores[role].accuracy, others!.scores[role].accuracy];
        expect(Math.max(one.low, other.low)).toBeLessThanOrEqual(Math.min(one.high, other.high));
        // Both learnt something: neither is equal to the other by chance alone.
        expect(Math.min(one.value, other.value)).toBeGreaterThan(0.6);
      }
    },
    600_000,
  );

  it.skipIf(!peft)(
    "trains by LoRA, and goes on from its last checkpoint where it was killed",
    async () => {
      const folder = scratchFolder("lora");
      vi.stubEnv("TORCHINDUCTOR_CACHE_DIR", join(folder, "inductor"));
      execFileSync(peft!, ["-c", tinyLlama, join(folder, "tiny")], { stdio: "pipe" });
      const [whole, cut] = [join(folder, "whole"), join(folder, "cut")];
      for (const job of [whole, cut]) await writeLoraJob(job, join(folder, "tiny"));
      expect(await trainer(whole).log).not.toContain("goes on");

      const killed = trainer(cut);
      await expect.poll(() => checkpoints(cut), { timeout: 120_000, interval: 20 }).not.toEqual([]);
      killed.kill();
      await killed.log;
      expect(existsSync(join(cut, "predictions.jsonl"))).toBe(false);
      const [work] = await readdir(join(cut, "work"));
      // As a kill leaves it that comes while it is saved.
      await mkdir(join(cut, "work", work!, "checkpoint-99999"));

      expect(await trainer(cut).log).toMatch(/^goes on from checkpoint-\d{2,3}$/m);
      const said = await readFile(join(cut, "predictions.jsonl"), "utf8");
      expect(said).toBe(await readFile(join(whole, "predictions.jsonl"), "utf8"));
      const right = said
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { id: string; probabilities: [number, number] })
        .filter(({ id, probabilities }) => probabilities[Number(id) % 2]! > 0.5);
      expect(right.length).toBeGreaterThan(0.9 * 64);
    },
    600_000,
  );

  it.skipIf(!peft)(
    "takes the settings of its recipe for large models, which change what is computed how",
    async () => {
      const folder = scratchFolder("recipe");
      vi.stubEnv("TORCHINDUCTOR_CACHE_DIR", join(folder, "inductor"));
      const tiny = join(folder, "tiny");
      execFileSync(peft!, ["-c", tinyLlama, tiny], { stdio: "pipe" });
      const large = { batch: 4, accumulate: 2, gradientCheckpointing: true };
      const settings = { plain: { batch: 8 }, exact: large, half: { ...large, bf16: true } };
      const jobs = Object.keys(settings).map((name) => join(folder, name));
      const said: Record<string, number[]> = {};
      for (const [name, own] of Object.entries(settings)) {
        const job = join(folder, name);
        await writeLoraJob(job, tiny, { ...own, epochs: 10, saveSteps: 120 });
        const log = await trainer(job).log;
        const lines = await readFile(join(job, "predictions.jsonl"), "utf8").catch(() => log);
        said[name] = lines
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line).probabilities[1] as number);
      }
      expect(await trainedWith(jobs)).toEqual([
        { accumulate: 1, bf16: false, again: false },
        { accumulate: 2, bf16: false, again: true },
        { accumulate: 2, bf16: true, again: true },
      ]);
      const apart = (one: string, other: string) =>
        Math.max(...said[one]!.map((p, i) => Math.abs(p - said[other]![i]!)));
      // 8 examples a step in both; what is computed again is the same.
      expect(apart("plain", "exact")).toBeLessThan(1e-3);
      // Halves of 8 bits are another arithmetic, and learn the same.
      expect(apart("exact", "half")).toBeGreaterThan(0);
      const isRight = (p: number, i: number) => p > 0.5 === ((i + 96) % 2 === 1);
      for (const all of Object.values(said))
        expect(all.filter(isRight).length).toBeGreaterThan(0.9 * 64);
    },
    900_000,
  );
});

/** Makes a model of two random layers, and a tokenizer of the words w0 to w19. */
const tinyLlama = `
import sys
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, set_seed
set_seed(0)
words = ["<pad>", "<unk>"] + [f"w{i}" for i in range(20)]
own = Tokenizer(models.WordLevel({w: i for i, w in enumerate(words)}, unk_token="<unk>"))
own.pre_tokenizer = pre_tokenizers.Whitespace()
tokenizer = PreTrainedTokenizerFast(tokenizer_object=own, pad_token="<pad>", unk_token="<unk>")
tokenizer.save_pretrained(sys.argv[1])
config = LlamaConfig(vocab_size=22, hidden_size=32, intermediate_size=64, num_hidden_layers=2,
                     num_attention_heads=2, pad_token_id=0)
LlamaForCausalLM(config).save_pretrained(sys.argv[1])
`;

/** Words below w10 are of class 0, others of class 1; an example is of the class of its id. */
async function writeLoraJob(folder: string, model: string, own: object = {}): Promise<void> {
  const rows = Array.from({ length: 160 }, (_, i) => {
    const words = Array.from({ length: 5 }, (_, k) => `w${10 * (i % 2) + ((3 * i + k * k) % 10)}`);
    const isAsked = i >= 96;
    return {
      ...{ id: String(i), split: isAsked ? "predict" : "train", text: words.join(" ") },
      ...{ probabilities: isAsked ? null : [1 - (i % 2), i % 2], label: isAsked ? null : i % 2 },
    };
  });
  const shape = { rank: 4, rate: 0.01, batch: 8, epochs: 20, saveSteps: 20 };
  const settings = { model, lora: true, ...shape, ...own };
  const about = { ...tinyTask, task: "words", shape: "classify", optionNames: ["low", "high"] };
  await mkdir(folder);
  await writeFile(join(folder, "examples.jsonl"), jsonLines(rows));
  await writeFile(join(folder, "task.json"), JSON.stringify({ ...about, settings }));
}

/** What the Trainer was told in each job, by the checkpoint that it kept. */
async function trainedWith(jobs: readonly string[]): Promise<unknown> {
  const look = `
import json, sys, torch
told = [torch.load(path, weights_only=False) for path in sys.argv[1:]]
print(json.dumps([{"accumulate": one.gradient_accumulation_steps, "bf16": one.bf16,
                   "again": one.gradient_checkpointing} for one in told]))`;
  const files: string[] = [];
  for (const job of jobs) {
    const [state] = await checkpoints(job);
    files.push(join(job, "work", dirname(state!), "training_args.bin"));
  }
  return JSON.parse(execFileSync(peft!, ["-c", look, ...files], { encoding: "utf8" }));
}

/** The trainer at work in a folder: what it prints until it ends, and what kills it. */
function trainer(folder: string) {
  const child = spawn(peft!, [join(templates, "hf_trainer.py"), folder], {
    // More threads than one only wait for each other in a model of this size.
    env: { ...process.env, OMP_NUM_THREADS: "1", PYTHONDONTWRITEBYTECODE: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text: Buffer) => {
      said += text;
    });
  }
  return { log: once(child, "close").then(() => said), kill: () => child.kill("SIGKILL") };
}

/** Whole checkpoints of a job. */
async function checkpoints(folder: string): Promise<string[]> {
  const files = await readdir(join(folder, "work"), { recursive: true }).catch(() => []);
  return files.filter((name) => name.endsWith("trainer_state.json"));
}
