// What is written for a scheduler: arrays of a level's passes, those that need GPUs apart.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { listedTasks, writeScripts } from "../../packages/cluster/src/slurm/scripts.js";
import { namedPasses, type StepKind, wavesOf } from "../../packages/lab/src/engine/index.js";
import { makeStep } from "../../packages/lab/src/engine/step.js";
import { fakeKind } from "../../packages/lab/test/fake-steps.js";
import { scratchFolder } from "../scratch.js";

const order = {
  ...{
    format: 1 as const,
    study: "one",
    which: "one",
    cwd: ".",
    plan: "one",
    device: "cpu" as const,
  },
  ...{ threads: 2, tries: 3, store: "store", versions: {}, flags: {} },
};

/** A kind whose passes need GPUs. */
const onGpus = (name: string, gpus: string): StepKind<number, { n: number }> => ({
  ...fakeKind(name),
  gpus: () => gpus,
});

/** Two passes before and three after, of which each second one needs GPUs. */
function passes() {
  const first = makeStep(fakeKind("plain"), { n: 1 }, {}, "plain");
  const other = makeStep(onGpus("two", "2"), { n: 2 }, {}, "two");
  const after = ["a100:1", "2"].map((gpus, n) =>
    makeStep(onGpus(`after${n}`, gpus), { n }, { from: [first] }, gpus),
  );
  const last = makeStep(fakeKind("last"), { n: 3 }, { from: [other] }, "last");
  return namedPasses(wavesOf([first, other, ...after, last]));
}

const written = (folder: string, options: readonly string[] = [], device = "cpu") =>
  writeScripts(passes(), { folder, order: { ...order, device }, task: "/task.js", options });
const text = (folder: string, name: string) => readFileSync(join(folder, name), "utf8");

