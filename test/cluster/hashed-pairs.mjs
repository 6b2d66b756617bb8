// A student of another program, for soaks: logistic regression over hashed characters and pairs of
// neighbours, by whole-batch gradient descent. The same folder gives the same bytes. It writes what
// it says in two halves with a pause between them, so that kills meet half of a file.
//
//   node hashed-pairs.mjs FOLDER

import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const folder = process.argv[2];
const buckets = 512;
const epochs = 200;
const rate = 0.2;

/** FNV-1a, over the buckets. */
function bucketOf(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % buckets;
}

function bucketsOf(text) {
  return Array.from(text).flatMap((one, i) => [bucketOf(one), bucketOf(text.slice(i, i + 2))]);
}

const all = readFileSync(join(folder, "examples.jsonl"), "utf8").trim().split("\n").map(JSON.parse);
const rows = all.map(({ text, ...row }) => ({ ...row, at: bucketsOf(text) }));
const weights = new Float64Array(buckets + 1);
const said = ({ at }) => {
  const sum = at.reduce((total, bucket) => total + weights[bucket], weights[buckets]);
  return 1 / (1 + Math.exp(-sum));
};
const train = rows.filter(({ split }) => split === "train");
for (let epoch = 0; epoch < epochs; epoch++) {
  const gradient = new Float64Array(buckets + 1);
  for (const row of train) {
    const error = said(row) - row.probabilities[1];
    for (const bucket of row.at) gradient[bucket] += error;
    gradient[buckets] += error;
  }
  for (const [i, slope] of gradient.entries()) weights[i] -= (rate * slope) / train.length;
}

const asked = rows.filter(({ split }) => split === "predict");
const half = Math.ceil(asked.length / 2);
for (const some of [asked.slice(0, half), asked.slice(half)]) {
  const lines = some.map((row) => JSON.stringify({ id: row.id, probability: said(row) }));
  appendFileSync(join(folder, "predictions.jsonl"), `${lines.join("\n")}\n`);
  await setTimeout(1500);
}
