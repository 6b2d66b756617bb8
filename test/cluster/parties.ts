// Who runs a study's steps in a soak, and what can befall them.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, childrenOf, pause } from "./processes.js";
import { Network, type ServerKind, serverKinds } from "./servers.js";
import { restartController, resumeNodes, stopController } from "./slurm-controller.js";

/** An executor of a soak. */
export interface Party {
  /** What `w2s run` is told. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Processes that hold passes while others compute them: workers, a scheduler's tasks. */
  keepers(): number[];
  /** Processes that compute. */
  runners(run: Command): number[];
  /** Puts others in the place of keepers that were killed. */
  mend(): void;
  /** Ends the server at once and begins it again. */
  readonly restart?: () => Promise<void>;
  /** Nobody gets through for a time. */
  readonly cut?: (ms: number) => Promise<void>;
  /** Takes one of its jobs back, the one at a share of their list. @returns how many it took */
  readonly cancel?: (share: number) => number;
  end(): Promise<void>;
}

/** How a party is begun. */
interface Beginning {
  readonly dir: string;
  /** The run's folder of results. */
  readonly out: string;
  /** How many work at a time. */
  readonly workers: number;
}

const nothing = { env: {}, keepers: () => [], mend: () => undefined, end: async () => undefined };

const inThisProcess = async (): Promise<Party> => ({ ...nothing, args: [], runners: () => [] });

const processes = async ({ workers }: Beginning): Promise<Party> => ({
  ...nothing,
  args: ["--workers", String(workers)],
  runners: (run) => childrenOf(run.child.pid!),
});

const queue =
  ({ start }: ServerKind) =>
  async ({ dir, out, workers }: Beginning): Promise<Party> => {
    const folder = join(dir, `server-${out}`);
    mkdirSync(folder);
    const server = await start("correct-horse", folder);
    const network = await Network.before(server.port);
    const env = { W2S_QUEUE: server.address.replace(`:${server.port}`, `:${network.port}`) };
    let all: Command[] = [];
    const mend = () => {
      all = all.filter(({ child }) => child.exitCode === null && child.signalCode === null);
      while (all.length < workers) all.push(new Command(dir, ["work"], env));
    };
    mend();
    const keepers = () => all.map(({ child }) => child.pid!);
    return {
      args: [],
      env,
      keepers,
      runners: () => keepers().flatMap(childrenOf),
      mend,
      restart: () => server.restart(),
      cut: (ms) => network.cut(ms),
      async end() {
        for (const one of all) one.kill();
        network.close();
        await server.stop();
      },
    };
  };

/** Tasks that a scheduler began are known by the folder in their arguments. */
const slurm = async ({ dir, out, workers }: Beginning): Promise<Party> => {
  const folder = join(dir, out, "slurm");
  const keepers = () =>
    readdirSync("/proc").flatMap((pid) => {
      try {
        const args = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
        return args[1]?.endsWith("task.js") && args[2] === folder ? [Number(pid)] : [];
      } catch {
        return [];
      }
    });
  return {
    ...nothing,
    // A task that asks for no memory gets all of a node's.
    args: ["--slurm", "--slurm-tasks", String(workers), "--slurm-option=--mem=600"],
    keepers,
    runners: () => keepers().flatMap(childrenOf),
    mend: resumeNodes,
    restart: () => restartController(),
    cut: cutController,
    cancel: (share) => cancelOne(folder, share),
  };
};

/** Cancels one of the run's jobs: a task that runs, or all of a level that wait. */
function cancelOne(folder: string, share: number): number {
  try {
    const jobs = readFileSync(join(folder, "jobs"), "utf8").trim().replaceAll("\n", ",");
    const asked = ["--noheader", "--format=%i", `--jobs=${jobs}`];
    const there = execFileSync("squeue", asked, { encoding: "utf8", stdio: "pipe" })
      .trim()
      .split("\n");
    execFileSync("scancel", [there[Math.floor(share * there.length)]!], { stdio: "ignore" });
    return 1;
  } catch {
    return 0; // None is submitted, all have ended, or the controller is away.
  }
}

/** What asks it gives up after 10 s: some of these cuts are longer. */
async function cutController(ms: number): Promise<void> {
  const goOn = stopController();
  await pause(5 * ms);
  goOn();
}

const hasSlurm = () =>
  process.env.SLURM_CONF !== undefined &&
  spawnSync("sinfo", ["--noheader"], { timeout: 5000 }).status === 0;

/** Every executor, and whether it can be had here. */
export const parties: Readonly<
  Record<string, { isHere(): boolean; begin(how: Beginning): Promise<Party> }>
> = {
  here: { isHere: () => true, begin: inThisProcess },
  workers: { isHere: () => true, begin: processes },
  ...Object.fromEntries(
    serverKinds.map((kind) => [
      kind.scheme,
      { isHere: () => kind.program !== undefined, begin: queue(kind) },
    ]),
  ),
  slurm: { isHere: hasSlurm, begin: slurm },
};
