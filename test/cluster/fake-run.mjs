// A run of a queue in a process of its own: `fake-run.mjs ADDRESS FOLDER ORDER STEPS`. ORDER and
// STEPS are JSON; a step is its name, its label and the names of those it needs, which come
// before it.

import { openQueueServer, queueExecutor } from "../../packages/cluster/dist/index.js";
import { wavesOf } from "../../packages/lab/dist/engine-door.js";
import { openStore } from "../../packages/lab/dist/index.js";

const [address, folder, order, given] = process.argv.slice(2);
const kind = {
  name: "fit",
  version: 1,
  describe: ([{ label }]) => ({ label, unit: "", total: 1 }),
};
const steps = new Map();
for (const { name, label, from } of JSON.parse(given))
  steps.set(name, { name, label, kind, inputs: { from: from.map((one) => steps.get(one)) } });
const store = await openStore(JSON.parse(order).store);
const quiet = () => undefined;
try {
  await queueExecutor({
    store,
    reporter: { plan: quiet, begin: quiet, progress: quiet, end: quiet, warn: quiet },
    signal: new AbortController().signal,
    order: JSON.parse(order),
    server: await openQueueServer(address),
    folder,
  }).run(wavesOf([...steps.values()]));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
