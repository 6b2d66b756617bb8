// Opening a model of 135M parameters: from its folder to weights in memory, hashes of the files
// included.

import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ndarray } from "@w2s/grad";
import { random } from "@w2s/lab";
import { architectureOf, parseModelConfig, saveModel } from "@w2s/models";
import type { Bench } from "../bench.js";
import { configs } from "../data/finetune-work.js";
import { allSeconds, digits, megabytes } from "../harness/format.js";
import { median } from "../harness/interleave.js";

interface Loaded {
  readonly seconds: number;
  /** Of the weights as float32. */
  readonly bytes: number;
  readonly peak: number;
}

export const loadModel: Bench = {
  name: "load-model",
  summary:
    "opening a decoder of 135M parameters from safetensors (float32, float16) and GGUF, against " +
    "transformers",
  requirement:
    "ours under 1.5 s and under 1.4 times the float32 weights in memory, for every format",
  async run(context) {
    const folders = await modelFolders(context.folder);
    const peer = await context.peer("load_model", {});
    let slowest = { ours: 0, peer: 0 };
    let met = true;
    for (const [format, folder] of Object.entries(folders)) {
      const runs = await context.interleave(
        3,
        () => context.child<Loaded>("load-model", { folder }),
        () => peer.ask<{ seconds: number }>({ folder }),
      );
      const [ours, theirs] = [
        runs.ours.map((run) => run.seconds),
        runs.peer.map((run) => run.seconds),
      ];
      const peak = Math.max(...runs.ours.map((run) => run.peak));
      const { bytes } = runs.ours[0]!;
      met &&= median(ours) < 1.5 && peak < 1.4 * bytes;
      if (median(ours) > slowest.ours) slowest = { ours: median(ours), peer: median(theirs) };
      context.say(
        `${format}: ours ${allSeconds(ours)}, each in a fresh process, at most ` +
          `${megabytes(peak)} in all, ${digits(peak / bytes, 3)} times the weights`,
      );
      context.say(`${format}: peer ${allSeconds(theirs)}, in a warm process, without hashes`);
    }
    return { ...slowest, unit: "s", ratio: slowest.peer / slowest.ours, met };
  },
};

/**
 * The same drawn weights in both types of safetensors; and the shared folder's GGUF file, where
 * there is one.
 */
async function modelFolders(folder: string): Promise<Readonly<Record<string, string>>> {
  const config = { ...configs.decoder, architectures: ["LlamaForCausalLM"] };
  const { layers, head, parameters } = architectureOf(parseModelConfig(config, "load-model"));
  const draw = random(1, "load-model");
  const weights = Object.fromEntries(
    Object.entries({ ...parameters(layers), ...head?.shapes }).map(([name, shape]) => {
      const size = shape.reduce<number>((product, dim) => product * Number(dim), 1);
      return [
        name,
        ndarray(
          Float32Array.from({ length: size }, () => draw.uniform() - 0.5),
          shape.map(Number),
        ),
      ];
    }),
  );
  const tokenizerFrom = join(folder, "tokenizer");
  await mkdir(tokenizerFrom);
  await writeFile(join(tokenizerFrom, "tokenizer.json"), "{}");
  const [f32, f16] = [join(folder, "f32"), join(folder, "f16")];
  await saveModel(f32, { config, weights, tokenizerFrom });
  await saveModel(f16, { config, weights, tokenizerFrom }, { floats: "F16" });
  const gguf = join(
    resolve(process.env.W2S_SHARED ?? "../shared"),
    "models/SmolLM2-135M-Instruct-GGUF",
  );
  return { float32: f32, float16: f16, ...(existsSync(gguf) ? { "GGUF Q4_1": gguf } : {}) };
}
