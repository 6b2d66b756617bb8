// Golden: multiple choice made binary, a right and a wrong example of each question; two tasks in
// one study, both solvers.

import { choices, confidence, model, naive, probe, study, worldTask } from "w2s";

const world = (width: number) => model(`./models/w2s-world-${width}`, { pooling: "last" });
const options = { learningRate: 1e-2, epochs: 30 };

export default study({
  task: [
    choices("data/which.jsonl", {
      question: "question",
      choices: "choices",
      answer: "answer",
      answerIs: "text",
      input: "{question} {choice}",
      splits: { test: 0.3, validation: 0.2 },
      seed: 5,
    }),
    worldTask("quiz", { examples: 500, seed: 3 }),
  ],
  supervisors: probe(world(16).layer(2), options),
  students: probe(world(64).layer(2), options),
  methods: [naive(), confidence({ alpha: 0.5 })],
  seeds: 2,
});
