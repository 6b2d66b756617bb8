// A queue's server by its address: Redis or Valkey, or PostgreSQL, by BullMQ's two backends. What
// is loaded is what the address names.

import { createRequire } from "node:module";
import { Socket } from "node:net";
import { InputError } from "@w2s/base";
import { lineOf } from "../errors.js";
import { pause } from "../pause.js";

/** What of a pass travels. */
export interface PassJob {
  readonly steps: readonly string[];
  /** What must be in the store when it is done. */
  readonly keeps: readonly string[];
  readonly label: string;
}

/** What we call of a job; both backends' have it. */
export interface QueuedJob<D> {
  readonly id?: string | undefined;
  readonly data: D;
  readonly opts: { readonly priority?: number };
  readonly failedReason: string;
  getState(): Promise<string>;
  remove(): Promise<unknown>;
  extendLock(token: string, ms: number): Promise<unknown>;
  updateProgress(progress: object): Promise<unknown>;
  moveToCompleted(value: string, token: string, fetchNext: boolean): Promise<unknown>;
  moveToFailed(error: Error, token: string, fetchNext: boolean): Promise<unknown>;
  moveToDelayed(at: number, token: string): Promise<unknown>;
  moveToWait(token: string): Promise<unknown>;
}

/** How a job is added. */
export interface JobOptions {
  readonly jobId: string;
  readonly priority: number;
  readonly attempts?: number;
  readonly removeOnComplete?: boolean;
  readonly removeOnFail?: boolean;
}

/** What we call of a queue. */
export interface JobQueue<D> {
  add(name: string, data: D, opts: JobOptions): Promise<unknown>;
  addBulk(jobs: { name: string; data: D; opts: JobOptions }[]): Promise<unknown>;
  getJob(id: string): Promise<QueuedJob<D> | undefined>;
  getJobs(states: ("prioritized" | "waiting")[]): Promise<QueuedJob<D>[]>;
  clean(graceMs: number, limit: number, state: "failed"): Promise<unknown>;
  drain(delayed: boolean): Promise<unknown>;
  remove(id: string): Promise<unknown>;
  close(): Promise<void>;
}

/** What we call of a worker. */
export interface JobWorker {
  getNextJob(token: string, how: { block: false }): Promise<QueuedJob<PassJob> | undefined>;
  startStalledCheckTimer(): Promise<void>;
  close(): Promise<void>;
}

/** What is heard of a job. */
export interface JobHeard {
  readonly jobId: string;
  readonly failedReason?: string;
  readonly data?: unknown;
}

/** What we call of a queue's events. */
export interface JobEvents {
  on(event: "completed" | "failed" | "progress", heard: (job: JobHeard) => void): unknown;
  close(): Promise<void>;
}

/** A queue's server. */
export interface QueueServer {
  /** The address without user and password, for messages. */
  readonly shown: string;
  queue<D>(name: string): JobQueue<D>;
  worker(name: string, lockMs: number, tries: number): JobWorker;
  events(name: string): JobEvents;
  /** Hears that the server is gone, and that it is back. */
  onLost(lost: (line: string) => void, back: () => void): void;
  /** Calls that wait for it fail from now on; nothing of it keeps the process alive. */
  close(): Promise<void>;
}

const redis = ["redis:", "rediss:", "valkey:", "valkeys:"];
const postgres = ["postgres:", "postgresql:"];

/** The address without user, password and options. */
export function shownAddress(address: string): string {
  try {
    const { protocol, host, pathname } = new URL(address);
    return `${protocol}//${host}${pathname}`;
  } catch {
    return "(no address)";
  }
}

/**
 * Connects to the server at the address.
 * @throws InputError when the address is none, nobody answers there, or the clocks differ
 */
