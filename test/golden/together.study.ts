// Golden: three texts compared, "together": whole models, the last block, LoRA.

import { choices, confidence, finetune, lora, model, naive, study } from "w2s";

const world = (width: number) => model(`./models/w2s-world-${width}`, { pooling: "last" });

export default study({
  task: choices("data/which.jsonl", {
    id: "id",
    question: "question",
    choices: "choices",
    answer: "answer",
    answerIs: "text",
    together: 3,
    input: "{question} {choice}",
    limit: 500,
  }),
  supervisors: finetune(world(8), { learningRate: 1e-2 }),
  students: [
    finetune(world(32), { learningRate: 5e-3 }),
    finetune(world(32), { learningRate: 5e-3, blocks: 1 }),
    lora(world(32), { learningRate: 1e-2 }),
  ],
  methods: [naive(), confidence({ alpha: 0.5 })],
  seeds: 2,
});
