// The Python templates, where a Python with their packages is there: W2S_PYTHON names one, else the
// benches' environment or python3 is tried. The client reads runs; the trainer and the labeller are
// students and supervisors of a study.

import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
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
  planStudy,
  probe,
  resultsFormat,
  rows,
  runPlan,
  study,
  table,
} from "../packages/lab/src/index.js";
import { chatServer, questionIn } from "../packages/lab/test/chat-server.js";
import { worldTask } from "../packages/world/src/index.js";
import { scratchFolder } from "./scratch.js";

const repository = fileURLToPath(new URL("..", import.meta.url));
const templates = join(repository, "python");
const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
const pythons = [
  ...(process.env.W2S_PYTHON ? [process.env.W2S_PYTHON] : []),
  join(cache, "w2s/bench-venv/bin/python"),
  "python3",
];

/** A Python that can import all of these. */
function pythonWith(...packages: readonly string[]): string | undefined {
  return pythons.find((python) => {
    try {
      execFileSync(python, ["-c", `import ${packages.join(", ")}`], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}

const pandas = pythonWith("pandas", "pyarrow");
const torch = pythonWith("pandas", "pyarrow", "torch", "transformers", "accelerate");

afterEach(() => vi.unstubAllEnvs());

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
    const said = execFileSync(
      pandas!,
      [
        "-c",
        "import sys, w2s; frame = w2s.outcomes(sys.argv[1]); " +
          'print(len(frame), frame["scores.student.accuracy.value"].between(0, 1).all(), ' +
          '"student" in frame.columns)',
        join(folder, "run"),
      ],
      { encoding: "utf8", cwd: templates, env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } },
    );
    expect(said.trim()).toMatch(/^[1-9]\d* True True$/);
  });
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
});
