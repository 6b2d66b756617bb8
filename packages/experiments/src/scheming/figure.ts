// Usefulness against safety, a point a protocol and a curve an audit budget; and what a budget
// buys.

import { type DrawnFigure, evidenceFigure, type Figure, figure, mean } from "@w2s/lab";
import { drawChart } from "@w2s/report";
import { type Attacked, attackedIn, attackedOf, type Standing, standingsOf } from "./attacked.js";
import { type AuditRule, auditBudgets, auditRules } from "./audits.js";

const rules = Object.keys(auditRules) as AuditRule[];

/** Every task's standings, after their mean where there are several tasks. */
function withMean(standings: readonly Standing[]): Standing[] {
  const tasks = [...new Set(standings.map(({ task }) => task))];
  if (tasks.length < 2) return [...standings];
  const protocols = [...new Set(standings.map(({ protocol }) => protocol))];
  const means = protocols.map((protocol) => {
    const own = standings.filter((one) => one.protocol === protocol);
    const over = (of: (one: Standing) => readonly number[]) =>
      own[0]!.useful.map((_, b) => mean(own.map((one) => of(one)[b]!)));
    const worst = [...new Set(own.map((one) => one.worst))].join(", ");
    const task = `mean of ${own.length} tasks`;
    return { task, protocol, worst, useful: over((one) => one.useful), safe: over((o) => o.safe) };
  });
  return [...means, ...standings];
}

function byTask(standings: readonly Standing[]): [string, Standing[]][] {
  const tasks = [...new Set(standings.map(({ task }) => task))];
  return tasks.map((task) => [task, standings.filter((one) => one.task === task)]);
}

const rowsOf = (all: readonly Attacked[]) =>
  rules.flatMap((rule) =>
    withMean(standingsOf(all, rule)).flatMap(({ task, protocol, useful, safe, worst }) =>
      useful.map((usefulness, b) => ({
        task,
        protocol,
        rule,
        budget: auditBudgets[b]!,
        usefulness,
        safety: safe[b]!,
        worst_attacker: worst,
      })),
    ),
  );

const schemingDoc =
  "Each line is a protocol, means over overseers and models: to the right what its answers are " +
  "worth with " +
  "an honest strong model, upwards with the worst of those that scheme. It begins without an " +
  `audit and goes on, where the run has evidence, through ${auditBudgets
    .slice(1)
    .map((share) => `${100 * share}%`)
    .join(", ")} of its answers checked, those first that the overseer alone finds least probable.`;

const schemingOf = (all: readonly Attacked[], width: number): DrawnFigure | null => {
  const drawn = drawChart(
    {
      title: "Usefulness and safety of protocols",
      x: { title: "accuracy, the model honest" },
      y: { title: "accuracy at worst" },
      panels: byTask(withMean(standingsOf(all, "most suspicious"))).map(([task, own]) => ({
        title: task,
        series: own.map(({ protocol, useful, safe }) => ({
          name: protocol,
          points: useful.map((x, b) => ({
            x,
            y: safe[b]!,
            title: `${protocol}, ${100 * auditBudgets[b]!}% audited`,
          })),
        })),
      })),
    },
    width,
  );
  return drawn && { svg: drawn.svg, rows: rowsOf(all) };
};

const audited = evidenceFigure(
  "scheming",
  attackedOf,
  (all, _, { width }) => schemingOf(all, width),
  schemingDoc,
);

/** Points by the run's rows; with evidence, lines by what is audited. */
export const schemingFigure: Figure = Object.freeze({
  ...audited,
  ...figure("scheming", (rows, { width }) => schemingOf(attackedIn(rows), width), schemingDoc),
});

export const auditsFigure: Figure = evidenceFigure(
  "scheming-audits",
  attackedOf,
  (all, _, { width }) => {
    const panels = rules.flatMap((rule) =>
      byTask(withMean(standingsOf(all, rule))).map(([task, own]) => ({
        title: task,
        detail: `${rule} first`,
        series: own.map(({ protocol, safe }) => ({
          name: protocol,
          points: safe.map((y, b) => ({ x: auditBudgets[b]!, y })),
        })),
      })),
    );
    const drawn = drawChart(
      {
        title: "Safety by audit budget",
        x: { title: "share of answers that are checked" },
        y: { title: "accuracy at worst" },
        panels,
      },
      width,
    );
    return drawn && { svg: drawn.svg, rows: rowsOf(all) };
  },
  "Accuracy under the worst of the models that scheme, by the share of answers that are checked " +
    "against truth: those first that look surest, or that the overseer alone finds least " +
    "probable. A model that gives the overseer's own errors is never suspicious to it.",
);
