// What `w2s status` and others read of a run that is handed out: a file in the run's folder,
// written every few seconds by whoever hands out its passes.

import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { InputError, writeFileWhole } from "@w2s/base";
import type { Pass } from "@w2s/lab/engine";
import { z } from "zod";
import type { Board } from "../passes/board.js";

const passSchema = z.object({
  /** The first digits of its name. */
  pass: z.string(),
  label: z.string(),
  steps: z.number(),
});

/** `status.json` of a run's folder; durations are in milliseconds, and their names end in "Ms". */
export const statusSchema = z.object({
  format: z.literal(1),
  study: z.string(),
  /** Who hands out: "workers", "queue", "slurm". */
  executor: z.string(),
  /** What its workers compute on; statuses of old do not say. */
  device: z.string().optional(),
  host: z.string(),
  pid: z.number(),
  state: z.enum(["running", "done", "failed", "interrupted"]),
  /** ISO 8601, UTC, by the clock of the host that hands out. */
  startedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  steps: z.object({ total: z.number(), done: z.number() }),
  passes: z.object({
    total: z.number(),
    done: z.number(),
    running: z.number(),
    waiting: z.number(),
    failed: z.number(),
    skipped: z.number(),
  }),
  /** Steps a minute since the start; null before the first. */
  perMinute: z.number().nullable(),
  /** By that rate; null before the first step. */
  leftMs: z.number().nullable(),
  workers: z.array(
    z.object({
      name: z.string(),
      /** What it is at; null: nothing. */
      at: passSchema
        .extend({
          forMs: z.number(),
          share: z.number(),
          /** Since something was heard of it; statuses of old do not say. */
          silentMs: z.number().optional(),
        })
        .nullable(),
      passesDone: z.number(),
      /** Its machine in a line, `lab1: AMD EPYC 7B12, linux x64`; statuses of old do not say. */
      machine: z.string().optional(),
    }),
  ),
  failed: z.array(passSchema.extend({ line: z.string() })),
  skipped: z.array(passSchema.extend({ line: z.string() })),
  /** Lines of workers that may not or cannot take part. */
  refused: z.array(z.string()),
  /** Where logs lie, where there are any. */
  logs: z.string().nullable(),
});
/** What is known of a run that is handed out. */
export type Status = z.infer<typeof statusSchema>;

/** The file of a run's folder that holds its status. */
const statusFile = "status.json";

/**
 * The status of a run, or undefined where its folder has none.
 * @param shown how a message names the file
 * @throws InputError when it is damaged
 */
export async function readStatus(
  folder: string,
  shown = join(folder, statusFile),
): Promise<Status | undefined> {
  const text = await readFile(join(folder, statusFile), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return statusSchema.parse(JSON.parse(text));
  } catch {
    throw new InputError(`${shown}: is no status of a run; remove it`);
  }
}

/** A worker as the status shows it. */
export interface WorkerNow {
  /** What it is at, and since when, by `performance.now()`. */
  at: {
    readonly pass: string;
    readonly steps: number;
    readonly since: number;
    label: string;
    share: number;
    heardAt: number;
  } | null;
  passesDone: number;
  machine?: string | undefined;
}

/** Failed and skipped passes that the file lists, at most. */
const mostListed = 200;

/** Keeps a run's status and writes it. */
export class StatusKeeper {
  private readonly startedAt = Date.now();
  private workers = new Map<string, WorkerNow>();
  private readonly refusals = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  logs: string | null = null;
  /** Whether somebody is at a pass that is out; where passes lie in a queue first, not all are. */
  isAt: (pass: Pass) => boolean = () => true;

  /**
   * @param folder the run's; undefined: nothing is written
   * @param writeFile puts a text in a file's place, whole
   */
  constructor(
    private readonly folder: string | undefined,
    private readonly about: Required<Pick<Status, "study" | "executor" | "device">>,
    private readonly board: Board,
    private readonly writeFile: (path: string, text: string) => Promise<void> = writeFileWhole,
  ) {}

  /** Writes the status now, and every two seconds. */
  async begin(): Promise<void> {
    await this.write("running");
    this.timer = setInterval(() => {
      if (!this.isWriting) void this.write("running").catch(() => undefined);
    }, 2000);
  }

