// Finetunes all of MiniLM for three steps on sentences of SST-2, strung together to texts of 20 to
// 256 tokens, in a fresh process; prints the peak of its memory, and what the weights end with.

import { createHash } from "node:crypto";
import { ndarray, nodeRuntime } from "@w2s/grad";
import { type FinetuneOptions, naive } from "@w2s/lab";
import { finetuneRecipe, finetuneStudent } from "@w2s/lab/internals";
import { sst2 } from "../data/sst2.js";
import { peakMemory } from "../harness/memory.js";

export interface AccumulateSetup {
  /** For the data's file. */
  readonly folder: string;
  readonly accumulate: NonNullable<FinetuneOptions["accumulate"]>;
}

export interface Accumulated {
  readonly peak: number;
  readonly hash: string;
}

const batchSize = 32;
const steps = 3;
const examples = steps * batchSize;

const { folder, accumulate } = JSON.parse(process.argv[2]!) as AccumulateSetup;
const { model, ids: sentences, labels } = await sst2(8 * examples, folder);
/** From one to eight sentences each, in turn. */
const ids = Array.from({ length: examples }, (_, i) => {
  const some = sentences.slice(8 * i, 8 * i + 1 + (i % 8)).flatMap((one) => [...one]);
  return Int32Array.from(some.slice(0, 256));
});
const rows = Int32Array.from(ids.keys());
const few = rows.slice(0, 4);
const oneHot = (of: Int32Array) =>
  ndarray(
    Float32Array.from({ length: 2 * of.length }, (_, i) =>
      Number(labels[8 * of[i >> 1]!] === i % 2),
    ),
    [of.length, 2],
  );
const fit = await finetuneStudent(
  { name: "MiniLM", method: naive(), train: oneHot(rows), validation: oneHot(few) },
  { model, shape: "classify", options: 2, ids, train: rows, validation: few, predict: few },
  finetuneRecipe({ epochs: 1, batchSize, accumulate, selection: "last" }),
  { runtime: nodeRuntime, seed: 1, threads: 2 },
);
const hash = createHash("sha256");
for (const name of Object.keys(fit.weights).sort())
  hash.update(new Uint8Array(fit.weights[name]!.data.buffer as ArrayBuffer));
const { user, system } = process.cpuUsage();
const found: Accumulated = { peak: peakMemory(), hash: hash.digest("hex") };
console.log(JSON.stringify({ ...found, cpu: (user + system) / 1e6 }));
