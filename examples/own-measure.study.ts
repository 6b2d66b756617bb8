// A measure and a figure of your own, in a study file: nothing in w2s is touched. The measure is
// computed for every role with an interval; the figure is drawn beside the report's.
//
//     w2s run examples/own-measure.study.ts

import { drawn, figure, measure, probe, rows, study, table } from "w2s";

/** Mean squared distance of probabilities from the truth: 0 is perfect. Source: Brier 1950. */
const brier = measure("brier", {}, ({ probabilities: { shape, data }, truth }) => {
  const options = shape[1]!;
  const off = data.map((p, i) => (p - Number(truth[Math.floor(i / options)] === i % options)) ** 2);
  return off.reduce((sum, each) => sum + each, 0) / truth.length;
});

/** The student's score of it beside its supervisor's, one line a row. */
const scores = figure("brier", (outcomes) => {
  const found = outcomes.flatMap(({ task, measures }) => {
    const { weak, student } = measures.brier ?? {};
    return weak && student ? [{ task, weak: weak.value, student: student.value }] : [];
  });
  const lines = found.map(({ weak, student }, i) => {
    return `<text x="8" y="${20 * (i + 1)}">weak ${weak.toFixed(3)}, student ${student.toFixed(3)}</text>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60">${lines.join("")}</svg>`;
  return { svg, rows: found };
});

const words = ["fine", "warm", "bright", "dull", "cold", "flat"];
const text = (i: number) => `${words[i % 6]} ${words[(5 * i + (i % 7)) % 6]}, day ${i}`;
const examples = Array.from({ length: 240 }, (_, i) => ({ text: text(i), good: i % 6 < 3 }));

export default study({
  task: table(rows("words", examples), { text: "text", label: "good" }),
  supervisors: probe(drawn(4, { noise: 1.5, as: "weak" })),
  students: probe(drawn(16, { as: "strong" })),
  measures: brier,
  figures: scores,
});
