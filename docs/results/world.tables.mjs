// The tables of world.md and leakage.md, from a run's results.json:
//   node docs/results/world.tables.mjs runs/world/results.json

import { readFileSync } from "node:fs";

const { outcomes } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const digits = (x) => x.toFixed(3).replace(/^(-?)0\./, "$1.");
const short = (x) => x.toFixed(2).replace(/^(-?)0\./, "$1.");
const label = (name) => name.replace(":2/last", "").replace(" logistic", "");
const accuracy = (scores) => scores.accuracy.value;

console.log(
  "| task | supervisor | student | method | weak | student | uninformed | self-taught | ceiling | PGR (95%) |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
const counts = new Map();
for (const { task, supervisor, student, method, scores, arms, pgr, gain } of outcomes) {
  const arm = ({ run, scores: own }) => (run ? digits(accuracy(own)) : "");
  const { uninformed, selfTaught } = arms;
  const value = pgr.defined
    ? `${short(pgr.value)} [${short(pgr.low)}, ${short(pgr.high)}]`
    : "undefined";
  const cells = [
    task,
    label(supervisor),
    label(student),
    method,
    digits(accuracy(scores.weak)),
    digits(accuracy(scores.student)),
    arm(uninformed),
    arm(selfTaught),
    digits(accuracy(scores.ceiling)),
    value,
  ];
  console.log(`| ${cells.join(" | ")} |`);
  const clear = pgr.defined && gain.low > 0 && uninformed.run && uninformed.difference.low > 0;
  const worse = gain.high < 0;
  const kind = !pgr.defined ? "undefined" : clear ? "brought out" : worse ? "worse" : "open";
  const key = `${method}: ${kind}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
console.log("");
for (const [key, count] of [...counts].sort()) console.log(`${key} ${count}`);