export async function openQueueServer(address: string): Promise<QueueServer> {
  const shown = shownAddress(address);
  const protocol = /^[a-z]+:(?=\/\/)/.exec(address)?.[0] ?? "";
  const open = redis.includes(protocol)
    ? openRedis
    : postgres.includes(protocol)
      ? openPostgres
      : undefined;
  if (open === undefined) {
    throw new InputError(
      `--queue: must be redis://HOST:PORT, rediss://, valkey:// or postgres://HOST/DATABASE, ` +
        `got "${shown}"`,
    );
  }
  return patiently(() => open(address, shown)).catch((error: unknown) => {
    if (error instanceof InputError) throw error;
    const { code } = error as { readonly code?: string };
    const why = code ?? clean(lineOf(error), address);
    throw new InputError(
      `queue ${shown}: cannot be reached (${why}); is the server running, and the address right?`,
    );
  });
}

/** A server that just begins is asked again, for two seconds. */
async function patiently<T>(open: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await open();
    } catch (error) {
      if (tries === 5 || error instanceof InputError) throw error;
      await pause(500);
    }
  }
}

/** How far this machine's clock may be from the server's. */
const mostAsideMs = 5000;

/**
 * BullMQ writes leases and delays by its caller's clock: one that is wrong would take work from
 * others, or leave it lying.
 * @param ask gives the server's time, in ms since the epoch
 * @throws InputError when this machine's clock is too far from it
 */
async function assertClock(shown: string, ask: () => Promise<number>): Promise<void> {
  const before = Date.now();
  const there = await ask();
  const after = Date.now();
  const [ahead, behind] = [before - there, there - after];
  if (Math.max(ahead, behind) < mostAsideMs) return;
  const seconds = Math.round(Math.max(ahead, behind) / 1000);
  throw new InputError(
    `queue ${shown}: this machine's clock is ${seconds} s ${ahead > 0 ? "ahead of" : "behind"} ` +
      "the server's, which leases go by; set it right",
  );
}

/** A message without what the address keeps secret. */
function clean(line: string, address: string): string {
  const { password, username } = new URL(address);
  return [password, decodeURIComponent(password), username]
    .filter((secret) => secret !== "")
    .reduce((text, secret) => text.replaceAll(secret, "***"), line);
}

const stalledMs = 5000;

async function openRedis(address: string, shown: string): Promise<QueueServer> {
  const [{ Queue, QueueEvents, Worker }, { Redis }] = await Promise.all([
    import("bullmq"),
    import("ioredis"),
  ]);
  const url = address.replace(/^valkey/, "redis");
  const first = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  let fault: Error | undefined;
  first.on("error", (error) => {
    fault = error; // What connect throws does not say why.
  });
  await first
    .connect()
    .catch((error: unknown) => {
      throw fault ?? error;
    })
    .then(() => assertClock(shown, () => timeOfRedis(first)))
    .finally(() => first.disconnect());
  const connection = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(200 * times, 5000),
  });
  // Those that wait for jobs and events: what did not close by itself ends with the connection.
  const duplicates: { disconnect(): void }[] = [];
  const { duplicate } = connection;
  connection.duplicate = (override) => {
    const one = duplicate.call(connection, override);
    duplicates.push(one);
    return one;
  };
  const events = new Lost(shown);
  connection.on("error", (error) => events.lost(error));
  connection.on("ready", () => events.back());
  const silent = <T extends { on(event: "error", heard: () => void): unknown }>(one: T): T => {
    one.on("error", () => undefined);
    return one;
  };
  return {
    shown,
    queue: (name) => silent(new Queue(name, { connection, skipWaitingForReady: true })),
    worker: (name, lockDuration, tries) =>
      silent(new Worker<PassJob>(name, null, { connection, ...leases(lockDuration, tries) })),
    events: (name) => silent(new QueueEvents(name, { connection })),
    onLost: (lost, back) => events.hear(lost, back),
    async close() {
      connection.disconnect();
      for (const one of duplicates) one.disconnect();
    },
  };
}

/** How a worker holds its passes, whatever the server. */
const leases = (lockDuration: number, tries: number) => ({
  autorun: false,
  lockDuration,
  maxStalledCount: tries - 1,
  stalledInterval: stalledMs,
});

async function timeOfRedis(redis: { time(): Promise<(number | string)[]> }): Promise<number> {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1000 + Number(microseconds) / 1000;
}

