// The process that a scheduler's task is: `task.js FOLDER ARRAY TASK`, as the scripts have it.

import { runTask } from "@w2s/cluster";
import { plannedFrom, runnerCommand } from "./commands/executors.js";
import { codeFor, errorLine } from "./exit.js";
import { processIo } from "./main.js";
import { PlainReporter } from "./progress/plain.js";
import { versions } from "./results/machine.js";
import { openStoreAt } from "./store-place.js";

const [folder, array, task] = process.argv.slice(2);
const io = processIo();
const asked = /^\d+$/.test(task ?? "") ? Number(task) : undefined;
const reporter = new PlainReporter(io.stderr, io.now);

await runTask({
  folder: folder ?? ".",
  array: array ?? "level-0",
  task: asked,
  versions: versions(),
  command: runnerCommand(),
  reporter,
  openStore: (order) => openStoreAt(order.store, { onDamage: (line) => reporter.warn(line) }, io),
  plan: (order, store) => plannedFrom(order, io, { store, models: [] }),
}).catch((error: unknown) => {
  io.stderr.write(`w2s: ${errorLine(error, io.cwd)}\n`);
  process.exitCode = codeFor(error);
});
