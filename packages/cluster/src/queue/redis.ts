// Redis, or Valkey, as a queue's server.

import type { Redis as Client } from "ioredis";
import { onAbort } from "../passes/hand-out.js";
import { assertClock } from "./clock.js";
import { leases } from "./leases.js";
import { Lost } from "./lost.js";
import type { PassJob, QueueServer } from "./server.js";

/** As the client knows it: Valkey speaks Redis's protocol, with TLS as rediss. */
export const redisAddress = (address: string): string => address.replace(/^valkey/i, "redis");

/** @throws what the client throws where nobody answers; InputError where the clocks differ */
export async function openRedis(
  address: string,
  shown: string,
  signal: AbortSignal,
): Promise<QueueServer> {
  const [{ Queue, QueueEvents, Worker }, { Redis }] = await Promise.all([
    import("bullmq"),
    import("ioredis"),
  ]);
  const url = redisAddress(address);
  const first = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  let fault: Error | undefined;
  first.on("error", (error) => {
    fault = error; // What connect throws does not say why.
  });
  onAbort(signal, () => first.disconnect());
  await first
    .connect()
    .catch((error: unknown) => {
      throw fault ?? error;
    })
    // The client goes on in database 0 where there is no such one.
    .then(() => first.select(Number(new URL(url).pathname.slice(1))))
    .then(() => assertClock(shown, () => timeOfRedis(first)))
    .finally(() => first.disconnect());
  const connection = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(200 * times, 5000),
  });
  // Every queue listens to the one connection.
  connection.setMaxListeners(mostListeners);
  // Those that wait for jobs and events: what did not close by itself ends with the connection.
  const duplicates: Client[] = [];
  const { duplicate } = connection;
  connection.duplicate = (override) => {
    const one = duplicate.call(connection, override);
    duplicates.push(one.setMaxListeners(mostListeners));
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
      for (const one of [connection, ...duplicates]) leave(one);
    },
  };
}

const mostListeners = 10_000;

/**
 * Ends a client, and the calls that wait for it. Between two attempts to connect, disconnect alone
 * would leave those unanswered for good: one more attempt that is broken off fails them.
 */
function leave(client: Client): void {
  if (client.status === "reconnecting") client.connect().catch(() => undefined);
  client.disconnect();
}

async function timeOfRedis(redis: { time(): Promise<(number | string)[]> }): Promise<number> {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1000 + Number(microseconds) / 1000;
}