describe("writeScripts", () => {
  it("gives passes that need the same GPUs an array that asks for them", async () => {
    const folder = scratchFolder("slurm-scripts");
    expect(await written(folder)).toEqual([2, 3]);
    const scripts = readdirSync(folder).filter((name) => name.startsWith("level-"));
    const names = scripts.filter((name) => name.endsWith(".sh")).map((name) => name.slice(0, -3));
    expect(names.sort()).toEqual(
      ["level-0", "level-0-gpu-2", "level-1", "level-1-gpu-2", "level-1-gpu-a100-1"].sort(),
    );
    for (const [name, asked] of [
      ["level-0-gpu-2", "#SBATCH --gres=gpu:2\nexport W2S_GPUS=2\n"],
      ["level-1-gpu-a100-1", "#SBATCH --gres=gpu:a100:1\nexport W2S_GPUS=a100:1\n"],
    ] as const) {
      expect(text(folder, `${name}.sh`)).toContain(asked);
      expect(text(folder, `${name}.sh`)).toContain(` ${name} "$task"\n`);
    }
    for (const name of ["level-0.sh", "level-1.sh", "submit.sh"]) {
      expect(text(folder, name)).not.toMatch(/gres|W2S_GPUS/);
    }
  });

  it("asks for one GPU in a plan for GPUs, for what a pass itself needs otherwise", async () => {
    const folder = scratchFolder("slurm-cuda");
    await written(folder, [], "cuda");
    const scripts = readdirSync(folder).filter((name) => /^level-.*\.sh$/.test(name));
    expect(scripts.map((name) => /--gres=gpu:(\S+)/.exec(text(folder, name))?.[1]).sort()).toEqual([
      "1",
      "1",
      "2",
      "2",
      "a100:1",
    ]);
  });

  it("submits a level after all arrays of the one before", async () => {
    const folder = scratchFolder("slurm-submit");
    await written(folder, ["--partition=gpu"]);
    const programs = scratchFolder("programs");
    const sbatch = '#!/bin/sh\necho "$@" >> sbatch.called\necho "$(wc -l < sbatch.called);one"\n';
    writeFileSync(join(programs, "sbatch"), sbatch, { mode: 0o755 });
    const env = { ...process.env, PATH: programs + delimiter + process.env.PATH };
    execFileSync("sh", [join(folder, "submit.sh")], { env });
    const calls = text(folder, "sbatch.called").trim().split("\n");
    const said = calls.map((call) => [
      call.split(" ").at(-1),
      /--dependency=(\S+)/.exec(call)?.[1],
    ]);
    expect(said).toEqual([
      ["level-0.sh", undefined],
      ["level-0-gpu-2.sh", undefined],
      ["level-1.sh", "afterany:1:2"],
      ["level-1-gpu-2.sh", "afterany:1:2"],
      ["level-1-gpu-a100-1.sh", "afterany:1:2"],
    ]);
    expect(text(folder, "jobs")).toBe("1\n2\n3\n4\n5\n");
    expect(calls[4]).toContain("--partition=gpu level-1-gpu-a100-1.sh");
  });

  it.each([
    ["store", ["W2S_QUEUE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]],
    ["s3://bucket/runs", ["W2S_QUEUE"]],
  ])("hands on no secret that tasks on the store %s do not need", async (store, kept) => {
    const folder = scratchFolder("slurm-secrets");
    await writeScripts(passes(), {
      ...{ folder, order: { ...order, store }, task: "/task.js", options: [] },
    });
    const programs = scratchFolder("programs");
    const sbatch = "#!/bin/sh\nenv >> sbatch.env\necho 7\n";
    writeFileSync(join(programs, "sbatch"), sbatch, { mode: 0o755 });
    const secrets = Object.fromEntries(
      ["W2S_QUEUE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"].map(
        (name) => [name, `secret-of-${name}`],
      ),
    );
    const env = { ...process.env, ...secrets, HF_TOKEN: "of-a-task" };
    const { PATH } = process.env;
    execFileSync("sh", [join(folder, "submit.sh")], {
      env: { ...env, PATH: programs + delimiter + PATH },
    });
    const handed = text(folder, "sbatch.env");
    const isHanded = (name: string) => handed.includes(`${name}=secret-of-${name}\n`);
    expect(Object.keys(secrets).filter((name) => !isHanded(name))).toEqual(kept);
    // Models, chats and commands may need what is not w2s's own.
    expect(handed).toContain("HF_TOKEN=of-a-task\n");
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }))
      if (/\.(sh|json|jsonl)$/.test(name)) expect(text(folder, name)).not.toContain("secret-of");
  });

  it.each([
    ["Slurm's", "SLURM_ARRAY_TASK_ID"],
    ["PBS's", "PBS_ARRAY_INDEX"],
    ["an indexed Job's of Kubernetes", "JOB_COMPLETION_INDEX"],
    ["its argument's", undefined],
  ])("runs the task of %s number", async (_, variable) => {
    const folder = scratchFolder("slurm-numbers");
    const task = join(scratchFolder("task"), "told.mjs");
    writeFileSync(task, "console.log(JSON.stringify(process.argv.slice(2)));\n");
    await writeScripts(passes(), { folder, order, task, options: [] });
    const names = ["SLURM_ARRAY_TASK_ID", "PBS_ARRAY_INDEX", "JOB_COMPLETION_INDEX"];
    const others = Object.entries(process.env).filter(([name]) => !names.includes(name));
    const env = { ...Object.fromEntries(others), ...(variable ? { [variable]: "1" } : {}) };
    const args = [join(folder, "level-1.sh"), ...(variable ? [] : ["1"])];
    const said = execFileSync("sh", args, { env, encoding: "utf8" });
    expect(JSON.parse(said)).toEqual([folder, "level-1", "1"]);
  });

  it("writes among nobody else's files", async () => {
    const folder = scratchFolder("slurm-foreign");
    for (const order of ["{}", "no JSON"]) {
      for (const name of ["submit.sh", "order.json"]) writeFileSync(join(folder, name), order);
      await expect(written(folder)).rejects.toThrow(
        /: must be a new folder, or one of scripts that w2s wrote; (order\.json|submit\.sh) lies there/,
      );
      expect(text(folder, "submit.sh")).toBe(order);
    }
  });

  it("writes a path's % as Slurm has it", async () => {
    const folder = join(scratchFolder("slurm-percent"), "50%j");
    await written(folder);
    expect(text(folder, "submit.sh")).toMatch(/--output='\S+50%%j\/logs\/level-0-%a\.log'/);
  });

  it("lists every pass for one task, and leaves nothing of an earlier command", async () => {
    const folder = scratchFolder("slurm-lists");
    await written(folder);
    for (const name of ["level-2.jsonl", "level-2-gpu-1.sh"]) writeFileSync(join(folder, name), "");
    writeFileSync(join(folder, "level-notes.sh"), "mine");
    await written(folder);
    expect(readdirSync(folder).filter((name) => name.startsWith("level-2"))).toEqual([]);
    expect(text(folder, "level-notes.sh")).toBe("mine");
    const tasks = await listedTasks(folder);
    expect([...tasks.values()].sort()).toEqual(
      ["level-0", "level-0-gpu-2", "level-1", "level-1-gpu-2", "level-1-gpu-a100-1"]
        .map((name) => `${name}-0`)
        .sort(),
    );
  });
});
