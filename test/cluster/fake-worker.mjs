// A worker of a queue in a process of its own, as Vitest loads no driver of PostgreSQL, and to be
// killed: `fake-worker.mjs ADDRESS LEASE-MS RUNNER-ARGS...`.

import { fileURLToPath } from "node:url";
import { openQueueServer, work } from "../../packages/cluster/dist/index.js";
import { openStore } from "../../packages/lab/dist/index.js";

const [address, leaseMs, ...args] = process.argv.slice(2);
const never = new AbortController().signal;
await work({
  server: await openQueueServer(address),
  slots: 1,
  device: "cpu",
  versions: { w2s: "1" },
  command: { module: fileURLToPath(new URL("fake-runner.mjs", import.meta.url)), args },
  leaseMs: Number(leaseMs),
  openStore: (order) => openStore(order.store),
  note: (line) => console.log(line),
  drain: never,
  stop: never,
});
