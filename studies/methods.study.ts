// Methods beside each other on real tasks, with every arm: what each brings out beyond naive, what
// labels without information bring, what the student teaches itself. Layers of one decoder count as
// models of their own strength, as in the linear-probe protocol (Burns et al. 2023, appendix D.2).
//
//   w2s run studies/methods.study.ts --models FOLDER_WITH_MODELS
//
// The data come from W2S_SHARED (default: ../shared beside the repository), see
// docs/results/methods.md.

import {
  bootstrapping,
  confidence,
  ensemble,
  model,
  naive,
  probe,
  reverseCrossEntropy,
  study,
  surest,
  table,
} from "w2s";

const data = `${process.env.W2S_SHARED ?? "../../shared"}/data`;
const minilm = model("sentence-transformers/all-MiniLM-L6-v2", { as: "MiniLM" });
const smollm2 = model("HuggingFaceTB/SmolLM2-135M-Instruct", { as: "SmolLM2" });

const weakest = probe(smollm2.layer(0));
const other = probe(minilm.layer(0));
const links = [2, 5, 10].map((layer) => probe(smollm2.layer(layer)));

export default study({
  name: "methods",
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
    table(`${data}/true_false_statements/cities_true_false.csv`, {
      name: "cities",
      text: "statement",
      label: "label",
      limit: 5000,
    }),
    table(`${data}/ethics_justice/justice_train.csv`, {
      name: "justice",
      text: "scenario",
      label: "label",
      limit: 5000,
    }),
  ],
  supervisors: [weakest, ensemble([weakest, other])],
  students: probe(smollm2.layer(15)),
  methods: [
    naive(),
    confidence(),
    bootstrapping({ through: links }),
    bootstrapping({ through: links, fresh: false }),
    reverseCrossEntropy(),
    surest({ keep: 0.5 }),
  ],
  arms: "all",
  seeds: 5,
});
