// Concepts beside each other: how well each is known, how they fit together, and whether fitting
// together predicts knowing.

import { type Estimate, evidenceFigure, type Figure } from "@w2s/lab";
import { decimal, drawChart, mean } from "@w2s/report";
import { barsFigure, pgrOf } from "../bars.js";
import { rankCorrelation } from "../statistics.js";
import { type ConceptModel, conceptModels } from "./consistency.js";
import { answering, posedAs } from "./pose.js";

export const conceptsFigure: Figure = barsFigure({
  name: "concepts",
  title: "Recovered by concept",
  across: "method",
  upwards: "PGR",
  domain: [-1, 1.5],
  levels: [{ y: 0, title: "no gain" }],
  bar(outcome) {
    const value = pgrOf(outcome);
    return value === null ? null : { place: outcome.method, series: "students", value };
  },
  doc:
    "PGR of each concept, mean over the pairs with a clear gap, and over concepts with the " +
    "interval of Student's t by their spread.",
});

const labels = { weak: "supervisors", student: "students", ceiling: "ceilings" } as const;

export const consistencyFigure: Figure = evidenceFigure(
  "consistency",
  conceptModels,
  (models, _, { width }) => {
    const points = distinct(models).flatMap((model) => {
      const x = consistencyOf(model);
      const y = accuracyOf(model);
      return x === null || y === null ? [] : [{ x, y, model, title: titleOf(model) }];
    });
    const sets = [...new Set(points.map(({ model }) => model.set))];
    const drawn = drawChart(
      {
        title: "Does consistency between concepts predict accuracy?",
        x: { title: "consistency of the concepts that ask for an answer" },
        y: { title: "their mean accuracy" },
        ...(sets.length === 1 && { columns: 1 }),
        panels: sets.map((set) => {
          const own = points.filter(({ model }) => model.set === set);
          return {
            title: sets.length === 1 ? `${own.length} models` : set,
            detail: correlation(own),
            series: (["weak", "student", "ceiling"] as const).map((role) => ({
              name: labels[role],
              as: "marks" as const,
              points: own.filter(({ model }) => model.role === role),
            })),
          };
        }),
      },
      sets.length === 1 ? Math.min(width, 640) : width,
    );
    return drawn && { svg: drawn.svg, rows: models.flatMap(rowsOf) };
  },
  "A panel a set of problems; each mark is one model, asked the same problems as honesty, " +
    "preference and instruction: the share of problems on which two concepts fit together " +
    "(right about both or wrong about both), mean over the three, against its mean accuracy. " +
    "Data: every pair of concepts, with kappa, what is left beyond independent errors.",
);

/** A supervisor is in as many cells as it has students and methods, a ceiling likewise. */
function distinct(models: readonly ConceptModel[]): ConceptModel[] {
  const known = new Map<string, ConceptModel>();
  for (const model of models) {
    const { set, role, supervisor, student, method } = model;
    const of = { weak: [supervisor], ceiling: [student], student: [supervisor, student, method] };
    const key = JSON.stringify([set, role, ...of[role]]);
    if (!known.has(key)) known.set(key, model);
  }
  return [...known.values()];
}

const isAnswering = (task: string): boolean => answering.includes(posedAs(task).concept);

function consistencyOf({ pairs }: ConceptModel): number | null {
  const own = pairs.filter(({ first, second }) => isAnswering(first) && isAnswering(second));
  return own.length === 0 ? null : mean(own.map(({ consistency }) => consistency));
}

function accuracyOf({ accuracy }: ConceptModel): number | null {
  const own = [...accuracy].filter(([task]) => isAnswering(task)).map(([, value]) => value);
  return own.length === 0 ? null : mean(own);
}

function titleOf(model: ConceptModel): string {
  const { role, supervisor, student, method, whereConsistent, elsewhere } = model;
  const who = { weak: supervisor, ceiling: student, student: `${student} by ${supervisor}` }[role];
  const how = role === "student" ? `, ${method}` : "";
  const [there, not] = [whereConsistent, elsewhere].map((value) =>
    value === null ? "none" : decimal(value, 3),
  );
  return `${who}${how}: accuracy ${there} where consistent, ${not} elsewhere`;
}

function correlation(points: readonly { readonly x: number; readonly y: number }[]): string {
  const found = rankCorrelation(points);
  return Number.isFinite(found) ? `Spearman ${decimal(found, 2)}` : "";
}

function rowsOf(model: ConceptModel) {
  const { role, supervisor, student, method, accuracy, pairs } = model;
  const who = { role, supervisor, student, method };
  const cells = ({ value }: Pick<Estimate, "value">) => ({ value });
  return [
    ...[...accuracy].map(([task, value]) => ({
      ...who,
      what: "accuracy",
      first: task,
      second: null,
      ...cells({ value }),
      kappa: null,
    })),
    ...pairs.map(({ first, second, consistency, kappa }) => ({
      ...who,
      what: "consistency",
      first,
      second,
      value: consistency,
      kappa,
    })),
    ...(["whereConsistent", "elsewhere"] as const).flatMap((what) => {
      const value = model[what];
      const none = { first: null, second: null, kappa: null };
      return value === null ? [] : [{ ...who, what, ...none, value }];
    }),
  ];
}
