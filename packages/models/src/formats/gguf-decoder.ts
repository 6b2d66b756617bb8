// The GGUF of a decoder under the names and in the layout of the Hugging Face checkpoint it was
// made from. For Llama, llama.cpp's converter interleaves the rows of Q and K within each head, to
// rotate neighbouring pairs; transformers rotates halves, so the rows are put back here. For Gemma,
// whose norms multiply by 1 + w, it stores 1 + w; here it is w again
// (transformers/modeling_gguf_pytorch_utils.py, LlamaTensorProcessor and Gemma2TensorProcessor).

import { InputError } from "@w2s/base";
import { type NdArray, ndarray, sizeOf } from "@w2s/grad";
import type { GgufFile } from "./gguf.js";
import { checkAgreement, type GgufShape } from "./gguf-agreement.js";
import { isRopeFactors } from "./gguf-rope.js";
import { type AllocateFloats, entryOf, type TensorFile, tensorName } from "./tensor-file.js";

/** What a GGUF calls the architecture of each model type. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  llama: "llama",
  mistral: "llama",
  qwen2: "qwen2",
  qwen3: "qwen3",
  gpt2: "gpt2",
  gemma2: "gemma2",
  gemma3_text: "gemma3",
  phi3: "phi3",
};

/** What of a model's config the layout depends on, and what metadata are held against. */
export interface GgufDecoderShape extends GgufShape {
  readonly modelType: string;
}

const TOP_LEVEL: Readonly<Record<string, string>> = {
  token_embd: "model.embed_tokens",
  output_norm: "model.norm",
  output: "lm_head",
};

const IN_BLOCK: Readonly<Record<string, string>> = {
  attn_norm: "input_layernorm",
  attn_q: "self_attn.q_proj",
  attn_q_norm: "self_attn.q_norm",
  attn_k_norm: "self_attn.k_norm",
  attn_k: "self_attn.k_proj",
  attn_v: "self_attn.v_proj",
  attn_output: "self_attn.o_proj",
  ffn_norm: "post_attention_layernorm",
  ffn_gate: "mlp.gate_proj",
  ffn_up: "mlp.up_proj",
  ffn_down: "mlp.down_proj",
};

/** Gemma has a norm on each side of a sublayer. */
const IN_GEMMA_BLOCK: Readonly<Record<string, string>> = {
  ...IN_BLOCK,
  post_attention_norm: "post_attention_layernorm",
  ffn_norm: "pre_feedforward_layernorm",
  post_ffw_norm: "post_feedforward_layernorm",
};

/** One product for queries, keys and values, and one for both halves of the feed-forward. */
const IN_PHI3_BLOCK: Readonly<Record<string, string>> = {
  attn_norm: "input_layernorm",
  attn_qkv: "self_attn.qkv_proj",
  attn_output: "self_attn.o_proj",
  ffn_norm: "post_attention_layernorm",
  ffn_up: "mlp.gate_up_proj",
  ffn_down: "mlp.down_proj",
};

interface Names {
  readonly top: Fields;
  /** What the names of block 3 begin with, but for its number. */
  readonly block: string;
  readonly inBlock: Fields;
}

type Fields = Readonly<Record<string, string>>;

const GPT2: Names = {
  top: { token_embd: "wte", position_embd: "wpe", output_norm: "ln_f", output: "lm_head" },
  block: "h",
  inBlock: {
    attn_norm: "ln_1",
    attn_qkv: "attn.c_attn",
    attn_output: "attn.c_proj",
    ffn_norm: "ln_2",
    ffn_up: "mlp.c_fc",
    ffn_down: "mlp.c_proj",
  },
};

function namesOf(architecture: string): Names {
  if (architecture === "gpt2") return GPT2;
  const phi3 = architecture === "phi3" ? IN_PHI3_BLOCK : IN_BLOCK;
  const inBlock = isGemma(architecture) ? IN_GEMMA_BLOCK : phi3;
  return { top: TOP_LEVEL, block: "model.layers", inBlock };
}

const isGemma = (architecture: string): boolean => architecture.startsWith("gemma");

/**
 * `blk.3.attn_q.weight` -> `model.layers.3.self_attn.q_proj.weight`; null for a name that no such
 * model has.
 */
