import { confidence, model, naive, probe, study, table } from "w2s";

const shared = process.env.W2S_SHARED ?? "../../shared";
const minilm = model("sentence-transformers/all-MiniLM-L6-v2", { as: "MiniLM" });

export default study({
  task: table(`${shared}/data/sst2/train.tsv`, {
    name: "sst2", header: ["sentence", "label"], text: "sentence", label: "label",
    validation: `${shared}/data/sst2/dev.tsv`, test: `${shared}/data/sst2/test.tsv`,
  }),
  supervisors: [probe(minilm.layer(0)), probe(minilm.layer(2))],
  students: [probe(minilm.layer(2)), probe(minilm.layer(6))],
  methods: [naive(), confidence()],
  seeds: 2,
});
