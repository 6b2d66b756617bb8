// The paper's linear-probe protocol (Burns et al. 2023, appendix D.2) on three real tasks: every
// layer of two pretrained models counts as a model of its own strength, and every one of them
// teaches every other. A third model, Gemma 3 270M, takes part where it lies in
// ~/.cache/w2s/models/gemma3-270m (docs/results/probes.md says how it gets there).
//
//   w2s run studies/probes.study.ts --models FOLDER_WITH_MODELS
//
// The data come from W2S_SHARED (default: ../shared beside the repository), see
// docs/results/probes.md. The models are found by name in --models or W2S_MODELS, in the Hugging
// Face cache, or on the hub.

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { confidence, model, naive, probe, study, table } from "w2s";

const data = `${process.env.W2S_SHARED ?? "../../shared"}/data`;
const minilm = model("sentence-transformers/all-MiniLM-L6-v2", { as: "MiniLM" });
const smollm2 = model("HuggingFaceTB/SmolLM2-135M-Instruct", { as: "SmolLM2" });
const gemma = join(homedir(), ".cache", "w2s", "models", "gemma3-270m");
const gemmaLayers = existsSync(gemma) ? [0, 9, 18] : [];

const probes = [
  ...[0, 2, 6].map((layer) => probe(minilm.layer(layer))),
  ...[0, 5, 10, 15, 20, 30].map((layer) => probe(smollm2.layer(layer))),
  ...gemmaLayers.map((layer) => probe(model(gemma, { as: "Gemma3" }).layer(layer))),
];

export default study({
  name: "probes",
  task: [
    table(`${data}/sst2/train.tsv`, {
      name: "sst2",
      header: ["sentence", "label"],
      text: "sentence",
      label: "label",
      validation: `${data}/sst2/dev.tsv`,
      test: `${data}/sst2/test.tsv`,
    }),
    table(`${data}/cola/in_domain_train.tsv`, {
      name: "cola",
      header: ["source", "label", "mark", "sentence"],
      text: "sentence",
      label: "label",
    }),
    table(`${data}/subj/all.csv`, { name: "subj", text: "text", label: "subjective" }),
  ],
  supervisors: probes,
  students: probes,
  methods: [naive(), confidence({ alpha: 0.75 })],
  labels: ["soft", "hard"],
  seeds: 5,
});
