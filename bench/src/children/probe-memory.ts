// Trains probes in a fresh process and prints how far memory rose above the data.

import { nodeRuntime } from "@w2s/grad";
import { fitAdamProbes, type ProbeRecipe, probeRecipe } from "@w2s/lab";
import { probeProblem } from "../data/probe-data.js";
import { markMemory, peakMemory } from "../harness/memory.js";

export interface ProbeMemorySetup {
  readonly rows: number;
  readonly width: number;
  readonly probes: number;
  readonly epochs: number;
}

const { rows, width, probes, epochs } = JSON.parse(process.argv[2]!) as ProbeMemorySetup;
const recipe = probeRecipe({ epochs }) as Extract<ProbeRecipe, { solver: "adam" }>;
const { data, students } = probeProblem(rows, width, probes);
globalThis.gc?.();
const base = markMemory();
await fitAdamProbes(students, data, recipe, { runtime: nodeRuntime, seed: 0 });
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ base, peak: peakMemory(), cpu: (user + system) / 1e6 }));
