// One run in the worker: a page's settings as a study, planned, run and read, by the lab itself.

import { InputError, plural } from "@w2s/base";
import {
  type Cell,
  type Evaluation,
  openStore,
  type Plan,
  planStudy,
  type Reporter,
  runPlan,
} from "@w2s/lab";
import type { Settings } from "../../src/settings.js";
import { modelsOf, studyOf } from "../../src/study.js";
import { remove, totalBytes } from "../platform/disk.js";
import { examplesOf } from "./examples.js";
import type { Found, Learner, News, Point } from "./protocol.js";
import { lackOfWebGpu, runtimeOf } from "./runtime.js";
import { bringModel } from "./zoo.js";

type Told = News extends infer N ? (N extends unknown ? Omit<N, "id"> : never) : never;
/** Hears how a run goes. */
export type Tell = (news: Told) => void;

/** Where results are kept as long as the page is open, and how many bytes of them. */
const storeFolder = "/store";
const mostBytes = 2 ** 28;

/**
 * Runs what the settings say. What another run of this page has done is not done again.
 * @throws InputError for settings that make no study; Error where something cannot be fetched; the
 * signal's reason when aborted
 */
export async function run(
  settings: Settings,
  home: string,
  signal: AbortSignal,
  tell: Tell,
): Promise<void> {
  const started = performance.now();
  const study = studyOf(settings);
  tell({ kind: "loading", what: "models and runtime" });
  const lack = settings.device === "webgpu" ? await lackOfWebGpu() : null;
  const device = lack === null ? settings.device : "cpu";
  const [{ runtime, threads }] = await Promise.all([
    runtimeOf(device, home),
    ...modelsOf(settings).map((name) => bringModel(name, home)),
  ]);
  if (totalBytes() > mostBytes) {
    remove(storeFolder, true);
    courses.clear();
  }
  const store = await openStore(storeFolder);
  const places = { name: "playground", baseDir: "/", modelFolders: [] };
  const plan = await planStudy(study, { ...places, store, device, threads: 1 });
  signal.throwIfAborted();
  tell({ kind: "plan", steps: plan.summary.steps, toRun: plan.summary.toRun });
  const warnings: string[] = [];
  const instead = lack === null ? "" : `, for want of WebGPU: ${lack}`;
  const learners = learnersOf(plan.cells[0]!);
  tell({ kind: "points", points: [...learners].flatMap(([fit, who]) => wholeCourse(fit, who)) });
  const reporter = reporterOf(plan, learners, warnings, tell);
  const options = { store, reporter, runtime, signal };
  const [outcome] = await runPlan(plan, options);
  if (outcome === undefined) throw new InputError("nothing was compared");
  const found: Found = {
    outcome,
    examples: await examplesOf(plan, options),
    steps: plan.targets.map(({ name }) => name).sort(),
    warnings,
    runtime: `${runtime.name}, ${plural(threads, "thread")}${instead}`,
    durationMs: performance.now() - started,
  };
  tell({ kind: "found", found });
}

type Learners = ReadonlyMap<string, Learning>;

function reporterOf({ cells }: Plan, learners: Learners, warnings: string[], tell: Tell): Reporter {
  const { truth, task } = cells[0]!.room;
  const begun = new Set<string>();
  let stepsDone = 0;
  return {
    plan: () => undefined,
    begin: ({ label, total }) => tell({ kind: "work", label, total, stepsDone }),
    progress: (done) => tell({ kind: "progress", done }),
    end({ steps = 0 }) {
      stepsDone += steps;
    },
    warn: (message) => warnings.push(message),
    evaluated(evaluation) {
      const who = learners.get(evaluation.fit);
      if (who === undefined) return;
      const place = placeOf(evaluation, truth);
      const places = begun.has(evaluation.fit) ? [place] : [untrained(place, task.options), place];
      begun.add(evaluation.fit);
      remember(evaluation.fit, places);
      tell({ kind: "points", points: places.map((one) => ({ ...who, ...one })) });
    },
  };
}

type Place = Omit<Point, keyof Learning>;

/** Where students of this visit stood through their trainings, by the step that trained them. */
const courses = new Map<string, readonly Place[]>();

/** A training that begins anew takes the place of one that was stopped. */
function remember(fit: string, places: readonly Place[]): void {
  const before = (courses.get(fit) ?? []).filter(({ step }) => step < places[0]!.step);
  courses.set(fit, [...before, ...places]);
}

/**
 * Where a training starts, on this page always from a head of zeros: every option is as probable
 * as any other, which is right once in so many times, whatever the labels and the truth are.
 */
function untrained({ steps, agreement, accuracy }: Place, options: number): Place {
  const chance = (value: number | null) => (value === null ? null : 1 / options);
  return { step: 0, steps, agreement: chance(agreement), accuracy: chance(accuracy) };
}

/** The points of a training that came to its end. */
function wholeCourse(fit: string, who: Learning): Point[] {
  const course = courses.get(fit) ?? [];
  const last = course.at(-1);
  return last?.step === last?.steps ? course.map((place) => ({ ...who, ...place })) : [];
}

interface Learning {
  readonly role: Learner;
  readonly seed: number;
}

/** Who is trained by which step. */
function learnersOf({ trials, arms }: Cell): Map<string, Learning> {
  const learners = new Map<string, Learning>();
  for (const [i, { seed, student, ceiling }] of trials.entries()) {
    learners.set(student.step.name, { role: "student", seed });
    learners.set(ceiling.step.name, { role: "ceiling", seed });
    const { uninformed } = arms;
    if ("steps" in uninformed)
      learners.set(uninformed.steps[i]!.name, { role: "uninformed", seed });
  }
  return learners;
}

/** Accuracy is computed here, from what the student says: no training sees it. */
function placeOf({ step, steps, agreement, watched }: Evaluation, truth: Truth): Place {
  const right = watched?.rows.filter((row, i) => truth[row] === watched.said[i]).length;
  const accuracy = watched && right !== undefined ? right / watched.rows.length : null;
  return { step, steps, agreement, accuracy };
}

type Truth = Cell["room"]["truth"];
