// Why the confidence loss hurts in studies/finetuning.study.ts: the same task, one of its pairs,
// and the loss with less weight on the student's own answers, or with that weight rising later. Of
// 48 steps the paper's warm-up takes ten.
//
//   w2s run studies/finetuning-confidence.study.ts --models FOLDER_WITH_MODELS

import { confidence, finetune, model, naive, study, table } from "w2s";

const data = `${process.env.W2S_SHARED ?? "../../shared"}/data`;
const minilm = model("sentence-transformers/all-MiniLM-L6-v2", { as: "MiniLM" });
const epochs = 3;

export default study({
  name: "finetuning-confidence",
  task: table(`${data}/sst2/train.tsv`, {
    name: "sst2",
    header: ["sentence", "label"],
    text: "sentence",
    label: "label",
    test: `${data}/sst2/test.tsv`,
    splits: { validation: 0.15 },
    limit: 1200,
  }),
  supervisors: finetune(minilm.layer(1), { learningRate: 3e-4, epochs }),
  students: finetune(minilm, { learningRate: 1e-4, epochs }),
  methods: [
    naive(),
    confidence({ alpha: 0.75 }),
    confidence({ alpha: 0.25 }),
    confidence({ alpha: 0.75, warmup: 0.9 }),
  ],
  seeds: 3,
});
