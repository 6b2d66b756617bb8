// Words that pretraining answered with, beside words that it never said: the same models of the
// zoo, finetuned from the head of their own language model. "no" and "yes" it was asked with in
// every sentence; "incorrect" and "correct" are in its vocabulary and in no sentence. Only the
// latter leave something to bring out. See docs/results/words.md.
//
//   w2s run studies/words.study.ts

import { confidence, finetune, model, naive, probe, study, worldNotes, worldTask } from "w2s";

const world = (width: number, words = "") =>
  model(`zoo:w2s-world-${width}`, {
    as: [`world-${width}`, words].filter(Boolean).join(" "),
    pooling: "last",
  });

const ways = { asked: ["no", "yes"], unasked: ["incorrect", "correct"] };

export default study({
  name: "words",
  task: (["sorted", "majority", "compare", "containment"] as const).map((name) =>
    worldTask(name, { examples: 4000 }),
  ),
  supervisors: [32, 40].map((width) =>
    probe(world(width).layer(2), { learningRate: 1e-2, epochs: 50 }),
  ),
  students: [64, 128].flatMap((width) =>
    Object.entries(ways).map(([way, labelWords]) =>
      finetune(world(width, way), { learningRate: 5e-4, labelWords }),
    ),
  ),
  methods: [naive(), confidence()],
  seeds: 5,
  notes: worldNotes,
});
