// The tables of world.md, negative-control.md, words.md and leakage.md, from a run's results.json:
//   node docs/results/world.tables.mjs runs/world/results.json

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

const label = (name) => name.replace(":2/last", "").replace(" logistic", "");
const accuracy = (scores) => short(scores.accuracy.value);

head([
  ...["task", "supervisor", "student", "method", "weak", "student"],
  ...["untouched", "uninformed", "self-taught", "ceiling", "PGR (95%)"],
]);
const counts = new Map();
const rows = outcomesOf("world");
for (const row of rows) {
  const { task, supervisor, student, method, scores, arms, pgr, gain } = row;
  const { uninformed, selfTaught } = arms;
  line([
    ...[task, label(supervisor), label(student), method],
    ...[accuracy(scores.weak), accuracy(scores.student)],
    ...[untouchedOf(row), armOf(uninformed), armOf(selfTaught), accuracy(scores.ceiling)],
    pgr.defined ? interval(pgr, short2) : "undefined",
  ]);
  const clear = pgr.defined && gain.low > 0 && uninformed.run && uninformed.difference.low > 0;
  const worse = gain.high < 0;
  const kind = !pgr.defined ? "undefined" : clear ? "brought out" : worse ? "worse" : "open";
  const key = `${method}: ${kind}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
console.log("");
for (const [key, count] of [...counts].sort()) console.log(`${key} ${count}`);

labelTable(rows, { task: ({ task }) => task }, label);
