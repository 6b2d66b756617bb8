// What a run by Slurm says while its jobs wait, by programs of our own making.

import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { slurmExecutor } from "../../packages/cluster/src/slurm/executor.js";
import { wavesOf } from "../../packages/lab/src/engine/index.js";
import { makeStep } from "../../packages/lab/src/engine/step.js";
import { openStore } from "../../packages/lab/src/store/index.js";
import { fakeKind } from "../../packages/lab/test/fake-steps.js";
import { scratchFolder } from "../scratch.js";
import { pause } from "./processes.js";

describe("a run by Slurm", () => {
  afterEach(() => void vi.unstubAllEnvs());

  it.each([
    [
      "echo 'PENDING (Nodes required for job are DOWN)'",
      /^none of its jobs has run for 0 s \(\(Nodes/,
    ],
    [
      "echo 'PENDING Dependency'; echo 'PENDING Priority'",
      /^none of its jobs .* \(Priority\); squ/,
    ],
    ["exit 1", /^squeue has not answered for 0 s; squeue --jobs=7 lists them/],
    ["echo 'RUNNING None'", undefined],
  ])("says once that nobody runs its passes: %s", async (squeue, line) => {
    const programs = scratchFolder("programs");
    for (const [name, text] of [
      ["sbatch", "echo 7"],
      ["squeue", squeue],
      ["scancel", 'echo "$@" > "$0.called"'],
    ]) {
      writeFileSync(join(programs, name!), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    }
    vi.stubEnv("PATH", programs + delimiter + process.env.PATH);
    const store = await openStore(join(programs, "store"));
    const over = new AbortController();
    const lines: string[] = [];
    const nothing = () => undefined;
    const run = slurmExecutor({
      ...{ store, signal: over.signal, everyMs: 20, silentMs: 200, runFolder: programs },
      ...{ folder: join(programs, "slurm"), task: "task", options: [] },
      order: {
        ...{ format: 1, study: "one", which: "one", cwd: ".", plan: "one", device: "cpu" },
        ...{ threads: 1, tries: 3, store: store.place, versions: {}, flags: {} },
      },
      reporter: {
        ...{ plan: nothing, begin: nothing, progress: nothing, end: nothing },
        warn: (text) => lines.push(text),
      },
    }).run(wavesOf([makeStep(fakeKind("fit"), { n: 1 }, {}, "fit 1")]));
    await pause(1500);
    over.abort(new Error("enough"));
    await expect(run).rejects.toThrow("enough");
    expect(lines).toEqual(line === undefined ? [] : [expect.stringMatching(line)]);
    expect(readFileSync(join(programs, "scancel.called"), "utf8")).toBe("7\n");
  });
});
