// A runner whose passes take a time and no work: what a queue adds to them can be told. Its
// arguments: milliseconds a pass.

import { setTimeout as sleep } from "node:timers/promises";
import type { Order } from "@w2s/cluster";
import { openStore } from "@w2s/lab";
import type { StepIdentity } from "@w2s/lab/engine";

type Asked =
  | { readonly is: "open"; readonly order: Order }
  | { readonly is: "run"; readonly steps: readonly string[] };

let order: Order;
process.on("disconnect", () => process.exit(0));
process.on("message", async (asked: Asked) => {
  if (asked.is === "open") {
    order = asked.order;
    process.send!({ is: "ready" });
    return;
  }
  const started = performance.now();
  await sleep(Number(process.argv[2]));
  const store = await openStore(order.store);
  for (const name of asked.steps) {
    const identity: StepIdentity = { kind: "pass", version: 1, params: { n: 0 }, inputs: {} };
    await store.write(
      { ...identity, params: { n: order.flags[name]! } },
      { facts: { ms: performance.now() - started }, arrays: {} },
    );
  }
  process.send!({ is: "done" });
});
