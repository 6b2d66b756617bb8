// Why reverse cross-entropy collapses on probes at the paper's step size: the same student at four.
//
//   w2s run studies/reverse-cross-entropy.study.ts --models FOLDER_WITH_MODELS
//
// The data come from W2S_SHARED (default: ../shared beside the repository), see
// docs/results/methods.md.

import { model, naive, probe, reverseCrossEntropy, study, table } from "w2s";

const data = `${process.env.W2S_SHARED ?? "../../shared"}/data`;
const smollm2 = model("HuggingFaceTB/SmolLM2-135M-Instruct", { as: "SmolLM2" });

export default study({
  name: "reverse-cross-entropy",
  task: [
    table(`${data}/sst2/train.tsv`, {
      name: "sst2",
      header: ["sentence", "label"],
      text: "sentence",
      label: "label",
      validation: `${data}/sst2/dev.tsv`,
      test: `${data}/sst2/test.tsv`,
    }),
    table(`${data}/subj/all.csv`, { name: "subj", text: "text", label: "subjective" }),
  ],
  supervisors: probe(smollm2.layer(0)),
  students: [1e-3, 1e-4, 1e-5, 1e-6].map((learningRate) =>
    probe(smollm2.layer(15), { learningRate, as: `step size ${learningRate}` }),
  ),
  methods: [naive(), reverseCrossEntropy()],
  seeds: 5,
});
