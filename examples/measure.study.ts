// A measure of your own, in a study file: nothing in w2s is touched. It is computed for every role,
// with an interval, and stands under "measures" in results.json.
//
//     w2s run examples/measure.study.ts

import { drawn, measure, probe, rows, study, table } from "w2s";

/** Mean squared distance of probabilities from the truth: 0 is perfect. Source: Brier 1950. */
const brier = measure("brier", {}, ({ probabilities: { shape, data }, truth }) => {
  const options = shape[1]!;
  const off = data.map((p, i) => (p - Number(truth[Math.floor(i / options)] === i % options)) ** 2);
  return off.reduce((sum, each) => sum + each, 0) / truth.length;
});

const words = ["fine", "warm", "bright", "dull", "cold", "flat"];
const text = (i: number) => `${words[i % 6]} ${words[(5 * i + (i % 7)) % 6]}, day ${i}`;
const examples = Array.from({ length: 240 }, (_, i) => ({ text: text(i), good: i % 6 < 3 }));

export default study({
  task: table(rows("words", examples), { text: "text", label: "good" }),
  supervisors: probe(drawn(4, { noise: 1.5, as: "weak" })),
  students: probe(drawn(16, { as: "strong" })),
  measures: brier,
});
