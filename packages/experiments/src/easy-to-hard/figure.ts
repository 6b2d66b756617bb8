// What hard tests show of students whose supervisors, or whose lessons, were easy; and how far from
// what was taught a student still is right.

import { type Figure, figure, type Outcome } from "@w2s/lab";
import { decimal, drawChart, metricOf } from "@w2s/report";
import { type Variant, variantIn } from "./variants.js";

/** What a variant is called in the legend. */
const taught = ({ supervise, transfer }: Variant): string => {
  if (supervise === "hard") return "supervisor knows hard, student taught on hard";
  return `supervisor knows easy, student taught on ${transfer}`;
};

/** Outcomes of one kind of test, by task and pair. */
function byPanel(outcomes: readonly Outcome[], test: Variant["test"]) {
  const several = new Set(outcomes.map(({ student }) => student)).size > 1;
  const panels = new Map<string, { title: string; detail: string; cells: Cell[] }>();
  for (const outcome of outcomes) {
    const found = variantIn(outcome.task);
    if (found?.variant.test !== test) continue;
    const { task, variant } = found;
    const { supervisor, student } = outcome;
    const key = JSON.stringify([task, supervisor, student]);
    const detail = several ? `${supervisor} to ${student}` : `taught by ${supervisor}`;
    const panel = panels.get(key) ?? { title: task, detail, cells: [] };
    panel.cells.push({ outcome, variant });
    panels.set(key, panel);
  }
  return [...panels.values()];
}

interface Cell {
  readonly outcome: Outcome;
  readonly variant: Variant;
}

export const scoresFigure: Figure = figure(
  "easy-to-hard",
  (outcomes, { width }) =>
    drawChart(
      {
        title: "Asked what is hard",
        x: { title: "who is asked", scale: "names" },
        y: { title: "score on hard examples" },
        panels: byPanel(outcomes, "hard").map(({ title, detail, cells }) => ({
          title,
          detail,
          series: cells.map(({ outcome, variant }) => ({
            name: taught(variant),
            points: (["weak", "student", "ceiling"] as const).map((role) => ({
              x: role === "weak" ? "supervisor" : role,
              y: metricOf(outcome, outcome.scores[role]),
              title: `${taught(variant)}: ${role}${pgrOf(outcome)}`,
            })),
          })),
          levels: [{ y: cells[0]!.outcome.chance, title: "chance" }],
        })),
      },
      width,
    ),
  "All are asked the same hard examples. A supervisor knows truth of easy examples (or hard " +
    "ones), a student is taught its labels of easy or hard examples, and a ceiling is the " +
    "student taught truth of the same examples: on easy ones it is what easy truth alone brings " +
    "to hard tests. Bars are 95% intervals.",
);

const pgrOf = ({ pgr }: Outcome): string => (pgr.defined ? `, PGR ${decimal(pgr.value, 2)}` : "");

/** A fact whose values are numbers, or texts that say one. */
function numericParts({ parts }: Outcome) {
  const of = parts.map((part) => ({ ...part, at: Number(part.value) }));
  const fact = of.find(({ at }) => Number.isFinite(at))?.fact;
  return of.filter((part) => part.fact === fact && Number.isFinite(part.at));
}

export const byDifficultyFigure: Figure = figure(
  "easy-taught-by-difficulty",
  (outcomes, { width }) =>
    drawChart(
      {
        title: "Taught on what is easy, by the difficulty of what is asked",
        x: { title: "difficulty" },
        y: { title: "accuracy" },
        ink: "ceiling",
        axes: "own",
        panels: byPanel(outcomes, "any").map(({ title, detail, cells }) => ({
          title,
          detail,
          series: (["weak", "student", "ceiling"] as const).map((role) => ({
            name: role === "weak" ? "supervisor" : role,
            points: numericParts(cells[0]!.outcome).map((part) => ({ x: part.at, y: part[role] })),
          })),
          levels: [{ y: cells[0]!.outcome.chance, title: "chance" }],
        })),
      },
      width,
    ),
  "Supervisor, student and ceiling learnt from easy examples alone and are asked all " +
    "difficulties: accuracy on the test examples of each, mean over seeds. Where the lines fall " +
    "is where what is easy no longer teaches what is hard. Tasks without a numeric fact are " +
    "left out.",
);
