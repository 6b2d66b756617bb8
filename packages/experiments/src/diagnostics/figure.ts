// Predictors of the gain against the gain: from outcomes of a study that measured them, or from
// the evidence of any run.

import { type DrawnFigure, type Estimate, type Figure, figure, type Outcome } from "@w2s/lab";
import { drawChart, intervalText, metricOf } from "@w2s/report";
import { leavingOutTasks, rankCorrelation } from "../statistics.js";
import type { PairNumbers } from "./pair.js";

/** One cell: what predicts, and what came of it. */
export interface DiagnosticCell extends PairNumbers {
  readonly task: string;
  /** What is said when it is pointed at. */
  readonly title: string;
  /** Student minus supervisor in accuracy, or the study's metric. */
  readonly gain: number;
  /** The student's score. */
  readonly student: number;
  /** The overlap density of what it was taught; null where that is not known. */
  readonly overlap: number | null;
}

/** A predictor of a result; those without truth could be asked where nobody knows it. */
export interface Predictor {
  readonly name: string;
  /** What it says of a cell; null where that was not measured. */
  readonly of: (cell: DiagnosticCell) => number | null;
  /** What it is to predict, in words. */
  readonly result: string;
  /** That of a cell. */
  readonly found: (cell: DiagnosticCell) => number;
  /** Whether `of` needs ground truth. */
  readonly needsTruth: boolean;
}

/** The predictors of the figure, misfit first, which has a panel of its own. */
export const predictors: readonly Predictor[] = [
  {
    name: "misfit",
    of: ({ misfit }) => misfit,
    result: "gain in squared error",
    found: ({ squaredGain }) => squaredGain,
    needsTruth: false,
  },
  {
    name: "disagreement",
    of: ({ disagreement }) => disagreement,
    result: "gain",
    found: ({ gain }) => gain,
    needsTruth: false,
  },
  {
    name: "disagreement",
    of: ({ disagreement }) => disagreement,
    result: "student's score",
    found: ({ student }) => student,
    needsTruth: false,
  },
  {
    name: "overlap density",
    of: ({ overlap }) => overlap,
    result: "gain",
    found: ({ gain }) => gain,
    needsTruth: false,
  },
  {
    name: "CAPA",
    of: ({ capa }) => capa,
    result: "gain",
    found: ({ gain }) => gain,
    needsTruth: true,
  },
];

/** What a predictor is worth: the rank correlation with its result, over tasks. */
export interface PredictorWorth {
  readonly predictor: Predictor;
  readonly cells: number;
  readonly tasks: number;
  /** Over all cells; null for fewer than three tasks. */
  readonly overall: Estimate | null;
  /**
   * The mean of the own correlations of tasks with three cells or more: without what differs
   * between tasks. Of two cells it is 1 or -1, whatever they are.
   */
  readonly withinTasks: number | null;
}

const leastCells = 3;

/**
 * What every predictor is worth, in their order: Spearman's rank correlation with its result, -1 to
 * 1, over the cells where it was measured. Its interval is over resampled tasks; without three of
 * them it is null.
 */
export function worthOf(cells: readonly DiagnosticCell[]): PredictorWorth[] {
  return predictors.map((predictor) => {
    const points = pointsOf(cells, predictor);
    const tasks = [...new Set(points.map(({ task }) => task))];
    const own = tasks
      .map((task) => points.filter((point) => point.task === task))
      .filter(({ length }) => length >= leastCells)
      .map(rankCorrelation)
      .filter(Number.isFinite);
    return {
      predictor,
      cells: points.length,
      tasks: tasks.length,
      overall: leavingOutTasks(points, rankCorrelation, [-1, 1]),
      withinTasks: own.length === 0 ? null : own.reduce((sum, r) => sum + r, 0) / own.length,
    };
  });
}

function pointsOf(cells: readonly DiagnosticCell[], { of, found }: Predictor) {
  return cells.flatMap((cell) => {
    const x = of(cell);
    return x === null ? [] : [{ x, y: found(cell), task: cell.task, title: cell.title }];
  });
}

