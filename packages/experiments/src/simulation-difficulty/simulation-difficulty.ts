// Students that can imitate their supervisor exactly, beside students that cannot at all: logistic
// regressions on the first k features of one layer, and random flips of as many labels.

import {
  errors,
  type FeatureSource,
  noisy,
  type ProbeOptions,
  probe,
  resplit,
  type StudentSpec,
  simulatable,
  study,
  type Task,
} from "@w2s/lab";
import { worldNotes, worldTask } from "@w2s/world";
import type { Experiment, Given } from "../experiment.js";
import { zooLayer } from "../setting.js";
import { difficultyFigures } from "./figure.js";
import type { Roles } from "./roles.js";

/** The sources' numbers of features; those that a layer has, and all of its own. */
const asked = [10, 30, 100, 300, 1000];
/** Features that a layer of unknown width has: no model that is in use has fewer. */
const surely = 301;
/** Shares of the mixture's labels that are flipped. */
const noises = [0.05, 0.1, 0.2, 0.3, 0.4];
/**
 * 10,000 examples to learn from, and the tenth that every supervisor holds out, which regressions
 * do not look at; 13,000 to label.
 */
const splits = { supervise: 11_111, transfer: 13_000 };

const world = { tasks: ["outsider", "safety", "honesty"], width: 128, examples: 32_000 } as const;

export const simulationDifficulty: Experiment = {
  name: "simulation-difficulty",
  question:
    "Does a student gain less over its supervisor when it can imitate the supervisor's errors " +
    "exactly, and more when it cannot at all?",
  source: "Burns et al. 2023, appendix E.1, figure 24",
  asksWidths: true,
  study(given) {
    const { tasks, layer, width, notes } = settingOf(given);
    const counts = asked.filter((k) => k < (width ?? surely));
    const known = counts.length > 0 ? counts : [Math.ceil((width ?? 2) / 2)];
    const base = known.filter((k) => k <= 300).at(-1)!;
    const simulated = [...known, ...(width === undefined ? [] : [width])].map((k) => ({
      k,
      spec: simulatable(layer, k, { as: `first ${k}` }),
    }));
    const flipped = simulated.map(({ k, spec }) => ({
      k,
      spec: errors({ where: "random", like: spec, as: `random, as often as first ${k}` }),
    }));
    const mixture = simulated.find(({ k }) => k === base)!.spec;
    const noised = noises.map((rate) => ({
      rate,
      spec: noisy(mixture, { rate, as: `first ${base}, ${100 * rate}% flipped` }),
    }));
    const roles: Roles = {
      simulatable: new Map(simulated.map(({ k, spec }) => [spec.label, k])),
      flipped: new Map(flipped.map(({ k, spec }) => [spec.label, k])),
      noisy: new Map(noised.map(({ rate, spec }) => [spec.label, rate])),
      ...regressions(layer, known),
      base,
      wanted: [10_000, 13_000],
    };
    return study({
      name: "simulation-difficulty",
      task: tasks,
      supervisors: [...simulated, ...flipped, ...noised].map(({ spec }) => spec),
      students: studentsOf(layer, known).map(({ spec }) => spec),
      teaches: (weak, strong) => teaches(roles, width, weak.label, strong.label),
      labels: "hard",
      seeds: 5,
      figures: difficultyFigures(
        tasks.map(({ name }) => name),
        roles,
      ),
      notes,
    });
  },
};

function settingOf({ tasks, models, widths }: Given) {
  const own: readonly Task[] =
    tasks.length > 0
      ? tasks
      : world.tasks.map((name) => worldTask(name, { examples: world.examples }));
  return {
    tasks: own.map((task) => resplit(task, splits)),
    layer: models.at(-1) ?? zooLayer(world.width),
    width: models.length > 0 ? widths?.at(-1) : world.width,
    notes: tasks.length > 0 && models.length > 0 ? [] : [...worldNotes],
  };
}

interface Regression {
  readonly k: number;
  readonly stopping: "scikit-learn" | "optimum";
  readonly spec: StudentSpec;
}

/** Regressions on the first k features and on all, stopped as the sources' and at the optimum. */
function studentsOf(layer: FeatureSource, counts: readonly number[]): Regression[] {
  return [...counts, Number.POSITIVE_INFINITY].flatMap((k) =>
    (["scikit-learn", "optimum"] as const).map((stopping) => {
      const what = Number.isFinite(k) ? `first ${k}` : "all";
      const own: ProbeOptions = Number.isFinite(k) ? { features: k } : {};
      const as = stopping === "optimum" ? `${what}, optimum` : what;
      return { k, stopping, spec: probe(layer, { solver: "lbfgs", stopping, ...own, as }) };
    }),
  );
}

function regressions(layer: FeatureSource, counts: readonly number[]) {
  const all = studentsOf(layer, counts);
  const of = (wanted: Regression["stopping"]) =>
    new Map(
      all
        .filter(({ stopping }) => stopping === wanted)
        .map(({ spec, k }) => [spec.label, k] as const),
    );
  return { students: of("scikit-learn"), optimal: of("optimum") };
}

/** Students of at least as many features; of the mixture, that of all. */
function teaches(roles: Roles, width: number | undefined, weak: string, strong: string): boolean {
  const own = roles.students.get(strong) ?? roles.optimal.get(strong)!;
  const from = roles.simulatable.get(weak) ?? roles.flipped.get(weak);
  if (from === undefined) return !Number.isFinite(own);
  return from === width ? !Number.isFinite(own) : own >= from;
}
