// Reads a task in a fresh process, as a user's first run does, and prints how long it took and the
// peak memory.

import { loadTask, table } from "@w2s/lab";

export interface LoadSetup {
  readonly path: string;
}

const { path } = JSON.parse(process.argv[2]!) as LoadSetup;
const task = table(path, { text: "text", label: "label", id: "id" });
const start = performance.now();
const { examples } = await loadTask(task, { baseDir: "." });
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage();
const peak = process.resourceUsage().maxRSS * 1024;
console.log(
  JSON.stringify({ seconds, examples: examples.length, peak, cpu: (user + system) / 1e6 }),
);
