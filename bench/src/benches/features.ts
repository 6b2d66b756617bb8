// Tokens a second of pretrained models that read texts, against transformers on the very same
// batches.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { nodeRuntime } from "@w2s/grad";
import { batchesByLength, extractFeatures, openModel, resolveModel } from "@w2s/models";
import type { Bench, Context, Result } from "../bench.js";
import { allSeconds, digits } from "../harness/format.js";
import { fastest, median, timed } from "../harness/interleave.js";

interface Work {
  readonly model: string;
  readonly texts: number;
  readonly rounds: number;
}

const encoder: Work = { model: "all-MiniLM-L6-v2", texts: 2000, rounds: 5 };
const decoder: Work = { model: "SmolLM2-135M-Instruct-GGUF", texts: 200, rounds: 3 };

export const features: Bench = {
  name: "features",
  summary:
    "tokens a second of an encoder (MiniLM) on SST-2, against transformers on the same batches; " +
    "then a decoder",
  requirement: "ratio at least 1",
  missing({ model = encoder.model }) {
    const needed = [modelFolder(model), textFile()].find((path) => !existsSync(path));
    return needed && `no ${needed}; W2S_SHARED names a folder with models/ and data/`;
  },
  async run(context) {
    const { model } = context;
    const known = [encoder, decoder].filter((work) => existsSync(modelFolder(work.model)));
    const chosen =
      model === undefined
        ? known
        : [known.find((work) => work.model === model) ?? { ...decoder, model }];
    const results: Result[] = [];
    for (const work of chosen) results.push(await read(context, work));
    return results[0]!;
  },
};

const shared = () => resolve(process.env.W2S_SHARED ?? "../shared");
const modelFolder = (name: string) => join(shared(), "models", name);
const textFile = () => join(shared(), "data/sst2/train.tsv");

async function read(context: Context, work: Work): Promise<Result> {
  const texts = readFileSync(textFile(), "utf8").split("\n").slice(0, work.texts);
  const sentences = texts.map((line) => line.split("\t")[0]!);
  const model = await openModel(await resolveModel(modelFolder(work.model)));
  const tokenizer = model.tokenizer();
  const tokenize = () => sentences.map((text) => tokenizer.encode(text).ids);
  const ids = tokenize();
  const tokens = ids.reduce((sum, { length }) => sum + length, 0);
  const output = join(context.folder, "pooled.f32");
  const peer = await context.peer("features", {
    folder: modelFolder(work.model),
    batches: writeBatches(context.folder, ids),
    output,
  });
  const forward = (threads: number) => peer.ask<{ seconds: number }>({ threads });
  const { best: threads } = await fastest([1, 2], async (n) => (await forward(n)).seconds);
  const ours = () =>
    extractFeatures(model, sentences, { layers: [model.layers], runtime: nodeRuntime, threads: 2 });
  await ours(); // Reads the weights.

  const runs = await context.interleave(
    work.rounds,
    () => timed(ours),
    () => forward(threads),
  );
  const own = runs.ours.map((run) => run.seconds);
  const theirs = runs.peer.map((run) => run.seconds);
  const tokenizing = await timed(async () => tokenize());
  const pooled = runs.ours[0]!.value.features.get(model.layers)!.data;
  model.close();
  await peer.close();
  const rates = { ours: tokens / median(own), peer: tokens / median(theirs) };
  const ratio = rates.ours / rates.peer;
  const { say } = context;
  say(`${work.model}, ${sentences.length} texts, ${tokens} tokens:`);
  say(`  ours: ${allSeconds(own)}, of which tokenizing takes ${digits(tokenizing.seconds, 2)} s`);
  say(`  peer: ${allSeconds(theirs)}, not tokenizing (threads: ${threads}, the better of 1 and 2)`);
  say(
    `  ours ${digits(rates.ours)} tokens/s, peer ${digits(rates.peer)} tokens/s, ratio ` +
      `${digits(ratio, 3)}`,
  );
  say(
    `  largest difference of features: ${digits(largestDifference(pooled, output), 2)} of their ` +
      "scale",
  );
  return { ...rates, unit: "tokens/s", ratio, met: ratio >= 1 };
}

/** The batches that `extractFeatures` makes, as token ids. */
function writeBatches(folder: string, ids: readonly Int32Array[]): string {
  const path = join(folder, "batches.json");
  const batches = batchesByLength(ids.map(({ length }) => length));
  const plain = batches.map(({ rows }) => ({ rows, ids: rows.map((row) => [...ids[row]!]) }));
  writeFileSync(path, JSON.stringify(plain));
  return path;
}

function largestDifference(ours: Float32Array, path: string): number {
  const bytes = readFileSync(path);
  const theirs = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  let [difference, scale] = [0, 0];
  ours.forEach((value, i) => {
    difference = Math.max(difference, Math.abs(value - theirs[i]!));
    scale = Math.max(scale, Math.abs(theirs[i]!));
  });
  return difference / scale;
}
