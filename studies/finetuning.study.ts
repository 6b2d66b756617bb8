// Finetuning, the paper's main setting (Burns et al. 2023, sections 3 and 4), beside linear probes
// of the same pairs, on real models and real tasks: four strengths of an encoder and a decoder,
// naive and confidence loss, three seeds, whole models, last blocks and LoRA.
//
//   w2s run studies/finetuning.study.ts --models FOLDER_WITH_MODELS
//
// Sized for two cores: 1,200 sentences of each file of SST-2 and 2,400 of Subj, half of them for
// testing; and of the decoder, whose middle layers know most of these tasks, the first 20 blocks;
// the last 4 of them are trained (what the 16 below say of each token is computed once and kept).
// The data come from W2S_SHARED (default: ../shared beside the repository).

import { confidence, finetune, lora, model, naive, probe, study, table } from "w2s";

const data = `${process.env.W2S_SHARED ?? "../../shared"}/data`;
const minilm = model("sentence-transformers/all-MiniLM-L6-v2", { as: "MiniLM" });
const smollm2 = model("HuggingFaceTB/SmolLM2-135M-Instruct", { as: "SmolLM2" });

// From weak to strong. Fewer blocks take larger steps: at 1e-4 one block has not learnt the task
// after three epochs. The rates come from short trials on ground truth, one seed, of 1e-4 and 3e-4
// for the encoder and 2e-4 and 5e-4 for the decoder; LoRA's was not tried.
const epochs = 3;
const encoders = [
  finetune(minilm.layer(1), { learningRate: 3e-4, epochs }),
  finetune(minilm.layer(3), { learningRate: 2e-4, epochs }),
  finetune(minilm, { learningRate: 1e-4, epochs }),
];
const decoder = smollm2.layer(20);
const finetuned = [
  ...encoders,
  finetune(decoder, { learningRate: 5e-4, epochs, blocks: 4 }),
  lora(decoder, { learningRate: 1e-3, epochs, blocks: 4, targets: "all" }),
];
const probes = [
  probe(minilm.layer(1)),
  probe(minilm.layer(3)),
  probe(minilm.layer(6)),
  probe(decoder),
];

// Probes teach probes and trained models trained models, each those after it. For time's sake the
// decoder's teacher is the weakest.
const place = (label: string) => {
  const tuned = finetuned.findIndex((spec) => spec.label === label);
  return tuned >= 0
    ? { tuned: true, at: tuned }
    : { tuned: false, at: probes.findIndex((spec) => spec.label === label) };
};

export default study({
  name: "finetuning",
  task: [
    table(`${data}/sst2/train.tsv`, {
      name: "sst2",
      header: ["sentence", "label"],
      text: "sentence",
      label: "label",
      test: `${data}/sst2/test.tsv`,
      splits: { validation: 0.15 },
      limit: 1200,
    }),
    table(`${data}/subj/all.csv`, {
      name: "subj",
      text: "text",
      label: "subjective",
      splits: { test: 0.5, validation: 0.15 },
      limit: 2400,
    }),
  ],
  supervisors: [...encoders, ...probes.slice(0, -1)],
  students: [...finetuned.slice(1), ...probes.slice(1)],
  teaches: (weak, strong) => {
    const [from, to] = [place(weak.label), place(strong.label)];
    if (from.tuned !== to.tuned || from.at >= to.at) return false;
    return from.at === 0 || !from.tuned || !strong.label.startsWith("SmolLM2");
  },
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 3,
});