/** BullMQ's own module of CommonJS: that of ES modules cannot load its driver by itself. */
const requireBullmq = (): typeof import("bullmq") => createRequire(import.meta.url)("bullmq");

async function openPostgres(address: string, shown: string): Promise<QueueServer> {
  const { createPostgresBackend, withBackend } = requireBullmq();
  const { Queue, QueueEvents, Worker } = withBackend(createPostgresBackend);
  // What did not close by itself ends with the server: one open socket keeps a process alive.
  const sockets = new Set<Socket>();
  const stream = () => {
    const socket = new Socket();
    sockets.add(socket);
    return socket.once("close", () => sockets.delete(socket));
  };
  const connection = { connectionString: address, keepAlive: true, max: 4, stream };
  const events = new Lost(shown);
  const heard = <T extends { on(event: "error", heard: (error: Error) => void): unknown }>(
    one: T,
  ): T => {
    one.on("error", (error) => events.lost(error));
    return one;
  };
  const first = heard(new Queue("w2s-first", { connection: { ...connection, migrate: true } }));
  await first.waitUntilReady().finally(() => first.close().catch(() => undefined));
  await assertClock(shown, () => timeOfPostgres(address));
  return {
    shown,
    queue: <D>(name: string) =>
      persistent<JobQueue<D>>(heard(new Queue(name, { connection })), events),
    worker: (name, lockDuration, tries) =>
      heard(new Worker<PassJob>(name, null, { connection, ...leases(lockDuration, tries) })),
    events: (name) => heard(new QueueEvents(name, { connection })),
    onLost: (lost, back) => events.hear(lost, back),
    async close() {
      events.isLeft = true;
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function timeOfPostgres(address: string): Promise<number> {
  const { Client } = await import("pg").then((pg) => pg.default);
  const client = new Client({ connectionString: address });
  await client.connect();
  try {
    const { rows } = await client.query("select extract(epoch from clock_timestamp()) as now");
    return Number(rows[0].now) * 1000;
  } finally {
    await client.end();
  }
}

/**
 * A queue whose calls wait where the server is gone, as those over Redis do by themselves. Asked
 * once more, they do no harm: jobs have ids. Once the server is left they fail.
 */
function persistent<T extends object>(queue: T, events: Lost): T {
  return new Proxy(queue, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name);
      if (typeof value !== "function" || name === "close") return value;
      return async (...given: unknown[]) => {
        while (true) {
          try {
            const found: unknown = await value.apply(of, given);
            events.back();
            return isJob(found) ? persistent(found, events) : found;
          } catch (error) {
            if (events.isLeft || !isLost(error)) throw error;
            events.lost(error);
            await pause(500);
          }
        }
      };
    },
  });
}

const isJob = (found: unknown): found is object =>
  typeof found === "object" && found !== null && "getState" in found;

/** Whether the connection is lost, or the server stops or begins. */
function isLost(error: unknown): error is Error {
  const { code = "", message = "" } = error as {
    readonly code?: string;
    readonly message?: string;
  };
  return lostCodes.includes(code) || message.startsWith("Connection terminated");
}

// What the system says, and PostgreSQL: admin_shutdown, crash_shutdown, cannot_connect_now.
const lostCodes = ["ECONNREFUSED", "ECONNRESET", "EPIPE", "57P01", "57P02", "57P03"];

/** Says once that the server is gone, and once that it is back. */
class Lost {
  /** Whether nobody waits for the server any more. */
  isLeft = false;
  private isLost = false;
  private heard: { lost(line: string): void; back(): void } | undefined;

  constructor(private readonly shown: string) {}

  hear(lost: (line: string) => void, back: () => void): void {
    this.heard = { lost, back };
  }

  lost(error: Error): void {
    if (this.isLost || !isLost(error)) return;
    this.isLost = true;
    const { code = "no connection" } = error as { readonly code?: string };
    this.heard?.lost(`queue ${this.shown}: gone (${code}); waiting until it is back`);
  }

  back(): void {
    if (this.isLost) this.heard?.back();
    this.isLost = false;
  }
}