/** One panel needs no more, in pixels. */
const onePanel = 640;

/** A mark a cell; a rule where the result would equal the predictor. */
export function drawMisfit(cells: readonly DiagnosticCell[], width: number): DrawnFigure | null {
  const points = pointsOf(cells, predictors[0]!);
  const tasks = [...new Set(points.map(({ task }) => task))];
  const most = Math.max(0.01, ...points.map(({ x }) => x));
  return drawChart(
    {
      title: "Misfit and gain",
      x: { title: "misfit: squared distance of student and supervisor", domain: [0, most] },
      y: { title: "gain in squared error" },
      ink: "gain equals misfit",
      columns: 1,
      panels: [
        {
          title: `${points.length} cells`,
          detail: worthText(worthOf(cells)[0]!),
          series: [
            ...tasks.map((task) => ({
              name: task,
              as: "marks" as const,
              points: points.filter((point) => point.task === task),
            })),
            ...(points.length === 0
              ? []
              : [
                  {
                    name: "gain equals misfit",
                    as: "rule" as const,
                    points: [0, most].map((at) => ({ x: at, y: at })),
                  },
                ]),
          ],
        },
      ],
    },
    Math.min(width, onePanel),
  );
}

/** A panel a predictor. */
export function drawPredictors(
  cells: readonly DiagnosticCell[],
  width: number,
): DrawnFigure | null {
  const worth = worthOf(cells);
  const tasks = [...new Set(cells.map(({ task }) => task))];
  return drawChart(
    {
      title: "What predicts the gain",
      x: { title: "predictor" },
      y: { title: "accuracy, gained or reached" },
      axes: "own",
      columns: 2,
      panels: predictors.slice(1).map((predictor, i) => {
        const points = pointsOf(cells, predictor);
        return {
          title: predictor.name,
          across: predictor.name,
          detail: [predictor.result, worthText(worth[i + 1]!)].filter(Boolean).join(", "),
          series: tasks.map((name) => ({
            name,
            as: "marks" as const,
            points: points.filter(({ task }) => task === name),
          })),
        };
      }),
    },
    width,
  );
}

function worthText({ overall }: PredictorWorth): string {
  return overall === null ? "" : `ρ ${intervalText(overall, 2)}`;
}

/** Cells of outcomes that measured their pairs. */
function cellsOfOutcomes(outcomes: readonly Outcome[]): DiagnosticCell[] {
  return outcomes.flatMap((row) => {
    const of = (name: string) => row.measures[name]?.student?.value ?? null;
    const [misfit, squaredGain, disagreement] = [
      of("misfit"),
      of("squared-gain"),
      of("disagreement"),
    ];
    if (misfit === null || squaredGain === null || disagreement === null) return [];
    return {
      task: row.task,
      title: `${row.task}: ${row.student} by ${row.supervisor}, ${row.method}`,
      misfit,
      squaredGain,
      disagreement,
      capa: of("capa"),
      gain: row.gain.value,
      student: metricOf(row, row.scores.student).value,
      overlap: row.overlap?.overlap ?? null,
    };
  });
}

export const diagnosticsFigures: readonly Figure[] = [
  figure(
    "misfit",
    (outcomes, { width }) => drawMisfit(cellsOfOutcomes(outcomes), width),
    "Each mark is one cell: how far student and supervisor are apart, which needs no ground " +
      "truth, and how much the student gains in squared error, which does. Theory has the gain " +
      "at the rule or above it for students that are the best of a convex class.",
  ),
  figure(
    "predictors",
    (outcomes, { width }) => drawPredictors(cellsOfOutcomes(outcomes), width),
    "Each mark is one cell. Disagreement needs no ground truth, nor does overlap density, the " +
      "share of what is taught that holds both what the supervisor knows and what only the " +
      "student can learn; CAPA, how much more alike two models are than independent ones of " +
      "their accuracies, does. Spearman's rank correlation over all cells has an interval over " +
      "tasks.",
  ),
];
