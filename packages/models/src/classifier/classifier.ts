// A trained student as a model of its own: a backbone read at one layer, pooled over a text's
// tokens, and a linear head.

import { InputError } from "@w2s/base";
import type { NdArray, Shape } from "@w2s/grad";
import { type ModelConfig, parseModelConfig } from "../config/config.js";
import type { Architecture, Shapes } from "../transformers/architecture.js";
import { architectureOf } from "../transformers/build.js";
import type { Pooling } from "../transformers/token-batch.js";

/** A trained student as a model of its own: a backbone up to a layer, and a linear head. */
export interface Classifier {
  /** What config.json says of the model that it is made from. */
  readonly config: Readonly<Record<string, unknown>>;
  /**
   * The layer that the head reads: 0, the embeddings, to the config's last, after which the final
   * norm follows.
   */
  readonly layer: number;
  readonly pooling: Pooling;
  /**
   * The backbone's parameters by the architecture's names: those of as many blocks as the layer
   * counts, at least one, and the final norm's, also where the head reads what comes before it, so
   * that a saved folder opens as a model of so many layers.
   */
  readonly weights: Readonly<Record<string, NdArray>>;
  /**
   * `weight`: `[outputs, d]`, `bias`: `[outputs]`. One output is a score, more are the logits of a
   * choice.
   */
  readonly head: { readonly weight: NdArray; readonly bias?: NdArray };
  /** Folder whose tokenizer files are copied, or a GGUF file; null where there are none. */
  readonly tokenizerFrom: string | null;
  /** What it is and where it comes from, for people: lines of Markdown. */
  readonly about: readonly string[];
}

/** A classifier's parts, checked against each other. */
export interface CheckedClassifier {
  readonly config: ModelConfig;
  readonly architecture: Architecture;
  /** The backbone's parameters that the head needs. */
  readonly shapes: Shapes;
  /** Those that a folder holds. */
  readonly saved: Shapes;
  readonly outputs: number;
  /** Whether the head reads what comes after the final norm (or there is none). */
  readonly isNormalized: boolean;
}

/**
 * Checks a classifier; `label` leads messages.
 * @throws InputError when the config is not supported, there is no such layer, or a parameter is
 * missing or of another shape.
 */
export function checkClassifier(
  label: string,
  { config: raw, layer, weights, head }: Classifier,
): CheckedClassifier {
  const config = parseModelConfig(raw, `${label}: config`);
  const architecture = architectureOf(config);
  if (!Number.isInteger(layer) || layer < 0 || layer > config.layers) {
    throw new InputError(`${label}: layer must be 0 to ${config.layers}, got ${layer}`);
  }
  const shapes = architecture.parameters(layer);
  const blocks = Math.max(layer, 1);
  const saved = { ...architecture.parameters(blocks), ...architecture.finalNorm?.shapes };
  for (const [name, shape] of Object.entries(saved))
    requireShape(label, name, weights[name], shape);
  const outputs = head.weight.shape[0] ?? 0;
  requireShape(label, "head.weight", head.weight, [outputs, config.hiddenSize]);
  if (head.bias) requireShape(label, "head.bias", head.bias, [outputs]);
  const isNormalized = layer === config.layers || architecture.finalNorm === null;
  return { config, architecture, shapes, saved, outputs, isNormalized };
}

function requireShape(label: string, name: string, array: NdArray | undefined, shape: Shape): void {
  const wanted = `[${shape.join(", ")}]`;
  if (!array) throw new InputError(`${label}: cannot be saved without "${name}" ${wanted}`);
  const found = `[${array.shape.join(", ")}]`;
  if (found !== wanted) throw new InputError(`${label}: "${name}" must be ${wanted}, got ${found}`);
}

/** What families call the number of blocks. */
const blockCountKeys = ["num_hidden_layers", "n_layer", "n_layers"] as const;

/** How many blocks a config counts. */
export function blocksOf(config: Readonly<Record<string, unknown>>): number {
  return Number(blockCountKeys.map((name) => config[name]).find((count) => count !== undefined));
}

/** The config of the same model with only its first `layers` blocks. */
export function configWithLayers(
  config: Readonly<Record<string, unknown>>,
  layers: number,
): Record<string, unknown> {
  const key = blockCountKeys.find((name) => config[name] !== undefined) ?? blockCountKeys[0];
  const types = Array.isArray(config.layer_types)
    ? { layer_types: config.layer_types.slice(0, layers) }
    : {};
  return { ...config, [key]: layers, ...types };
}

/** What transformers calls the outputs, where nobody has named them. */
export function labelNames(outputs: number): Pick<Record<string, unknown>, string> {
  const names = Array.from({ length: outputs }, (_, i) => `LABEL_${i}`);
  return {
    id2label: Object.fromEntries(names.map((name, i) => [String(i), name])),
    label2id: Object.fromEntries(names.map((name, i) => [name, i])),
  };
}
