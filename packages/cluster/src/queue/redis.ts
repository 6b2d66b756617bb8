// Redis, or Valkey, as a queue's server.

import type { Redis as Client } from "ioredis";
import { onAbort } from "../passes/hand-out.js";
import { leases } from "./leases.js";
import { Lost } from "./lost.js";
import { bareAddress, look } from "./redis-look.js";
import type { PassJob, QueueServer } from "./server.js";

/** As the client knows it: Valkey speaks Redis's protocol, with TLS as rediss. */
export const redisAddress = (address: string): string => address.replace(/^valkey/i, "redis");

/** @throws what the client throws where nobody answers; InputError where no queue can be there */
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
  const first = new Redis(bareAddress(url), {
    ...{ lazyConnect: true, enableReadyCheck: false, retryStrategy: () => null },
  });
  let fault: Error | undefined;
  first.on("error", (error) => {
    fault = error; // Calls say only that the connection is closed.
  });
  onAbort(signal, () => first.disconnect());
  const seen = await first
    .connect()
    .then(() => look(first, url, shown))
    .catch((error: Error) => {
      throw error.message === "Connection is closed." ? (fault ?? error) : error;
    })
    .finally(() => first.disconnect());
  const connection = silentOfPolicy(
    new Redis(seen.address, {
      maxRetriesPerRequest: null,
      retryStrategy: (times) => Math.min(200 * times, 5000),
    }),
  );
  // Every queue listens to the one connection.
  connection.setMaxListeners(mostListeners);
  // Those that wait for jobs and events: what did not close by itself ends with the connection.
  const duplicates: Client[] = [];
  const { duplicate } = connection;
  connection.duplicate = (override) => {
    const one = silentOfPolicy(duplicate.call(connection, override));
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
    advice: seen.advice,
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

/** What BullMQ writes of a policy to the console, for each queue, was said once, in our words. */
function silentOfPolicy(client: Client): Client {
  const { info } = client;
  const asked = (...given: []) => {
    // The client's own question, with a callback.
    if (given.length > 0) return info.apply(client, given);
    return info.call(client).then((said) => said.replace(/^maxmemory_policy:.*$/m, ""));
  };
  return Object.assign(client, { info: asked });
}
