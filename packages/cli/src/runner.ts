// The process that `w2s run --workers` and `w2s work` start: it plans the study that it is told,
// and runs the passes that it is handed. Arguments: a store's folder, or nothing where it is the
// order's, and folders with models.

import { serveRunner } from "@w2s/cluster";
import { openStore } from "@w2s/lab";
import { plannedFrom } from "./commands/executors.js";
import { processIo } from "./main.js";

const [store, ...models] = process.argv.slice(2);

serveRunner(async (order, reporter) => {
  const onDamage = (line: string) => reporter.warn(line);
  return plannedFrom(order, processIo(), {
    store: await openStore(store || order.store, { onDamage }),
    models,
  });
});
