// What tasks are at, as each says in a small file beside the scripts: a status of its own. A task
// that was killed leaves one that no longer changes, by which it is known.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readStatus, type Status, type WorkerNow } from "../status/status.js";

/** Folder of a task's own status, below that of the scripts. */
export const taskFolder = (folder: string, task: string): string => join(folder, "tasks", task);

/** In that folder: the task's number, as Slurm knows it. */
const jobFile = "job";

/** Notes the number that Slurm gave a task, if it was Slurm. */
export async function noteJob(own: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const { SLURM_ARRAY_JOB_ID: job, SLURM_ARRAY_TASK_ID: task } = env;
  if (job && task) await writeFile(join(own, jobFile), `${job}_${task}`);
}

/** Without a change for this long, by this machine's clock, a task counts as ended. */
const goneMs = 180_000;

interface Heard {
  readonly status: Status;
  /** Its number, "91_5"; undefined: none is known. */
  readonly job: string | undefined;
  readonly changedAt: number;
}

/** Tasks of a run, of all its rounds. */
export class TasksAtWork {
  /** By round and task: a later round has tasks of the same names. */
  private readonly heard = new Map<string, Heard>();

  constructor(private readonly folder: string) {}

  /**
   * Reads what is new. Tasks at work are workers by their machine and task; of those that ended
   * each machine's are one.
   */
  async look(round: number): Promise<ReadonlyMap<string, WorkerNow>> {
    await this.read(round);
    const workers = new Map<string, WorkerNow>();
    for (const [key, { status, changedAt }] of this.heard) {
      const { host, workers: own } = status;
      const [worker] = own;
      if (worker === undefined) continue;
      const { machine, at, passesDone } = worker;
      const silentMs = performance.now() - changedAt;
      const isAtWork = status.state === "running" && at !== null && silentMs < goneMs;
      const name = isAtWork ? `${host} ${key.slice(key.indexOf("/") + 1)}` : host;
      const before = workers.get(name);
      workers.set(name, {
        machine: machine ?? before?.machine,
        passesDone: passesDone + (before?.passesDone ?? 0),
        at: isAtWork
          ? {
              ...{ pass: at.pass, steps: at.steps, label: at.label, share: at.share },
              since: changedAt - at.forMs,
              heardAt: changedAt - (at.silentMs ?? 0),
            }
          : null,
      });
    }
    return workers;
  }

  /** Whether a task goes on, as far as is heard. */
  get areThere(): boolean {
    const now = performance.now();
    return [...this.heard.values()].some(
      ({ status, changedAt }) => status.state === "running" && now - changedAt < goneMs,
    );
  }

  /** Numbers of tasks that were at work, and of which nothing was heard for so long. */
  silentFor(ms: number): string[] {
    const isSilent = ({ status, changedAt }: Heard) =>
      status.state === "running" && performance.now() - changedAt >= ms;
    return [...this.heard.values()].filter(isSilent).flatMap(({ job }) => job ?? []);
  }

  private async read(round: number): Promise<void> {
    const root = join(this.folder, "tasks");
    for (const task of await readdir(root).catch((): string[] => [])) {
      const key = `${round}/${task}`;
      const before = this.heard.get(key);
      if (before !== undefined && before.status.state !== "running") continue;
      // One that is not whole is another look's.
      const status = await readStatus(join(root, task)).catch(() => undefined);
      if (status === undefined || status.updatedAt === before?.status.updatedAt) continue;
      const job = await readFile(join(root, task, jobFile), "utf8").catch(() => undefined);
      this.heard.set(key, { status, job: job?.trim(), changedAt: performance.now() });
    }
  }
}