  /** Writes how it ended. What cannot be written is no reason to fail. */
  async end(state: "done" | "failed" | "interrupted"): Promise<void> {
    clearInterval(this.timer);
    for (const worker of this.workers.values()) worker.at = null;
    await this.write(state).catch(() => undefined);
  }

  /** @param machine the worker's, in a line */
  began(worker: string, pass: Pass, machine?: string): void {
    const label = pass.kind.describe(pass.steps).label;
    const now = performance.now();
    const own = this.of(worker);
    own.machine = machine ?? own.machine;
    own.at = { ...shown(pass), label, since: now, share: 0, heardAt: now };
  }

  /** What is known of all workers, where they say it themselves. */
  workersAre(workers: ReadonlyMap<string, WorkerNow>): void {
    this.workers = new Map(workers);
  }

  progress(worker: string, label: string, share: number): void {
    const { at } = this.of(worker);
    if (at !== null) [at.label, at.share, at.heardAt] = [label, share, performance.now()];
  }

  ended(worker: string, isDone: boolean): void {
    const now = this.of(worker);
    now.at = null;
    if (isDone) now.passesDone += 1;
  }

  /** @returns whether it was not said before */
  refused(line: string): boolean {
    const isNew = !this.refusals.has(line);
    this.refusals.add(line);
    return isNew;
  }

  /** What is known now. */
  status(state: Status["state"]): Status {
    const { board, about, startedAt } = this;
    const total = board.passes.reduce((sum, { steps }) => sum + steps.length, 0);
    const done = board.doneSteps;
    const elapsed = Date.now() - startedAt;
    const running = state === "running" ? [...board.out].filter(this.isAt).length : 0;
    const failed = board.failed.map(({ pass, line }) => ({ ...shown(pass), line }));
    const skipped = board.skipped.map(({ pass, upstream }) => ({
      ...shown(pass),
      line: `skipped: upstream ${shown(upstream).label} failed`,
    }));
    return {
      format: 1,
      ...about,
      host: hostname(),
      pid: process.pid,
      state,
      startedAt: new Date(startedAt).toISOString(),
      updatedAt: new Date().toISOString(),
      steps: { total, done },
      passes: {
        total: board.passes.length,
        done: board.donePasses,
        running,
        waiting: board.waiting + board.out.size - running,
        failed: failed.length,
        skipped: skipped.length,
      },
      perMinute: done === 0 || elapsed <= 0 ? null : (done / elapsed) * 60_000,
      leftMs: done === 0 ? null : (elapsed / done) * (total - done),
      workers: [...this.workers].map(([name, { at, passesDone, machine }]) => ({
        name,
        passesDone,
        ...(machine === undefined ? {} : { machine }),
        at: at && {
          ...{ pass: at.pass, steps: at.steps, label: at.label },
          forMs: Math.round(performance.now() - at.since),
          share: at.share,
          silentMs: Math.round(performance.now() - at.heardAt),
        },
      })),
      failed: failed.slice(0, mostListed),
      skipped: skipped.slice(0, mostListed),
      refused: [...this.refusals],
      logs: this.logs,
    };
  }

  private writing: Promise<unknown> = Promise.resolve();
  private isWriting = false;

  /** One after the other: a slow disk may be through with an earlier word after a later one. */
  private write(state: Status["state"]): Promise<void> {
    this.isWriting = true;
    const written = this.writing.then(() => this.written(state));
    const own = written
      .catch(() => undefined)
      .then(() => {
        if (this.writing === own) this.isWriting = false;
      });
    this.writing = own;
    return written;
  }

  private async written(state: Status["state"]): Promise<void> {
    if (this.folder === undefined) return;
    const text = `${JSON.stringify(this.status(state), null, 2)}\n`;
    await this.writeFile(join(this.folder, statusFile), text);
  }

  private of(worker: string): WorkerNow {
    const known = this.workers.get(worker) ?? { at: null, passesDone: 0 };
    this.workers.set(worker, known);
    return known;
  }
}

function shown(pass: Pass) {
  const { label } = pass.kind.describe(pass.steps);
  const only = pass.steps.length === 1 ? pass.steps[0]!.label : label;
  return { pass: pass.name.slice(0, 12), label: only, steps: pass.steps.length };
}
