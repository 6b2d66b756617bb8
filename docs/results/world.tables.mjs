// The tables of world.md and leakage.md, from a run's results.json:
//   node docs/results/world.tables.mjs runs/world/results.json

import { head, interval, line, outcomesOf, short, short2 } from "./tables.mjs";

const label = (name) => name.replace(":2/last", "").replace(" logistic", "");
const accuracy = (scores) => short(scores.accuracy.value);
const arm = ({ run, scores }) => (run ? accuracy(scores) : "");

head([
  ...["task", "supervisor", "student", "method", "weak", "student"],
  ...["uninformed", "self-taught", "ceiling", "PGR (95%)"],
]);
const counts = new Map();
for (const { task, supervisor, student, method, scores, arms, pgr, gain } of outcomesOf("world")) {
  const { uninformed, selfTaught } = arms;
  line([
    ...[task, label(supervisor), label(student), method],
    ...[accuracy(scores.weak), accuracy(scores.student)],
    ...[arm(uninformed), arm(selfTaught), accuracy(scores.ceiling)],
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
