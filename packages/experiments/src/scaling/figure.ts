// What a ladder shows beyond its scores: how recovery falls with the gap in compute, and whether
// probes order pairs as finetuning does. The scores themselves, figure 23, are the report's.

import { type Figure, figure, type ModelFacts, type Outcome } from "@w2s/lab";
import { drawChart, intervalText, metricOf } from "@w2s/report";
import { leavingOutTasks, lineThrough, rankCorrelation, type TaskPoint } from "../statistics.js";

/** What models' sizes are told by, the first that is known of both. */
const sizes = { pretrainingFlop: "pretraining compute", parameters: "parameters" } as const;
type Size = keyof typeof sizes;

/** By what, and how many orders of magnitude, two models are apart; null: neither is known. */
function stepOf({ supervisorModel, studentModel }: Outcome) {
  for (const by of Object.keys(sizes) as Size[]) {
    const [weak, strong] = [supervisorModel[by], studentModel[by]];
    if (weak && strong) return { by, x: Math.log10(strong / weak) };
  }
  return null;
}

/**
 * Orders of magnitude between two models: by compute, else by parameters; null: neither is known.
 */
export function magnitudesApart(outcome: Outcome): number | null {
  return stepOf(outcome)?.x ?? null;
}

export const gapFigure: Figure = figure(
  "recovered-by-gap",
  (outcomes, { width }) => {
    const cells = outcomes.flatMap((outcome) => {
      const step = stepOf(outcome);
      const { pgr, task, studentModel, student, supervisor } = outcome;
      const names = {
        adapted: studentModel.adapted,
        title: `${task}, ${supervisor} to ${student}`,
      };
      return step === null || !pgr.defined ? [] : [{ ...step, y: pgr.value, task, ...names }];
    });
    const told = [...new Set(cells.map(({ by }) => by))];
    const by = told.length > 1 ? "compute or parameters" : sizes[told[0] ?? "pretrainingFlop"];
    const ways = [...new Set(cells.map(({ adapted }) => adapted))];
    return drawChart(
      {
        title: "Recovered by the gap between supervisor and student",
        x: { title: `orders of magnitude between them, by ${by}` },
        y: { title: "PGR", domain: [-1, 1.5] },
        columns: 2,
        panels: ways.map((way) => {
          const own = cells.filter(({ adapted }) => adapted === way);
          const tasks = [...new Set(own.map(({ task }) => task))];
          return {
            title: way,
            detail: slopeText(own),
            series: [
              ...tasks.map((task) => ({
                name: task,
                as: "marks" as const,
                points: own.filter((cell) => cell.task === task),
              })),
              { name: "line through all", as: "rule" as const, points: lineOf(own) },
            ],
            levels: [
              { y: 0, title: "no gain over the supervisor" },
              { y: 1, title: "the ceiling" },
            ],
          };
        }),
        ink: "line through all",
      },
      width,
    );
  },
  "Each mark is one pair on one task whose gap is clear: PGR against how many times more compute " +
    "the student's pretraining took (where that is not known, how many times more parameters it " +
    "has). The line is that of least squares; its slope has a 95% " +
    "interval over tasks where there are three.",
);

function slopeText(points: readonly TaskPoint[]): string {
  const slope = leavingOutTasks(points, (some) => lineThrough(some).slope);
  return slope === null ? "" : `slope ${intervalText(slope, 2)} a tenfold`;
}

function lineOf(points: readonly TaskPoint[]) {
  const { slope, intercept } = lineThrough(points);
  if (!Number.isFinite(slope)) return [];
  const places = points.map(({ x }) => x);
  return [Math.min(...places), Math.max(...places)].map((x) => ({ x, y: intercept + slope * x }));
}

/** The same pair on the same task, whatever its models' adaptation. */
function isSamePair(one: Outcome, other: Outcome): boolean {
  return (
    one.task === other.task &&
    one.method === other.method &&
    one.labels === other.labels &&
    isSameModel(one.supervisorModel, other.supervisorModel) &&
    isSameModel(one.studentModel, other.studentModel)
  );
}

/** Up to the same layer: a finetuned model's last norm is the half percent between them at most. */
function isSameModel(one: ModelFacts, other: ModelFacts): boolean {
  if (one.name !== other.name) return false;
  return Math.abs(Math.log((one.parameters ?? 1) / (other.parameters ?? 1))) < 0.005;
}

export const besideFigure: Figure = figure(
  "probes-beside-finetuning",
  (outcomes, { width }) => {
    const adapted = (how: string) =>
      outcomes.filter(({ studentModel }) => studentModel.adapted.startsWith(how));
    const tuned = adapted("finetuned");
    const pairs = adapted("probe").flatMap((probe) => {
      const other = tuned.find((one) => isSamePair(one, probe));
      return other === undefined ? [] : [{ probe, other }];
    });
    const what = [
      { title: "student", of: (row: Outcome) => metricOf(row, row.scores.student).value },
      { title: "gain", of: (row: Outcome) => row.gain.value },
      { title: "PGR", of: (row: Outcome) => (row.pgr.defined ? row.pgr.value : Number.NaN) },
    ];
    return drawChart(
      {
        title: "The same pairs by linear probes and by finetuning",
        x: { title: "by probe" },
        y: { title: "by finetuning" },
        panels: what.map(({ title, of }) => {
          const points = pairs
            .map(({ probe, other }) => ({ x: of(probe), y: of(other), task: probe.task }))
            .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
          const tasks = [...new Set(points.map(({ task }) => task))];
          return {
            title,
            detail: correlationText(points),
            series: tasks.map((task) => ({
              name: task,
              as: "marks" as const,
              points: points.filter((point) => point.task === task),
            })),
          };
        }),
        axes: "own",
      },
      width,
    );
  },
  "Each mark is one pair on one task: what the student reached by a linear probe, across, and " +
    "finetuned, upwards. Spearman's rank correlation has a 95% interval over tasks; near 1, " +
    "probes order pairs as finetuning does, which is what the sources call qualitatively similar.",
);

function correlationText(points: readonly TaskPoint[]): string {
  const found = leavingOutTasks(points, rankCorrelation, [-1, 1]);
  return found === null ? "" : `Spearman ${intervalText(found, 2)}`;
}
