// Golden: students that are told their supervisor's label in the text, finetuned and by LoRA.

import { errors, finetune, lora, model, study, told, worldTask } from "w2s";

const world = (width: number) => model(`./models/w2s-world-${width}`, { pooling: "last" });
const labelWords = ["no", "yes"];
const student = finetune(world(32), { learningRate: 3e-3, labelWords });

export default study({
  task: worldTask("compare", { examples: 700 }),
  supervisors: [
    finetune(world(16), { learningRate: 5e-3, labelWords }),
    errors({ where: "longest", rate: 0.25 }),
  ],
  students: [
    student,
    told(student),
    told(student, { remark: "this is {label} .", words: labelWords, as: "told yes or no" }),
    told(lora(world(32), { learningRate: 1e-2, labelWords, blocks: 1 })),
  ],
  seeds: 2,
});
