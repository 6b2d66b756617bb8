// A lab that runs nothing: its studies are plain objects that say how a run should go.

import { InputError } from "@w2s/base";
import type { Outcome, Plan, PlanSummary, Study } from "@w2s/lab";
import { Ledger, type StepIdentity, stepName } from "@w2s/lab/engine";
import type { Lab } from "../src/lab.js";
import { fakeGrid } from "./fake-outcomes.js";

export interface FakeStudy {
  readonly fake: true;
  readonly name?: string;
  /** How many steps there are, one after the other. */
  readonly steps: number;
  readonly stepMs: number;
  /** Thrown by the step of this number. */
  readonly failAt?: number;
  readonly seeds?: number;
  readonly outcomes?: readonly Outcome[];
}

/** The study of a fake study file: `export default { fake: true, steps: 3, stepMs: 10 }`. */
export const fakeLab: Lab = {
  isStudy: (value): value is Study => isFake(value),
  parseStudy(json, label) {
    if (this.isStudy(json)) return json;
    throw new InputError(`${label}: "fake" must be true`);
  },
  overrideStudy(study, key, value) {
    if (key in study) return { ...study, [key]: Number(value) };
    throw new InputError(`--set: unknown setting "${key}"`);
  },
  vary: (study, settings) => ({ ...study, vary: settings }),
  async planStudy(given, options) {
    const study = fakeOf(given);
    const { steps, name } = study;
    const cached = await Promise.all(
      identities(study).map((step) => options.store.has(stepName(step))),
    );
    const done = cached.filter(Boolean).length;
    const summary: PlanSummary = {
      study: name ?? options.name,
      trials: steps * (options.seeds?.length ?? 1),
      steps,
      cached: done,
      toRun: steps - done,
      estimateMs: null,
      work:
        done === steps
          ? []
          : [{ kind: "features", label: "SmolLM2-135M layers 5, 15", steps: steps - done }],
    };
    const plan: FakePlan = {
      summary,
      cells: [],
      variations: [],
      targets: [],
      seeds: [0],
      warnings: [],
      notes: ["A fake study: nothing was trained."],
      design: { tasks: [], supervisors: [], students: [], methods: [] },
      mostParameters: 0,
      sources: { tasks: [], models: [] },
      figures: [],
      threads: 1,
      device: "cpu",
      asking: [],
      study,
    };
    return plan;
  },
  featureWidths: async (sources) => sources.map(() => 16),
  async runPlan(plan, { store, reporter, signal }) {
    const study = fakeOf("study" in plan ? plan.study : undefined);
    for (const [i, step] of identities(study).entries()) {
      signal.throwIfAborted();
      if ((await store.read(stepName(step))) !== undefined) continue;
      const work = { kind: "features", label: `step ${i}`, unit: "texts", total: 4 };
      reporter.begin(work);
      for (let done = 1; done <= 4; done++) {
        await new Promise((resolve) => setTimeout(resolve, study.stepMs / 4));
        reporter.progress(done);
      }
      if (study.failAt === i) throw new Error("loss became NaN");
      await store.write(step, { facts: { step: i }, arrays: {} });
      reporter.end(work, study.stepMs);
    }
    return study.outcomes ?? fakeGrid().slice(0, 40);
  },
  askedFor: async () => undefined,
  Ledger,
  chooseStudent() {
    throw new InputError("a fake study trains nothing");
  },
  trainedStudent: () => Promise.reject(new InputError("a fake study trains nothing")),
  async runtimeChecks() {
    return [{ name: "onnxruntime cpu", ok: true, detail: "1.30.0, 2 + 2 = 4" }];
  },
};

interface FakePlan extends Plan {
  readonly study: FakeStudy;
}

const isFake = (value: unknown): value is FakeStudy =>
  typeof value === "object" && value !== null && "fake" in value && value.fake === true;

function fakeOf(value: unknown): FakeStudy {
  if (isFake(value)) return value;
  throw new Error("not a fake study");
}

function identities({ steps, name }: FakeStudy): StepIdentity[] {
  return Array.from({ length: steps }, (_, i) => ({
    kind: "features",
    version: 1,
    params: { study: name ?? "", step: i },
    inputs: {},
  }));
}
