// Dropout: values are set to zero at random in training, and the others scaled up so that the
// expectation stays. What is dropped comes from outside the program, as masks that seed and step
// decide: a training that goes on from its middle drops the same, and so does a block that is
// computed once more on the way back. Source: Srivastava et al. 2014; places as in transformers'
// BERT and GPT-2: after the embeddings, on what blocks add, before the classifier (not on attention
// weights).

import {
  type Arrays,
  cast,
  gather,
  input,
  mul,
  ndarray,
  type Signature,
  type Tensor,
  type Tensors,
} from "@w2s/grad";
import type { Weights } from "@w2s/models";
import { random } from "../../../random.js";
import type { FinetuneShape } from "./shape.js";

/** Masks of one part of a step, for the inputs that `dropoutInputs` names. */
export type DropoutMasks = (
  sizes: { readonly tokens: number; readonly texts: number },
  at: {
    readonly seed: number;
    readonly step: number;
    readonly part: number;
    /** Who draws for itself; default: the student. */
    readonly by?: "teacher";
  },
) => Arrays;

const pooledName = "kept student.pooled";
const nameOf = (layer: string) => `kept ${layer}`;

/**
 * What is dropped: the embeddings where they are trained, and the outputs of the linear layers that
 * end the branches of the trained blocks.
 */
function sites({ architecture, tuning }: FinetuneShape): string[] {
  const trained = Object.keys(tuning.trained);
  const embeddings = trained.includes(architecture.embedding.table) ? ["embeddings"] : [];
  const branches = Array.from({ length: architecture.layers }, (_, index) =>
    architecture.block(index),
  ).flatMap(({ linears, branches }) =>
    linears.some(({ name }) => trained.some((parameter) => parameter.startsWith(`${name}.`)))
      ? branches
      : [],
  );
  return [...embeddings, ...branches];
}

/** Masks as a step's program is given them: 1 for what is kept. Empty without dropout. */
export function dropoutInputs(shape: FinetuneShape): Signature {
  const { dropout = 0, width } = shape;
  if (dropout === 0) return {};
  const masks = sites(shape).map(
    (layer) => [nameOf(layer), input("bool", ["tokens", width])] as const,
  );
  return { ...Object.fromEntries(masks), [pooledName]: input("bool", ["texts", width]) };
}

/** `weights` with the outputs of those places dropped. */
export function withDropout(shape: FinetuneShape, weights: Weights, inputs: Tensors): Weights {
  if (!shape.dropout) return weights;
  const after = (layer: string, output: Tensor): Tensor => {
    const mask = inputs[nameOf(layer)];
    if (!mask) return output;
    // Of a block that computes pooled tokens alone, each text's row takes the mask of its first
    // token.
    const rows =
      output.shape[0] === mask.shape[0] ? mask : gather(cast(mask, "float32"), inputs.firsts!);
    return dropped(output, rows, shape.dropout!);
  };
  return Object.assign((name: string) => weights(name), { ...weights, after });
}

export function dropPooled({ dropout }: FinetuneShape, pooled: Tensor, inputs: Tensors): Tensor {
  return dropout ? dropped(pooled, inputs[pooledName]!, dropout) : pooled;
}

function dropped(x: Tensor, mask: Tensor, dropout: number): Tensor {
  return mul(x, mul(cast(mask, "float32"), 2 ** 16 / keptOf65536(dropout)));
}

/** Of 65,536 values of a 16-bit number, those that are kept. */
const keptOf65536 = (dropout: number): number => Math.max(1, Math.round((1 - dropout) * 2 ** 16));

/** Draws the masks of a shape. */
export function dropoutMasks(shape: FinetuneShape): DropoutMasks {
  const { dropout = 0, width } = shape;
  if (dropout === 0) return () => ({});
  const layers = sites(shape).map(nameOf);
  return ({ tokens, texts }, { seed, step, part, by }) => {
    const next = words(seed, `${by ? `${by} ` : ""}dropout ${step} ${part}`);
    const mask = (rows: number) =>
      ndarray(maskOf(rows * width, keptOf65536(dropout), next), [rows, width]);
    return {
      ...Object.fromEntries(layers.map((name) => [name, mask(tokens)])),
      [pooledName]: mask(texts),
    };
  };
}

/** 1 where a 16-bit draw is below `kept`; two draws a word. */
function maskOf(size: number, kept: number, next: () => number): Uint8Array {
  const mask = new Uint8Array(size);
  for (let i = 0; i < size; i += 2) {
    const word = next();
    mask[i] = (word & 0xffff) < kept ? 1 : 0;
    if (i + 1 < size) mask[i + 1] = word >>> 16 < kept ? 1 : 0;
  }
  return mask;
}

/**
 * 32-bit words by xoshiro128** (Blackman and Vigna 2018), which is what millions of draws a step
 * ask for.
 */
function words(seed: number, purpose: string): () => number {
  const stream = random(seed, purpose);
  let [a, b, c, d] = Array.from({ length: 4 }, () => stream.integer(2 ** 32) | 0) as [
    number,
    number,
    number,
    number,
  ];
  return () => {
    const scrambled = Math.imul(b, 5);
    const word = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return word;
  };
}
