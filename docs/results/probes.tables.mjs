// Makes the tables of docs/results/probes.md from a run's results.json:
//   node docs/results/probes.tables.mjs runs/probes/results.json

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

const rows = outcomesOf("probes");
const tasks = [...new Set(rows.map((row) => row.task))];
const names = [...new Set(rows.flatMap((row) => [row.supervisor, row.student]))];
const kinds = [
  ["soft", "naive"],
  ["soft", "confidence"],
  ["hard", "naive"],
  ["hard", "confidence"],
];

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2;
};
const of = (task, labels, method) =>
  rows.filter((row) => row.task === task && row.labels === labels && row.method === method);

for (const task of tasks) {
  const some = of(task, "soft", "naive");
  console.log(
    `\n## ${task} (${some[0].testExamples.toLocaleString("en")} test examples, ` +
      `${some[0].seeds.length} seeds)\n`,
  );
  console.log(
    "As supervisor (trained on ground truth of one half) and as ceiling (of the other half), " +
      "accuracy:\n",
  );
  head(["model:layer", "supervisor", "ceiling", "AUROC of the ceiling"]);
  for (const name of names) {
    const weak = some.find((row) => row.supervisor === name).scores.weak;
    const { ceiling } = some.find((row) => row.student === name).scores;
    line([
      name,
      interval(weak.accuracy, short),
      interval(ceiling.accuracy, short),
      short(ceiling.auroc.value),
    ]);
  }

  console.log(
    "\nPGR of every pair whose gap is clear, rows teach columns; soft labels, naive. `·`: no " +
      "clear gap.\n",
  );
  head(["", ...names]);
  for (const supervisor of names) {
    const cells = names.map((student) => {
      const row = some.find((one) => one.supervisor === supervisor && one.student === student);
      return !row ? "" : row.pgr.defined ? short2(row.pgr.value) : "·";
    });
    line([supervisor, ...cells]);
  }

  console.log("\nOver the pairs with a clear gap:\n");
  head([
    "labels",
    "method",
    "pairs",
    "median PGR",
    "PGR clearly above 0",
    "clearly below 0",
    "median gain",
    "agreement, supervisor right",
    "agreement, supervisor wrong",
  ]);
  for (const [labels, method] of kinds) {
    const clear = of(task, labels, method).filter(({ pgr }) => pgr.defined);
    line([
      labels,
      method,
      `${clear.length} of ${of(task, labels, method).length}`,
      short2(median(clear.map(({ pgr }) => pgr.value))),
      clear.filter(({ pgr }) => pgr.low > 0).length,
      clear.filter(({ pgr }) => pgr.high < 0).length,
      short(median(clear.map(({ gain }) => gain.value))),
      short(median(clear.map(({ agreement }) => agreement.whereSupervisorRight))),
      short(median(clear.map(({ agreement }) => agreement.whereSupervisorWrong))),
    ]);
  }

  console.log("\nErrors that students repeat, over the pairs with a clear gap (medians):\n");
  head(["labels", "method", "student", "the same model taught by the truth", "clearly more in"]);
  for (const [labels, method] of kinds) {
    const clear = of(task, labels, method).filter(({ pgr }) => pgr.defined);
    const repeated = clear.map((row) => row.errorsRepeated);
    line([
      labels,
      method,
      short(median(repeated.map(({ student }) => student.value))),
      short(median(repeated.map(({ ceiling }) => ceiling.value))),
      `${repeated.filter(({ difference }) => difference.low > 0).length} of ${clear.length}`,
    ]);
  }

  console.log("\nWhat stands beside the gains: rows where the student clears, at 95%, ...\n");
  head([
    "labels",
    "method",
    "rows",
    "its supervisor",
    "its supervisor and the uninformed student",
    "the self-taught student",
    "uninformed",
    "self-taught less student (median)",
  ]);
  for (const [labels, method] of kinds) {
    const all = of(task, labels, method);
    const gained = all.filter(({ gain }) => gain.low > 0);
    const beats = (arm) => (row) => row.arms[arm].run && row.arms[arm].difference.low > 0;
    const uninformed = all.filter(({ arms }) => arms.uninformed.run);
    const scoresOf = (arm) =>
      all.flatMap(({ arms }) => (arms[arm].run ? [arms[arm].scores.accuracy.value] : []));
    const range = scoresOf("uninformed");
    if (uninformed.length === 0) continue;
    line([
      labels,
      method,
      all.length,
      gained.length,
      gained.filter(beats("uninformed")).length,
      all.filter(beats("selfTaught")).length,
      `${short(Math.min(...range))} to ${short(Math.max(...range))}`,
      short(
        -median(
          all.flatMap(({ arms }) =>
            arms.selfTaught.run ? [arms.selfTaught.difference.value] : [],
          ),
        ),
      ),
    ]);
  }

  labelTable(some);

  console.log("\nSome pairs in full, soft labels:\n");
  head([
    ...["supervisor", "student", "method", "weak", "student"],
    ...["untouched", "uninformed", "self-taught", "ceiling", "PGR (95%)"],
  ]);
  const pairs = [
    ["MiniLM:0", "MiniLM:6"],
    ["MiniLM:2", "SmolLM2:15"],
    ["SmolLM2:0", "SmolLM2:15"],
    ["SmolLM2:5", "SmolLM2:15"],
    ["SmolLM2:0", "SmolLM2:30"],
  ];
  for (const [supervisor, student] of pairs) {
    for (const method of ["naive", "confidence"]) {
      const row = of(task, "soft", method).find(
        (one) => one.supervisor === supervisor && one.student === student,
      );
      line([
        supervisor,
        student,
        method,
        short(row.scores.weak.accuracy.value),
        interval(row.scores.student.accuracy, short),
        ...[untouchedOf(row), armOf(row.arms.uninformed), armOf(row.arms.selfTaught)],
        short(row.scores.ceiling.accuracy.value),
        row.pgr.defined ? interval(row.pgr, short2) : `undefined: ${row.pgr.reason}`,
      ]);
    }
  }
}

console.log("\n## Confidence loss against naive\n");
console.log(
  "Difference of the students' accuracy, confidence minus naive, over pairs with a clear gap:\n",
);
head(["task", "labels", "pairs", "median difference", "confidence ahead in"]);
for (const task of tasks) {
  for (const labels of ["soft", "hard"]) {
    const naive = of(task, labels, "naive").filter(({ pgr }) => pgr.defined);
    const differences = naive.map((row) => {
      const other = of(task, labels, "confidence").find(
        (one) => one.supervisor === row.supervisor && one.student === row.student,
      );
      return other.scores.student.accuracy.value - row.scores.student.accuracy.value;
    });
    line([
      task,
      labels,
      differences.length,
      short(median(differences)),
      differences.filter((d) => d > 0).length,
    ]);
  }
}
