// The tables of pretraining.md, from the data of the run's figure:
//   node docs/results/pretraining.tables.mjs runs/pretraining/figures/over-pretrainings.csv

import { readFileSync } from "node:fs";
import { median } from "../../packages/lab/dist/index.js";
import { head, interval, line, short, short2 } from "./tables.mjs";

const [names, ...cells] = readFileSync(
  process.argv[2] ?? "runs/pretraining/figures/over-pretrainings.csv",
  "utf8",
)
  .trim()
  .split(/\r?\n/)
  .map((row) => row.split(","));
const rows = cells.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
const number = (text) => (text === "" ? null : Number(text));
const of = (row, name) => ({
  value: number(row[name]),
  low: number(row[`${name}_low`]),
  high: number(row[`${name}_high`]),
});
const isAbove = (row, name) => of(row, name).low > 0;
const isBelow = (row, name) => of(row, name).high < 0;

head([
  ...["task", "sizes", "method", "gain of one pretraining", "least and most of nine"],
  ...["mean gain, other pretrainings", "above the uninformed arm", "PGR of one", "PGR of all"],
]);
for (const row of rows) {
  const [one, all] = [of(row, "one_pgr"), of(row, "pgr")];
  line([
    ...[row.task, `${row.weak} to ${row.strong.replace("world-", "")}`, row.method],
    interval(of(row, "one_gain")),
    `${short(number(row.least_gain))} to ${short(number(row.most_gain))}`,
    ...[interval(of(row, "gain")), interval(of(row, "over_uninformed"))],
    one.value === null ? "undefined" : interval(one, short2),
    all.low === null ? "no clear gap" : interval(all, short2),
  ]);
}

console.log("");
const width = (row, name) => of(row, name).high - of(row, name).low;
const single = rows.filter(({ task }) => !task.startsWith("mean of"));
/** How many rows of single tasks are so, of all or of those that are something else first. */
const say = (what, test, first = () => true) => {
  const among = single.filter(first);
  console.log(`${what}: ${among.filter(test).length} of ${among.length}`);
};
const isAboveOne = (row) => isAbove(row, "one_gain");
const isBelowOne = (row) => isBelow(row, "one_gain");
say("gain of one pretraining above 0", isAboveOne);
say("mean gain above 0, of these", (row) => isAbove(row, "gain"), isAboveOne);
say("all nine gains above 0, of these", (row) => Number(row.least_gain) > 0, isAboveOne);
say("gain of one pretraining below 0", isBelowOne);
say("mean gain below 0, of these", (row) => isBelow(row, "gain"), isBelowOne);
say("mean gain above 0", (row) => isAbove(row, "gain"));
say(
  "above the uninformed arm, too, of these",
  (row) => isAbove(row, "over_uninformed"),
  (row) => isAbove(row, "gain"),
);
say("mean gain outside the interval of one pretraining", (row) => {
  const { low, high } = of(row, "one_gain");
  const { value } = of(row, "gain");
  return value < low || value > high;
});
console.log(
  `median width, one pretraining ${short(median(single.map((row) => width(row, "one_gain"))))}, ` +
    `other pretrainings ${short(median(single.map((row) => width(row, "gain"))))}`,
);
const share = (part) =>
  short2(
    median(
      single.map((row) => {
        const parts = ["weak", "strong", "test"].map((one) => number(row[`variance_${one}`]));
        return parts[part] / parts.reduce((sum, one) => sum + one, 0);
      }),
    ),
  );
console.log(`median share of the variance: weak ${share(0)}, strong ${share(1)}, test ${share(2)}`);
