// Trains probes in a fresh process and prints how far memory rose above the data. A first, tiny
// training has the runtime load its own code, which costs the same whatever the data.

import { nodeRuntime } from "@w2s/grad";
import { fitAdamProbes, type ProbeRecipe, probeRecipe } from "@w2s/lab/internals";
import { type ProbeProblem, probeProblem } from "../data/probe-data.js";
import { markMemory, peakMemory } from "../harness/memory.js";

export interface ProbeMemorySetup {
  readonly rows: number;
  readonly width: number;
  readonly probes: number;
  readonly epochs: number;
}

const { rows, width, probes, epochs } = JSON.parse(process.argv[2]!) as ProbeMemorySetup;
const start = process.memoryUsage.rss();
await train(probeProblem(500, 8, 2), 3);
const runtime = process.memoryUsage.rss() - start;
const problem = probeProblem(rows, width, probes);
globalThis.gc?.();
const base = markMemory();
await train(problem, epochs);
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ base, peak: peakMemory(), runtime, cpu: (user + system) / 1e6 }));

function train({ data, students }: ProbeProblem, epochs: number) {
  const recipe = probeRecipe({ epochs }) as Extract<ProbeRecipe, { solver: "adam" }>;
  return fitAdamProbes(students, data, recipe, { runtime: nodeRuntime, seed: 0 });
}
