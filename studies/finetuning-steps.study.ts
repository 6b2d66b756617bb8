// Whether the confidence loss stops hurting with more examples and steps: the pair of
// studies/finetuning-confidence.study.ts on all of SST-2's training sentences, 92 steps an epoch
// instead of 16, for two and for four epochs.
//
//   w2s run studies/finetuning-steps.study.ts --models FOLDER_WITH_MODELS

import { confidence, finetune, model, naive, study, table } from "w2s";

const data = `${process.env.W2S_SHARED ?? "../../shared"}/data`;
const minilm = (as: string) => model("sentence-transformers/all-MiniLM-L6-v2", { as });

export default study({
  name: "finetuning-steps",
  task: table(`${data}/sst2/train.tsv`, {
    name: "sst2",
    header: ["sentence", "label"],
    text: "sentence",
    label: "label",
    test: `${data}/sst2/test.tsv`,
    splits: { validation: 0.15 },
  }),
  supervisors: finetune(minilm("MiniLM").layer(1), { learningRate: 3e-4, epochs: 3 }),
  students: [
    finetune(minilm("MiniLM, 2 epochs"), { learningRate: 1e-4, epochs: 2 }),
    finetune(minilm("MiniLM, 4 epochs"), { learningRate: 1e-4, epochs: 4 }),
  ],
  methods: [naive(), confidence({ alpha: 0.75 }), confidence({ alpha: 0.5 })],
  seeds: 3,
});