export function huggingFaceName(ggufName: string, architecture = "llama"): string | null {
  const parts = /^(?:blk\.(\d+)\.)?(\w+)\.(weight|bias)$/.exec(ggufName);
  if (!parts) return null;
  const [, block, tensor = "", kind] = parts;
  const names = namesOf(architecture);
  const name = block === undefined ? names.top[tensor] : names.inBlock[tensor];
  if (name === undefined) return null;
  return block === undefined ? `${name}.${kind}` : `${names.block}.${block}.${name}.${kind}`;
}

/**
 * The same file under Hugging Face names, Q and K in Hugging Face's order.
 * @throws InputError when the model type's GGUF is not read, the file is of another architecture,
 * says otherwise than the config, or holds a tensor that such models do not have.
 */
export function decoderFromGguf(file: GgufFile, shape: GgufDecoderShape): TensorFile {
  const architecture = architectureOf(file.label, shape.modelType);
  const found = file.values.get("general.architecture");
  if (found !== architecture) {
    throw new InputError(
      `${file.label}: architecture must be "${architecture}", got "${String(found)}"`,
    );
  }
  checkAgreement(file, architecture, shape);
  const sources = new Map<string, string>();
  for (const ggufName of file.tensors.keys()) {
    if (isRopeFactors(ggufName)) continue;
    const name = huggingFaceName(ggufName, architecture);
    if (name === null)
      throw new InputError(
        `${file.label}: tensor ${tensorName(ggufName)} is not part of a ${architecture} model`,
      );
    sources.set(name, ggufName);
  }
  return {
    label: file.label,
    metadata: file.metadata,
    tensors: new Map(
      [...sources].map(([name, from]) => {
        const tensor = entryOf(file.label, file.tensors, from);
        const shape = isTurned(architecture, name) ? tensor.shape.toReversed() : tensor.shape;
        return [name, { ...tensor, shape }];
      }),
    ),
    read(name, allocate) {
      const source = entryOf(file.label, sources, name);
      if (isTurned(architecture, name)) return transposed(file.read(source), allocate);
      if (isGemma(architecture) && name.endsWith("norm.weight"))
        return minusOne(file.read(source, allocate));
      const heads = architecture === "llama" ? interleavedHeads(name, shape) : null;
      return heads === null
        ? file.read(source, allocate)
        : halvesOrder(file.read(source), heads, allocate);
    },
    close: () => file.close(),
  };
}

/** GPT-2's checkpoints have the weights of linear layers as [in, out], GGUF as [out, in]. */
function isTurned(architecture: string, name: string): boolean {
  return architecture === "gpt2" && /\.c_\w+\.weight$/.test(name);
}

function transposed(
  { data, shape }: NdArray,
  allocate: AllocateFloats = (length) => new Float32Array(length),
): NdArray {
  const [rows = 1, columns = 1] = shape;
  const from = data as Float32Array;
  const to = allocate(from.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      to[column * rows + row] = from[row * columns + column]!;
  }
  return ndarray(to, [columns, rows]);
}

function minusOne(array: NdArray): NdArray {
  const values = array.data as Float32Array;
  values.forEach((value, i) => {
    values[i] = value - 1;
  });
  return array;
}

function interleavedHeads(name: string, { heads, kvHeads }: GgufDecoderShape): number | null {
  if (name.includes(".q_proj.")) return heads;
  return name.includes(".k_proj.") ? kvHeads : null;
}

/**
 * Rows of each head from pair order (x0, y0, x1, y1, ...) to half order (x0, x1, ..., y0, y1, ...).
 * `array`: [heads * headSize, ...]; the result has the same shape.
 */
function halvesOrder(
  array: NdArray,
  heads: number,
  allocate: AllocateFloats = (length) => new Float32Array(length),
): NdArray {
  const rows = array.shape[0] ?? 1;
  const rowSize = sizeOf(array.shape) / rows;
  const half = rows / heads / 2;
  const from = array.data as Float32Array;
  const to = allocate(from.length);
  for (let row = 0; row < rows; row++) {
    const head = Math.floor(row / (2 * half));
    const within = row % (2 * half);
    const source = head * 2 * half + (within % half) * 2 + Math.floor(within / half);
    to.set(from.subarray(source * rowSize, (source + 1) * rowSize), row * rowSize);
  }
  return ndarray(to, array.shape);
}

function architectureOf(label: string, modelType: string): string {
  const architecture = ARCHITECTURES[modelType];
  if (architecture !== undefined) return architecture;
  const known = Object.keys(ARCHITECTURES).join(", ");
  throw new InputError(
    `${label}: GGUF is read for ${known}, not for ${modelType}; use safetensors`,
  );
}
