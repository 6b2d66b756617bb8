// A runner whose passes take no work: `fake-runner.mjs LOG MS [PLANNING]`. It plans for so many ms,
// writes a line for each pass that it is handed, waits, and keeps a result of every step. What its
// steps are is in the order's flags.

import { appendFileSync } from "node:fs";
import { openStore } from "../../packages/lab/dist/index.js";

const [log, ms, planning = "0"] = process.argv.slice(2);
let order;
let store;
process.on("disconnect", () => process.exit(0));
process.on("message", async (asked) => {
  if (asked.is === "open") {
    order = asked.order;
    store = await openStore(order.store);
    await new Promise((resolve) => setTimeout(resolve, Number(planning)));
    process.send({ is: "ready" });
  } else if (asked.is === "run") {
    appendFileSync(log, `${order.study} ${asked.pass}\n`);
    await new Promise((resolve) => setTimeout(resolve, Number(ms)));
    for (const step of asked.steps) {
      await store.write(JSON.parse(order.flags[step]), { facts: { value: 1 }, arrays: {} });
    }
    process.send({ is: "done" });
  }
});
