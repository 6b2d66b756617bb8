// w2s as processes, for tests that kill them: a small study of the world, and what it gives.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../packages/cli/bin/w2s.js", import.meta.url));

/** Probes of two of the zoo's models on two tasks of the world, three seeds: some 150 passes. */
export const studyText = `
import { confidence, model, naive, probe, study, worldTask } from "w2s";
const world = (width: number) =>
  probe(model("zoo:w2s-world-" + width, { as: "world-" + width, pooling: "last" }).layer(2), {
    learningRate: 1e-2,
    epochs: 10,
  });
export default study({
  name: "tiny",
  task: (["sorted", "brackets"] as const).map((name) => worldTask(name, { examples: 500 })),
  supervisors: [world(24)],
  students: [world(48), world(64)],
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 3,
});
`;

/** Drawn features, which no model computes: some 25 passes that are over at once. */
export const drawnText = `
import { confidence, drawn, naive, probe, rows, study, table } from "w2s";
const label = (i: number) => ((i * 7) % 3 > 0 ? 1 : 0);
const examples = Array.from({ length: 600 }, (_, i) => ({ text: "row " + i, label: label(i) }));
const drawing = (as: string, width: number) =>
  probe(drawn(width, { as, noise: 0.5 }), { epochs: 5 });
export default study({
  task: table(rows("made", examples), { text: "text", label: "label" }),
  supervisors: [drawing("weak", 4)],
  students: [drawing("strong", 32)],
  methods: [naive(), confidence()],
  seeds: 3,
  resamples: 200,
});
`;

/** A process of w2s: what it wrote, and how it ended. */
export class Command {
  out = "";
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, [bin, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.on("data", (data) => {
        this.out += String(data);
      });
    }
    this.ended = once(this.child, "close").then(([code]) => code as number | null);
  }

  /** Waits for a text in what it writes. */
  async says(text: string | RegExp): Promise<void> {
    while (!this.out.match(text)) {
      if (this.child.exitCode !== null) throw new Error(`ended without ${text}: ${this.out}`);
      await pause(20);
    }
  }

  kill(signal: NodeJS.Signals = "SIGKILL"): void {
    this.child.kill(signal);
  }
}

/** A folder with the study in it. */
export function withStudy(folder: string, text = studyText): string {
  writeFileSync(join(folder, "tiny.study.ts"), text);
  return folder;
}

/** What a run is told beside who runs it. */
export const runArgs = (name: string): string[] =>
  ["run", "tiny.study.ts", "--threads", "1", "--no-evidence"].concat([
    "--store",
    `store-${name}`,
    "--out",
    `out-${name}`,
  ]);

export function resultsOf(folder: string, name: string): string {
  return readFileSync(join(folder, `out-${name}`, "results.json"), "utf8");
}

/** What run.json says of a run. */
export function recordOf(folder: string, name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, `out-${name}`, "run.json"), "utf8"));
}

/** Children of a process, by the system's table: Linux. */
export function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => {
      try {
        return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${one}/stat`, "utf8"))![1]) === pid;
      } catch {
        return false;
      }
    });
}

/** Processes of external students' commands whose folders lie somewhere in `dir`: Linux. */
export function commandsIn(dir: string): number[] {
  const told = `W2S_FOLDER=${dir}/`;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => {
      try {
        const variables = readFileSync(`/proc/${one}/environ`, "utf8").split("\0");
        return variables.some((variable) => variable.startsWith(told));
      } catch {
        return false; // It has ended, or is another user's.
      }
    });
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
