// For tests: whole studies in a second, of probes on features drawn in memory.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Step } from "../src/engine/index.js";
import type { Outcome } from "../src/outcome/index.js";
import { type Plan, planStudy, runPlan } from "../src/plan/index.js";
import { random } from "../src/random.js";
import { drawn } from "../src/reading/index.js";
import { openStore, type Store } from "../src/store/index.js";
import { probe } from "../src/students/index.js";
import { type Study, type StudyOptions, study } from "../src/study/index.js";
import { rows, type Task, table } from "../src/tasks/index.js";

/** Texts of made-up words; the class is that of the largest sum of the words' hidden weights. */
export function tinyTask(options = 2, count = 300): Task {
  const draw = random(options, "tiny study");
  const words = Array.from({ length: 30 }, (_, i) => ({
    word: `w${i}`,
    weights: Array.from({ length: options }, draw.normal),
  }));
  const examples = Array.from({ length: count }, () => {
    const used = Array.from({ length: 5 }, () => words[draw.integer(30)]!);
    const sums = Array.from({ length: options }, (_, k) =>
      used.reduce((sum, { weights }) => sum + weights[k]!, 0),
    );
    const label = `class ${sums.indexOf(Math.max(...sums))}`;
    return { text: used.map(({ word }) => word).join(" "), label };
  });
  return table(rows("tiny", examples), { text: "text", label: "label" });
}

const quick = { epochs: 3, batchSize: 32 };
export const weak = probe(drawn(6, { noise: 1, as: "weak" }), quick);
export const link = probe(drawn(12, { as: "link" }), quick);
export const strong = probe(drawn(30, { as: "strong" }), quick);

/** One seed, no arms: what else a test wants it says. */
export function tinyStudy(options: Partial<StudyOptions> = {}): Study {
  return study({
    task: tinyTask(),
    supervisors: weak,
    students: strong,
    seeds: 1,
    arms: "none",
    resamples: 100,
    ...options,
  });
}

export interface Ran {
  readonly plan: Plan;
  readonly outcomes: readonly Outcome[];
  /** What a step left in the store. */
  result<R>(step: Step<R>): Promise<R>;
}

/** Stores that are gone when the tests are over. */
export class TinyStores {
  private readonly folders: string[] = [];

  async open(): Promise<Store> {
    const folder = await mkdtemp(join(tmpdir(), "w2s-methods-"));
    this.folders.push(folder);
    return openStore(folder);
  }

  async remove(): Promise<void> {
    for (const folder of this.folders) await rm(folder, { recursive: true, force: true });
  }

  async plan(given: Study, store?: Store): Promise<Plan> {
    const options = { name: "tiny", baseDir: ".", modelFolders: [] };
    return planStudy(given, { ...options, store: store ?? (await this.open()) });
  }

  async run(given: Study, opened?: Store): Promise<Ran> {
    const store = opened ?? (await this.open());
    const plan = await this.plan(given, store);
    const silent = () => undefined;
    const reporter = { plan: silent, begin: silent, progress: silent, end: silent, warn: silent };
    const { signal } = new AbortController();
    const outcomes = await runPlan(plan, { store, reporter, signal });
    const result = async <R>(step: Step<R>) => {
      const stored = await store.read(step.name);
      if (!stored) throw new Error(`${step.label} is not in the store`);
      return step.kind.codec.decode(stored);
    };
    return { plan, outcomes, result };
  }
}
