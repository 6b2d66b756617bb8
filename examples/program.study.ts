// A method of your own that is a program, in a study file: nothing in w2s is touched. What it is
// given are handles of steps: labels, students, rows. None of them holds ground truth.
//
//     w2s run examples/program.study.ts

import { drawn, type Method, naive, probe, program, rows, study, table } from "w2s";

/** A student learns the surest labels, labels all, and the next one learns those, and so on. */
const climb = (rounds: number, keep: number, by: Method = naive()) =>
  program("climb", { rounds, keep, by }, ({ student, labels, fit, label }) => {
    let said = labels;
    for (let round = 1; round < rounds; round++) {
      said = label(fit(student, said.surest(keep), by, { repeat: round }));
    }
    return fit(student, said.surest(keep), by);
  });

const words = ["fine", "warm", "bright", "dull", "cold", "flat"];
const text = (i: number) => `${words[i % 6]} ${words[(5 * i + (i % 7)) % 6]}, day ${i}`;
const examples = Array.from({ length: 240 }, (_, i) => ({ text: text(i), good: i % 6 < 3 }));

export default study({
  task: table(rows("words", examples), { text: "text", label: "good" }),
  supervisors: probe(drawn(4, { noise: 1.5, as: "weak" })),
  students: probe(drawn(16, { as: "strong" })),
  methods: [naive(), climb(2, 0.8)],
});
