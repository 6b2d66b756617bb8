// The process that `w2s run --workers` and `w2s work` start: it plans the study that it is told,
// and runs the passes that it is handed. Arguments: a store's place, or nothing where it is the
// order's, and folders with models.

import { serveRunner } from "@w2s/cluster";
import { plannedFrom } from "./commands/executors.js";
import { toldLine } from "./exit.js";
import { processIo } from "./main.js";
import { openStoreAt } from "./store-place.js";

const [store, ...models] = process.argv.slice(2);

serveRunner(
  async (order, reporter) => {
    const onDamage = (line: string) => reporter.warn(line);
    const io = processIo();
    return plannedFrom(order, io, {
      store: await openStoreAt(store || order.store, { onDamage }, io),
      models,
    });
  },
  (error) => toldLine(error, process.cwd()),
);
