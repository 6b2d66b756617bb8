// PostgreSQL as a queue's server.

import { createRequire } from "node:module";
import { Socket } from "node:net";
import type { ClientConfig } from "pg";
import { onAbort } from "../passes/hand-out.js";
import { pause } from "../pause.js";
import { assertClock } from "./clock.js";
import { leases } from "./leases.js";
import { isLost, Lost } from "./lost.js";
import type { JobQueue, PassJob, QueueServer } from "./server.js";

/** BullMQ's own module of CommonJS: that of ES modules cannot load its driver by itself. */
const requireBullmq = (): typeof import("bullmq") => createRequire(import.meta.url)("bullmq");

/**
 * The driver's client, to a pool as its `Client`. Where a connection ends between two questions of
 * whoever holds it, the next one fails: the error that nobody hears until then ends no process.
 */
export function heldClient({ Client }: Pick<typeof import("pg"), "Client">): typeof Client {
  return class extends Client {
    constructor(config?: ClientConfig) {
      super(config);
      this.on("error", () => undefined);
    }
  };
}

const driver = () => import("pg").then((pg) => pg.default);

/** @throws what the client throws where nobody answers; InputError where the clocks differ */
export async function openPostgres(
  address: string,
  shown: string,
  signal: AbortSignal,
): Promise<QueueServer> {
  const { createPostgresBackend, withBackend } = requireBullmq();
  const { Queue, QueueEvents, Worker } = withBackend(createPostgresBackend);
  const events = new Lost(shown);
  // What did not close by itself ends with the server: one open socket keeps a process alive.
  const sockets = new Set<Socket>();
  const stream = () => {
    const socket = new Socket();
    sockets.add(socket);
    // A pool that connects anew when nobody waits any more.
    if (events.isLeft) setImmediate(() => socket.destroy());
    return socket.once("close", () => sockets.delete(socket));
  };
  const Client = heldClient(await driver());
  const connection = { connectionString: address, keepAlive: true, max: 4, stream, Client };
  const leave = () => {
    events.isLeft = true;
    for (const socket of sockets) socket.destroy();
  };
  const heard = <T extends { on(event: "error", heard: (error: Error) => void): unknown }>(
    one: T,
  ): T => {
    one.on("error", (error) => events.lost(error));
    return one;
  };
  onAbort(signal, leave);
  try {
    const first = heard(new Queue("w2s-first", { connection: { ...connection, migrate: true } }));
    await first.waitUntilReady().finally(() => first.close().catch(() => undefined));
    await assertClock(shown, () => timeOfPostgres(address, stream));
  } catch (error) {
    leave();
    throw error;
  }
  return {
    shown,
    advice: [],
    queue: <D>(name: string) =>
      persistent<JobQueue<D>>(heard(new Queue(name, { connection })), events),
    worker: (name, lockDuration, tries) =>
      heard(new Worker<PassJob>(name, null, { connection, ...leases(lockDuration, tries) })),
    events: (name) => heard(new QueueEvents(name, { connection })),
    onLost: (lost, back) => events.hear(lost, back),
    close: async () => leave(),
  };
}

async function timeOfPostgres(address: string, stream: () => Socket): Promise<number> {
  const Client = heldClient(await driver());
  const client = new Client({ connectionString: address, stream });
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
            return found;
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
