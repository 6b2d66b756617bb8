// An open model: its config, its tokenizer and its weights, read as they are needed.

import { dirname } from "node:path";
import { check } from "@w2s/base";
import type { NdArray, Shape } from "@w2s/grad";
import { z } from "zod";
import { openAdapter } from "./adapters/merged-adapter.js";
import { type ModelConfig, parseModelConfig, sizesLeftOut } from "./config/config.js";
import { decoderFromGguf } from "./formats/gguf-decoder.js";
import { openGgufParts } from "./formats/gguf-parts.js";
import { openSafetensors, openSafetensorsIndex } from "./formats/safetensors-read.js";
import type { TensorFile } from "./formats/tensor-file.js";
import { usualName } from "./formats/usual-names.js";
import type { ModelFiles } from "./hub/model-files.js";
import { type Pretraining, readPretraining } from "./hub/pretraining.js";
import { configJson, isGguf } from "./model-json.js";
import { loadTokenizer, type Tokenizer } from "./tokenizer/tokenizer.js";
import { type ConfigSource, METADATA, withDefaults } from "./transformers/absent-tensor.js";
import type { Architecture } from "./transformers/architecture.js";
import { architectureOf } from "./transformers/build.js";
import { unusedIn } from "./transformers/unused.js";
import { WeightStore } from "./transformers/weights.js";

const id = z.int().nonnegative();
const endings = z.looseObject({ eos_token_id: z.union([id, z.array(id)]).nullish() });

/** A pretrained model, found and opened: its files, forward pass, sizes and weights. */
export interface Model {
  readonly name: string;
  readonly files: ModelFiles;
  readonly config: ModelConfig;
  readonly architecture: Architecture;
  /** Blocks; layer l is the activations after block l, layer 0 those of the embeddings. */
  readonly layers: number;
  /** Features a layer. */
  readonly width: number;
  /** Parameters of the backbone, embeddings included, the head's own left out. */
  readonly parameters: number;
  /** What its card says of its pretraining; null where there is none. */
  readonly pretraining: Pretraining | null;
  /**
   * The tokens that end a text, by `eos_token_id` in config.json, or else `eos_token` in
   * tokenizer_config.json; none where neither says one.
   */
  ends(): readonly number[];
  /** One hash of all files: what a result computed from this model depends on. */
  readonly fingerprint: string;
  /**
   * Parameters of its file that stand in a block and that the forward pass does not use: a bias
   * that config.json does not ask for, blocks beyond its layers. None where all is well.
   */
  unused(): readonly string[];
  /** The model's tokenizer; texts are cut at `maxTokens`, or at the model's context. */
  tokenizer(maxTokens?: number): Tokenizer;
  /**
   * Parameters by name, from memory or the file. @throws InputError for a missing tensor or a wrong
   * shape.
   */
  weights(shapes: Readonly<Record<string, Shape>>): Readonly<Record<string, NdArray>>;
  /** Frees the weights; those that are asked for later are read again. */
  close(): void;
}

/**
 * Opens a model's files: reads the config and the weights' header, no weights yet.
 * @throws InputError for an unsupported architecture, before any weight is read, and for damaged
 * files.
 */
export async function openModel(files: ModelFiles): Promise<Model> {
  const json = configJson(files.config);
  const config = parseModelConfig(json, files.config);
  const architecture = architectureOf(config);
  const shapes = architecture.parameters(config.layers);
  let store: WeightStore | undefined;
  const tokenizer = (maxTokens = config.maxPositions) =>
    loadTokenizer(files, Math.min(maxTokens, config.maxPositions), config.vocabSize);
  return {
    name: files.name,
    files,
    config,
    architecture,
    layers: config.layers,
    width: config.hiddenSize,
    parameters: Object.values(shapes).reduce((sum, shape) => sum + sizeOfShape(shape), 0),
    pretraining: readPretraining(dirname(files.config)),
    fingerprint: files.fingerprint,
    tokenizer,
    unused() {
      const { tensors, close } = openWeights(files, config);
      close();
      return unusedIn([...tensors.keys()].map(usualName), architecture, Object.keys(shapes));
    },
    ends() {
      const said = check(files.config, json, endings).eos_token_id ?? tokenizer().end;
      return said === undefined ? [] : [said].flat();
    },
    weights(wanted) {
      const source = isGguf(files.config)
        ? METADATA
        : withDefaults(sizesLeftOut(json, files.config));
      store ??= openStore(files, config, architecture, source);
      return store.load(wanted);
    },
    close() {
      store?.close();
      store = undefined;
    },
  };
}

function sizeOfShape(shape: Shape): number {
  return shape.reduce<number>((size, dim) => size * Number(dim), 1);
}

/** The parameters, with an adapter merged into them where the model is one. */
function openStore(
  files: ModelFiles,
  config: ModelConfig,
  architecture: Architecture,
  source: ConfigSource,
): WeightStore {
  const adapter = files.adapter ? openAdapter(files.adapter, architecture) : null;
  try {
    return new WeightStore(openWeights(files, config), architecture, source, undefined, adapter);
  } catch (error) {
    adapter?.close();
    throw error;
  }
}

function openWeights({ weights }: ModelFiles, config: ModelConfig): TensorFile {
  if (weights.format === "safetensors") return openSafetensors(weights.path);
  if (weights.format === "safetensors-index") return openSafetensorsIndex(weights.path);
  const kvHeads = "kvHeads" in config ? config.kvHeads : config.heads;
  return decoderFromGguf(openGgufParts(weights.files), { ...config, kvHeads });
}
