// A runner whose passes take no work: `fake-runner.mjs LOG MS [PLANNING [ODD]]`. It plans for so
// many ms, writes a line for each pass that it is handed, waits, and keeps a result of every
// step. What its steps are is in the order's flags. ODD, in JSON, has numbers of steps: a pass
// of one in `fails` fails, in `dies` ends the process, in `blocks` waits as a native call does,
// where nothing else runs, in `waits` waits until there is a file LOG.go. The card that it sees,
// and when it was at a pass, goes into LOG.cards.

import { appendFileSync, existsSync } from "node:fs";
import { openStore } from "../../packages/lab/dist/index.js";

const [log, ms, planning = "0", given = "{}"] = process.argv.slice(2);
const { fails = [], dies = [], blocks = [], waits = [] } = JSON.parse(given);
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
    const begun = Date.now();
    const numbers = asked.steps.map((step) => JSON.parse(order.flags[step]).params.n);
    const isAmong = (odd) => numbers.some((n) => odd.includes(n));
    if (isAmong(dies)) process.kill(process.pid, "SIGKILL");
    if (isAmong(fails)) {
      process.send({ is: "failed", line: `no number ${numbers}` });
      return;
    }
    if (isAmong(blocks)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(ms));
    else {
      do await new Promise((resolve) => setTimeout(resolve, Number(ms)));
      while (isAmong(waits) && !existsSync(`${log}.go`));
    }
    for (const step of asked.steps) {
      await store.write(JSON.parse(order.flags[step]), { facts: { value: 1 }, arrays: {} });
    }
    const { pid, env } = process;
    appendFileSync(`${log}.cards`, `${pid} ${env.CUDA_VISIBLE_DEVICES} ${begun}-${Date.now()}\n`);
    process.send({ is: "done" });
  }
});
