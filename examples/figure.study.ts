// A figure of your own, in a study file: nothing in w2s is touched. It is drawn on the report's
// page, and written as SVG with the data that it shows.
//
//     w2s run examples/figure.study.ts

import { drawn, figure, probe, rows, study, table } from "w2s";

/** A bar for each row's weak, student and ceiling accuracy. */
const bars = figure("bars", (outcomes) => {
  const found = outcomes.flatMap(({ task, scores: { weak, student, ceiling } }) =>
    Object.entries({ weak, student, ceiling }).map(([role, { accuracy }]) => {
      return { task, role, accuracy: accuracy.value };
    }),
  );
  const marks = found.map(({ role, accuracy }, i) => {
    const y = 24 * i;
    const bar = `<rect x="60" y="${y + 4}" width="${200 * accuracy}" height="16" fill="#47a"/>`;
    return `<text x="0" y="${y + 16}" font-size="12">${role}</text>${bar}`;
  });
  const size = `width="300" height="${24 * found.length}"`;
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${marks.join("")}</svg>`,
    rows: found,
  };
});

const words = ["fine", "warm", "bright", "dull", "cold", "flat"];
const text = (i: number) => `${words[i % 6]} ${words[(5 * i + (i % 7)) % 6]}, day ${i}`;
const examples = Array.from({ length: 240 }, (_, i) => ({ text: text(i), good: i % 6 < 3 }));

export default study({
  task: table(rows("words", examples), { text: "text", label: "good" }),
  supervisors: probe(drawn(4, { noise: 1.5, as: "weak" })),
  students: probe(drawn(16, { as: "strong" })),
  figures: bars,
});
