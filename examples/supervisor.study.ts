// A supervisor of your own, in a study file: nothing in w2s is touched. It is asked about rows of
// the task, by its examples, and gives the probability of each option.
//
//     w2s run examples/supervisor.study.ts

import { drawn, probe, rows, study, supervisor, table } from "w2s";

/** Calls good what has a word of praise in it, and is as sure as it is told to be. */
const praise = supervisor("praise", { word: "fine", sure: 0.9 }, ({ examples, rows, options }) => {
  const { word, sure } = options;
  return Array.from(rows, (row) => {
    const praised = examples[row]!.inputs[0]!.includes(word);
    return praised ? [1 - sure, sure] : [sure, 1 - sure];
  });
});

const words = ["fine", "warm", "bright", "dull", "cold", "flat"];
const text = (i: number) => `${words[i % 6]} ${words[(5 * i + (i % 7)) % 6]}, day ${i}`;
const examples = Array.from({ length: 240 }, (_, i) => ({ text: text(i), good: i % 6 < 3 }));

export default study({
  task: table(rows("words", examples), { text: "text", label: "good" }),
  supervisors: praise,
  students: probe(drawn(16, { as: "strong" })),
});
