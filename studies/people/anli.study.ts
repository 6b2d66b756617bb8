// Other people's models as supervisors: the predictions that the authors of ANLI published for
// their development set of round 2, read by id from the file that holds the examples too. Round 2 was
// collected against a RoBERTa, so that models of its kind are worse than chance on it.
//
//   w2s run studies/people/anli.study.ts --models FOLDER_WITH_MODELS
//
// The data come from W2S_SHARED (default: ../shared beside the repository).

import { ensemble, labels, model, probe, study, table } from "w2s";

const file = `${process.env.W2S_SHARED ?? "../../../shared"}/data/anli_r2/ANLI_analysis_r2_dev.csv`;
const minilm = model("sentence-transformers/all-MiniLM-L6-v2", { as: "MiniLM" });

/** What a published model says of every example: three probabilities in a list. */
const published = (name: string, as: string) =>
  labels(file, { id: "uid", probabilities: `preds-${name}`, as });

const bert = published("bert-r1", "BERT");
const roberta = published("anli-roberta-large", "RoBERTa");
const bart = published("anli-bart-large", "BART");
const xlnet = published("anli-xlnet-large", "XLNet");
const electra = published("anli-electra-large", "ELECTRA");
const albert = published("anli-albert-xxlarge", "ALBERT");

export default study({
  name: "anli-people",
  task: table(file, {
    name: "anli r2",
    id: "uid",
    group: "context",
    text: "{context} {statement}",
    label: "gold_label",
    labels: { e: 0, n: 1, c: 2 },
  }),
  supervisors: [
    bert,
    roberta,
    electra,
    albert,
    ensemble([roberta, bart, xlnet, electra, albert], { as: "mean of five" }),
    ensemble([roberta, bart, xlnet, electra, albert], { combine: "learned", as: "learned" }),
    ensemble([roberta, bart, xlnet, electra, albert], { combine: "adaboost", as: "AdaBoost" }),
  ],
  students: probe(minilm.layer(6)),
  seeds: 5,
  notes: "The student reads sentences with a model that was not trained to compare them.",
});
