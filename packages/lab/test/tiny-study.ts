// For tests: whole studies in a second, of probes on features drawn in memory.

import { scratchFolder } from "../../../test/scratch.js";
import type { Step } from "../src/engine/index.js";
import type { Outcome } from "../src/outcome/index.js";
import { type Plan, planStudy, runPlan } from "../src/plan/index.js";
import { random } from "../src/random.js";
import { drawn } from "../src/reading/index.js";
import { openStore, type Store } from "../src/store/index.js";
import { probe } from "../src/students/index.js";
import { type Study, type StudyOptions, study } from "../src/study/index.js";
import { pairs, rows, type Task, table } from "../src/tasks/index.js";

/** Sentences of made-up words, and the sum of their hidden weights. */
function sentences(count: number, seed: number) {
  const draw = random(seed, "tiny study");
  const words = Array.from({ length: 30 }, (_, i) => ({ word: `w${i}`, weight: draw.normal() }));
  return Array.from({ length: count }, () => {
    const used = Array.from({ length: 5 }, () => words[draw.integer(30)]!);
    const sum = used.reduce((total, { weight }) => total + weight, 0);
    return { text: used.map(({ word }) => word).join(" "), sum };
  });
}

/** Texts; the class is the sign of the sum. */
export function tinyTask(count = 300): Task {
  const examples = sentences(count, 3).map(({ text, sum }) => ({ text, label: Number(sum > 0) }));
  return table(rows("tiny", examples), { text: "text", label: "label" });
}

/** Pairs of texts; the better one has the larger sum. */
export function tinyPairs(count = 300): Task {
  const ones = sentences(count, 4);
  const examples = ones.map((one, i) => {
    const other = ones[(i + 7) % count]!;
    return one.sum > other.sum
      ? { good: one.text, bad: other.text }
      : { good: other.text, bad: one.text };
  });
  return pairs(rows("tiny pairs", examples), { chosen: "good", rejected: "bad" });
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
  async open(): Promise<Store> {
    return openStore(scratchFolder("methods"));
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
