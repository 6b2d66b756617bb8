// Makes the tables of docs/results/finetuning.md and reward.md from a run's results.json:
//   node docs/results/finetuning.tables.mjs runs/finetuning/results.json

import { readFileSync } from "node:fs";

const rows = JSON.parse(
  readFileSync(process.argv[2] ?? "runs/finetuning/results.json", "utf8"),
).outcomes;

const short = (value, digits = 3) => value.toFixed(digits).replace(/^(-?)0\./, "$1.");
const interval = ({ value, low, high }, digits = 3) =>
  `${short(value, digits)} [${short(low, digits)}, ${short(high, digits)}]`;
const pgr = ({ pgr, gap }) => (pgr.defined ? interval(pgr, 2) : `no clear gap (${interval(gap)})`);
const share = (value) => (value === null ? "" : short(value));
const line = (cells) => console.log(`| ${cells.join(" | ")} |`);

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
  line(cells);
  line(cells.map(() => "---"));
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
