// Makes the tables of docs/results/finetuning.md and reward.md from a run's results.json:
//   node docs/results/finetuning.tables.mjs runs/finetuning/results.json

import { head, interval, line, outcomesOf, short, short2 } from "./tables.mjs";

const rows = outcomesOf("finetuning");

const pgr = ({ pgr, gap }) =>
  pgr.defined ? interval(pgr, short2) : `no clear gap (${interval(gap)})`;
const share = (value) => (value === null ? "" : short(value));

for (const task of new Set(rows.map((row) => row.task))) {
  const some = rows.filter((row) => row.task === task);
  const [{ testExamples, seeds, metric }] = some;
  console.log(
    `\n## ${task}: ${metric} on ${testExamples.toLocaleString("en")} test examples, ` +
      `${seeds.length} seeds\n`,
  );
  const cells = [
    "supervisor",
    "student",
    "method",
    "weak",
    "student",
    "ceiling",
    "PGR (95%)",
    "agreement: right",
    "wrong",
  ];
  head(cells);
  for (const row of some) {
    line([
      row.supervisor,
      row.student,
      row.method,
      short(row.scores.weak[metric].value),
      interval(row.scores.student[metric]),
      short(row.scores.ceiling[metric].value),
      pgr(row),
      share(row.agreement.whereSupervisorRight),
      share(row.agreement.whereSupervisorWrong),
    ]);
  }
}
