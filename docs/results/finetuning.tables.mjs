// Makes the tables of docs/results/finetuning.md from a run's results.json:
//   node docs/results/finetuning.tables.mjs runs/finetuning/results.json

import {
  armOf,
  head,
  interval,
  labelTable,
  line,
  outcomesOf,
  short,
  short2,
  untouchedOf,
} from "./tables.mjs";

const rows = outcomesOf("finetuning");

const pgr = ({ pgr, gap }) =>
  pgr.defined ? interval(pgr, short2) : `no clear gap (${interval(gap)})`;
const share = (value) => (value === null ? "" : short(value));

for (const task of new Set(rows.map((row) => row.task))) {
  const some = rows.filter((row) => row.task === task);
  const [{ testExamples, seeds, metric }] = some;
  const count = testExamples.toLocaleString("en");
  console.log(`\n## ${task}: ${metric} on ${count} test examples, ${seeds.length} seeds\n`);
  head([
    ...["supervisor", "student", "method", "weak", "student", "untouched"],
    ...["uninformed", "self-taught", "ceiling", "PGR (95%)", "agreement: right", "wrong"],
  ]);
  for (const row of some) {
    const { supervisor, student, method, scores, arms, agreement } = row;
    line([
      ...[supervisor, student, method, short(scores.weak[metric].value)],
      ...[interval(scores.student[metric]), untouchedOf(row)],
      ...[armOf(arms.uninformed, metric), armOf(arms.selfTaught, metric)],
      ...[short(scores.ceiling[metric].value), pgr(row)],
      ...[share(agreement.whereSupervisorRight), share(agreement.whereSupervisorWrong)],
    ]);
  }
  labelTable(some);
}
