// Outcomes as the panels of a figure: one for each task and each way of teaching, with a line for
// each supervisor. Source: Burns et al. 2023, figure 23.

import type { Estimate, Outcome } from "@w2s/lab";
import { metricOf } from "../numbers.js";
import { type Place, type SizeAxis, sizeAxis } from "./sizes.js";

/** What one supervisor's students reached. */
export interface Line {
  readonly supervisor: string;
  /** Rank among the study's supervisors, 0 the weakest. */
  readonly rank: number;
  /** The supervisor's own score. */
  readonly weak: Estimate;
  readonly points: readonly Point[];
}

/** One mark: a score with its interval, at the place of its student. */
export interface Point {
  readonly place: Place;
  readonly score: Estimate;
  readonly outcome: Outcome;
}

/** One panel of the scores: students of a task that are adapted and taught alike. */
export interface Panel {
  readonly task: string;
  /** How students are adapted and taught: "finetuned, naive". */
  readonly series: string;
  readonly metric: Outcome["metric"];
  readonly chance: number;
  /**
   * From small to large. Where students are told their supervisor's labels, ceilings differ: the
   * strongest supervisor's.
   */
  readonly ceiling: readonly Point[];
  /** From the weakest supervisor to the strongest. */
  readonly lines: readonly Line[];
}

/** All panels of a study, which share one axis of sizes. */
export interface Panels {
  readonly axis: SizeAxis;
  /** From the weakest to the strongest. */
  readonly supervisors: readonly string[];
  readonly tasks: readonly string[];
  readonly series: readonly string[];
  readonly panels: readonly Panel[];
}

/** The panels of a study's outcomes, task by task. */
export function panelsOf(outcomes: readonly Outcome[]): Panels {
  const axis = sizeAxis(outcomes);
  const supervisors = byStrength(outcomes);
  const nameOf = seriesNames(outcomes);
  const tasks = [...new Set(outcomes.map(({ task }) => task))];
  const series = [...new Set(outcomes.map(nameOf))];
  const panels = tasks.flatMap((task) =>
    series.flatMap((name) => {
      const rows = outcomes.filter((outcome) => outcome.task === task && nameOf(outcome) === name);
      return rows.length === 0 ? [] : [panelOf(rows, name, axis, supervisors)];
    }),
  );
  return { axis, supervisors, tasks, series, panels };
}

/** By compute where all of them say it, else by parameters, else by their mean score. */
function byStrength(outcomes: readonly Outcome[]): string[] {
  const names = [...new Set(outcomes.map(({ supervisor }) => supervisor))];
  const strengths = (of: (outcome: Outcome) => number | null) =>
    new Map(
      names.map((name) => {
        const values = outcomes.filter(({ supervisor }) => supervisor === name).map(of);
        const sum = values.reduce<number>((total, value) => total + (value ?? Number.NaN), 0);
        return [name, sum / values.length] as const;
      }),
    );
  const known = [
    strengths((outcome) => outcome.supervisorModel.pretrainingFlop),
    strengths((outcome) => outcome.supervisorModel.parameters),
  ].find(
    (by) => [...by.values()].every(Number.isFinite) && new Set(by.values()).size === names.length,
  );
  const by = known ?? strengths((outcome) => metricOf(outcome, outcome.scores.weak).value);
  return names.sort((a, b) => by.get(a)! - by.get(b)!);
}

/** What tells a study's ways of teaching apart; the method where there is one way alone. */
function seriesNames(outcomes: readonly Outcome[]): (outcome: Outcome) => string {
  const several = (of: (outcome: Outcome) => string) => new Set(outcomes.map(of)).size > 1;
  const showAdapted = several(({ studentModel }) => studentModel.adapted);
  const showLabels = several(({ labels }) => labels);
  return ({ studentModel, method, labels }) =>
    [
      ...(showAdapted ? [studentModel.adapted] : []),
      method,
      ...(showLabels ? [`${labels} labels`] : []),
    ].join(", ");
}

function panelOf(
  rows: readonly Outcome[],
  series: string,
  axis: SizeAxis,
  supervisors: readonly string[],
): Panel {
  const point = (outcome: Outcome, role: "student" | "ceiling"): Point => ({
    place: axis.places.get(outcome.student)!,
    score: metricOf(outcome, outcome.scores[role]),
    outcome,
  });
  const along = (a: Point, b: Point) => a.place.at - b.place.at;
  const lines = supervisors.flatMap((supervisor, rank) => {
    const own = rows.filter((row) => row.supervisor === supervisor);
    if (own.length === 0) return [];
    const points = own.map((row) => point(row, "student")).sort(along);
    return [{ supervisor, rank, weak: metricOf(own[0]!, own[0]!.scores.weak), points }];
  });
  const strongest = [...rows].sort(
    (a, b) => supervisors.indexOf(a.supervisor) - supervisors.indexOf(b.supervisor),
  );
  const ceilings = new Map(strongest.map((row) => [row.student, point(row, "ceiling")]));
  const { task, metric, chance } = rows[0]!;
  return {
    task,
    series,
    metric,
    chance: metric === "auroc" ? 0.5 : chance,
    ceiling: [...ceilings.values()].sort(along),
    lines,
  };
}
