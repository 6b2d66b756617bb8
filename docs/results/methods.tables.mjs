// Makes the tables of docs/results/methods.md from a run's results.json:
//   node docs/results/methods.tables.mjs runs/methods/results.json

import { head, interval, line, outcomesOf, short, short2, untouchedOf } from "./tables.mjs";

const rows = outcomesOf("methods");
const signed = (value) => (value < 0 ? short(value) : `+${short(value)}`);
const arm = (one) => (one.run ? short(one.scores.accuracy.value) : "chance");

for (const task of new Set(rows.map((row) => row.task))) {
  const of = rows.filter((row) => row.task === task);
  const { testExamples, chance, labelQuality, seeds } = of[0];
  console.log(`\n## ${task}\n`);
  console.log(
    `${testExamples.toLocaleString("en")} test examples, ${seeds.length} seeds, chance ` +
      `${short(chance)}.\n`,
  );
  for (const supervisor of new Set(of.map((row) => row.supervisor))) {
    const some = of.filter((row) => row.supervisor === supervisor);
    const { transfer } = some[0].labelQuality ?? labelQuality;
    const { weak, ceiling } = some[0].scores;
    console.log(
      `${supervisor} -> ${some[0].student}: weak ${interval(weak.accuracy, short)}, ceiling ` +
        `${interval(ceiling.accuracy, short)}; its labels are right on ${short(transfer.accuracy)} ` +
        `of transfer (calibration error ${short(transfer.calibrationError)}).\n`,
    );
    head([
      ...["method", "student", "untouched", "uninformed", "self-taught"],
      ...["PGR (95%)", "minus naive, paired"],
    ]);
    for (const row of some) {
      line([
        row.method,
        interval(row.scores.student.accuracy, short),
        untouchedOf(row),
        arm(row.arms.uninformed),
        arm(row.arms.selfTaught),
        row.pgr.defined ? interval(row.pgr, short2) : "undefined",
        row.comparison ? interval(row.comparison.difference, signed) : "",
      ]);
    }
    for (const row of some.filter(({ links }) => links.length > 0)) {
      const chain = row.links.map(({ name, scores }) => `${name} ${short(scores.accuracy.value)}`);
      console.log(`\n${row.method}, link by link: ${chain.join(", ")}.`);
    }
    console.log("");
  }
}
