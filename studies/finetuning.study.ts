// Finetuning, the paper's main setting (Burns et al. 2023, sections 3 and 4), beside linear probes of the same pairs, on real models
// and a real task: three strengths of an encoder and a decoder, naive and confidence loss, three seeds.
//
//   w2s run studies/finetuning.study.ts --models FOLDER_WITH_MODELS
//
// Sized for two cores and some forty minutes: of SST-2's training file 1,200 sentences, and of the decoder, whose middle layers know most
// of this task, the first 20 blocks; the last 4 of them are trained (what the 16 below say of each token is computed once and kept).
// The data come from W2S_SHARED (default: ../shared beside the repository).

import { confidence, finetune, model, naive, probe, study, table } from "w2s";

const data = `${process.env.W2S_SHARED ?? "../../shared"}/data`;
const minilm = model("sentence-transformers/all-MiniLM-L6-v2", { as: "MiniLM" });
const smollm2 = model("HuggingFaceTB/SmolLM2-135M-Instruct", { as: "SmolLM2" });

// From weak to strong; a model teaches those after it, finetuned ones finetuned ones and probes probes.
// The learning rates are those that fitted the validation labels best in short trials on ground truth, of 1e-4 and 3e-4 for the
// encoder, 2e-4 and 5e-4 for the decoder's last blocks.
const recipe = { learningRate: 3e-4, epochs: 3 };
const finetuned = [
  finetune(minilm.layer(1), recipe),
  finetune(minilm.layer(3), recipe),
  finetune(minilm, recipe),
  finetune(smollm2.layer(20), { ...recipe, learningRate: 5e-4, blocks: 4 }),
];
const probes = [
  probe(minilm.layer(1)),
  probe(minilm.layer(3)),
  probe(minilm.layer(6)),
  probe(smollm2.layer(20)),
];
const rank = new Map([...finetuned, ...probes].map(({ label }, i) => [label, i % finetuned.length]));

export default study({
  name: "finetuning",
  task: table(`${data}/sst2/train.tsv`, {
    name: "sst2",
    header: ["sentence", "label"],
    text: "sentence",
    label: "label",
    validation: `${data}/sst2/dev.tsv`,
    test: `${data}/sst2/test.tsv`,
    limit: 1200,
  }),
  supervisors: [...finetuned.slice(0, -1), ...probes.slice(0, -1)],
  students: [...finetuned.slice(1), ...probes.slice(1)],
  teaches: (weak, strong) => weak.kind === strong.kind && rank.get(weak.label)! < rank.get(strong.label)!,
  methods: [naive(), confidence()],
  seeds: 3,
});
