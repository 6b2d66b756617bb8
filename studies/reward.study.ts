// Reward modelling (Burns et al. 2023, section 4.1): a weak and a strong model each give a text one
// number, and the probability that the second of two answers is preferred is sigma(M(c2) - M(c1)).
// Pairs of answers from Anthropic's HH-RLHF, harmlessness; the texts are offensive in places.
//
//   w2s run studies/reward.study.ts --models FOLDER_WITH_MODELS
//
// Departures from the paper, for two cores: two epochs in batches of 32 instead of one in batches
// of 220, early stopping, and of each dialogue its last question and answer alone, cut at 96
// tokens. The data come from W2S_SHARED (default: ../shared beside the repository).

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { confidence, finetune, model, naive, pairs, probe, rows, study } from "w2s";

const file = new URL(
  `data/hh-harmless/test.jsonl.gz`,
  new URL(`${process.env.W2S_SHARED ?? "../../shared"}/`, import.meta.url),
);
const minilm = model("sentence-transformers/all-MiniLM-L6-v2", { as: "MiniLM", maxTokens: 96 });
const smollm2 = model("HuggingFaceTB/SmolLM2-135M-Instruct", { as: "SmolLM2", maxTokens: 96 });

/**
 * What the person asked last, and the two answers; pairs that differ earlier in the dialogue are
 * left out.
 */
function* lastTurns() {
  for (const line of gunzipSync(readFileSync(file)).toString().trim().split("\n")) {
    const { chosen, rejected } = JSON.parse(line) as { chosen: string; rejected: string };
    const [good, bad] = [chosen, rejected].map((text) => text.split("\n\nAssistant:"));
    const [better, worse] = [good!.pop()!.trim(), bad!.pop()!.trim()];
    const same = good!.join() === bad!.join() && better !== "" && worse !== "";
    if (same) yield { asked: good!.at(-1)!.split("\n\nHuman:").at(-1)!.trim(), better, worse };
  }
}

const recipe = { learningRate: 3e-4, epochs: 2 };

export default study({
  name: "reward",
  task: pairs(rows("hh-harmless", lastTurns), {
    prompt: "asked",
    chosen: "better",
    rejected: "worse",
  }),
  supervisors: [finetune(minilm.layer(1), recipe), probe(minilm.layer(0)), probe(minilm.layer(1))],
  students: [finetune(minilm, recipe), probe(minilm.layer(6)), probe(smollm2.layer(20))],
  teaches: (weak, strong) => weak.kind === strong.kind,
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 3,
});
