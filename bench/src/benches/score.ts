// Features of real text, tokenizing included, as users of each library compute them: ours,
// transformers.js on the same ONNX Runtime and transformers with PyTorch.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { cast, input, modelFile, nodeRuntime, reshape, sum } from "@w2s/grad";
import { extractFeatures, type Model, openModel, resolveModel, tokenBatch } from "@w2s/models";
import type { Bench, Context } from "../bench.js";
import { allSeconds, digits } from "../harness/format.js";
import { fastest, median, timed } from "../harness/interleave.js";
import type { Peer } from "../harness/peer.js";

const name = "all-MiniLM-L6-v2";
const texts = 2000;
/** Texts that the peers' variants are tried on. */
const trial = 256;
const rounds = 3;

const shared = () => resolve(process.env.W2S_SHARED ?? "../shared");
const modelFolder = () => join(shared(), "models", name);
const textFile = () => join(shared(), "data/sst2/train.tsv");

export const score: Bench = {
  name: "score",
  summary:
    "features of 2,000 sentences of SST-2 by MiniLM, text in and vectors out, against " +
    "transformers.js and transformers",
  requirement: "at least as fast as either",
  missing() {
    const needed = [modelFolder(), textFile()].find((path) => !existsSync(path));
    return needed && `no ${needed}; W2S_SHARED names a folder with models/ and data/`;
  },
  async run(context) {
    const lines = readFileSync(textFile(), "utf8").split("\n").slice(0, texts);
    const sentences = lines.map((line) => line.split("\t")[0]!);
    const model = await openModel(await resolveModel(modelFolder()));
    const sides = await startPeers(context, model, sentences);
    const ours = () =>
      extractFeatures(model, sentences, {
        layers: [model.layers],
        runtime: nodeRuntime,
        threads: 2,
      });
    await ours(); // Reads the weights.
    const [js, torch, sorted] = [
      await sides.js(),
      await sides.torch(false),
      await sides.torch(true),
    ];
    const runs = await context.interleave(
      rounds,
      () => timed(ours),
      async () => ({ js: await js.run(), torch: await torch.run(), sorted: await sorted.run() }),
    );
    const of = (side: "js" | "torch" | "sorted") => runs.peer.map((run) => run[side]);
    const others = { js: of("js"), torch: of("torch"), sorted: of("sorted") };
    const own = runs.ours.map(({ seconds }) => seconds);
    const features = runs.ours[0]!.value.features.get(model.layers)!.data;
    model.close();
    await sides.close();
    context.say(`ours: ${allSeconds(own)}`);
    context.say(
      `transformers.js: ${allSeconds(others.js)} (batches of ${js.batch}, the better of 8 and 32)`,
    );
    context.say(
      `transformers: ${allSeconds(others.torch)} (batches of ${torch.batch}, ${torch.threads} ` +
        "threads, the best of three)",
    );
    context.say(
      `transformers, texts sorted by length first: ${allSeconds(others.sorted)} (batches of ` +
        `${sorted.batch}), ratio ${digits(median(others.sorted) / median(own), 3)}`,
    );
    for (const [library, file] of Object.entries(sides.outputs)) {
      context.say(
        `largest difference of features from ${library}: ${digits(apart(features, file), 2)} of ` +
          "their scale",
      );
    }
    const [jsRatio, torchRatio] = [
      median(others.js) / median(own),
      median(others.torch) / median(own),
    ];
    context.say(
      `against transformers.js ${digits(jsRatio, 3)}, against transformers ` +
        `${digits(torchRatio, 3)}`,
    );
    const ratio = Math.min(jsRatio, torchRatio);
    return { ours: median(own), peer: ratio * median(own), unit: "s", ratio, met: ratio >= 1 };
  },
};

interface Variant {
  readonly batch: number;
  /** transformers.js leaves them to the runtime. */
  readonly threads: number;
  readonly sort: boolean;
}

async function startPeers(context: Context, model: Model, sentences: readonly string[]) {
  const list = join(context.folder, "texts.json");
  writeFileSync(list, JSON.stringify(sentences));
  const outputs = {
    "transformers.js": join(context.folder, "js.f32"),
    transformers: join(context.folder, "torch.f32"),
  };
  const models = join(context.folder, "models");
  await writeOnnxFolder(join(models, name), model);
  const node = await context.nodePeer("score_js", {
    models,
    model: name,
    texts: list,
    output: outputs["transformers.js"],
  });
  const python = await context.peer("score", {
    folder: modelFolder(),
    texts: list,
    output: outputs.transformers,
  });
  /** The fastest variant on the first texts, to be run on all. */
  const choose = async (peer: Peer, variants: readonly Variant[]) => {
    const seconds = async (variant: Variant, limit: number) =>
      (await peer.ask<{ seconds: number }>({ ...variant, limit })).seconds;
    const { best } = await fastest(variants, (variant) => seconds(variant, trial));
    return { ...best, run: () => seconds(best, texts) };
  };
  return {
    outputs,
    js: () =>
      choose(
        node,
        [8, 32].map((batch) => ({ batch, threads: 2, sort: false })),
      ),
    torch: (sort: boolean) =>
      choose(python, [
        { batch: 32, threads: 2, sort },
        { batch: 8, threads: 2, sort },
        { batch: 32, threads: 1, sort },
      ]),
    close: () => Promise.all([node.close(), python.close()]),
  };
}

/**
 * The model as transformers.js wants it: a folder with an ONNX file from token ids to the last
 * layer's activations.
 */
async function writeOnnxFolder(folder: string, model: Model): Promise<void> {
  const { architecture, layers, width } = model;
  mkdirSync(join(folder, "onnx"), { recursive: true });
  for (const file of ["config.json", "tokenizer.json", "tokenizer_config.json"]) {
    await copyFile(join(modelFolder(), file), join(folder, file));
  }
  const tokens = {
    input_ids: input("int64", ["batch", "seq"]),
    attention_mask: input("int64", ["batch", "seq"]),
  };
  const onnx = modelFile(
    name,
    tokens,
    model.weights(architecture.parameters(layers)),
    (given, weights) => {
      const lengths = cast(sum(cast(given.attention_mask!, "float32"), 1), "int32");
      const batch = tokenBatch(cast(given.input_ids!, "int32"), lengths);
      const states = architecture.hiddenStates(batch, (key) => weights[key]!, layers).at(-1)!;
      return { last_hidden_state: reshape(states, ["batch", "seq", width]) };
    },
  );
  writeFileSync(join(folder, "onnx", "model.onnx"), Buffer.concat(onnx.pieces));
}

function apart(ours: ArrayLike<number>, path: string): number {
  const bytes = readFileSync(path);
  const theirs = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  let [difference, scale] = [0, 0];
  for (let i = 0; i < ours.length; i++) {
    difference = Math.max(difference, Math.abs(ours[i]! - theirs[i]!));
    scale = Math.max(scale, Math.abs(theirs[i]!));
  }
  return difference / scale;
}
