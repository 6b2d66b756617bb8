// Every family, forward and backward, against PyTorch: activations of each layer, logits, and the
// gradient of every parameter. Made by reference/models/tiny_families.py.

import {
  compile,
  expandDims,
  gatherElements,
  gradients,
  input,
  logSoftmax,
  mul,
  type NdArray,
  ndarray,
  neg,
  type Program,
  reshape,
  runOnce,
  sum,
  type Tensor,
} from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { type OpenFamily, openFamily } from "../testing/families.js";
import { floats, maxDifference } from "../testing/fixtures.js";
import { type Architecture, type Weights, weightInputs } from "./architecture.js";
import { type PaddingSide, tokenBatch } from "./padded-batch.js";
import { poolTokens } from "./token-batch.js";

const NAMES = [
  "bert",
  "gpt2",
  "gpt2-untied",
  "gpt-neox",
  "gpt-neox-serial",
  "llama",
  "mistral",
  "qwen2",
  "qwen3",
  "qwen3-tied",
  "roberta",
  "xlm-roberta",
  "camembert",
  "distilbert",
  "electra",
  "electra-wide",
  "modernbert",
  "modernbert-biased",
  "opt",
  "opt-projected",
  "gemma",
  "gemma-biased",
  "gemma2",
  "gemma2-uncapped",
  "gemma3",
  "gemma3-capped",
  "smollm3",
  "smollm3-biased",
  "olmo2",
  "olmo2-biased",
  "olmo3",
  "olmo3-biased",
  "phi3",
  "llama-yarn",
  "qwen3-yarn",
  "gpt-neox-yarn",
  "gemma3-yarn",
  "mistral-dynamic",
  "llama-longrope",
  "phi3-longrope",
];

/**
 * `[rows, length, width]` with each row's tokens moved from one side to the other, 0 where there is
 * no token.
 */
function aligned(
  values: ArrayLike<number>,
  lengths: readonly number[],
  from: PaddingSide,
  to: PaddingSide,
): number[] {
  const slots = Math.max(...lengths);
  const width = values.length / slots / lengths.length;
  const moved = new Array<number>(values.length).fill(0);
  lengths.forEach((length, row) => {
    const first = (side: PaddingSide) =>
      (row * slots + (side === "left" ? slots - length : 0)) * width;
    for (let i = 0; i < length * width; i++) moved[first(to) + i] = values[first(from) + i]!;
  });
  return moved;
}

/**
 * Mean cross-entropy of each next token; `shares` is 1 over their number, and 0 for a token without
 * a next.
 */
function nextTokenLoss(logits: Tensor, targets: Tensor, shares: Tensor): Tensor {
  const rows = logits.shape.slice(0, 1);
  const picked = gatherElements(logSoftmax(logits), expandDims(reshape(targets, rows), 1), 1);
  return neg(sum(mul(picked, expandDims(reshape(shares, rows), 1))));
}

/**
 * Activations, logits, loss and gradients with padding on one side, all put back to the left end of
 * their rows.
 */
async function run(
  { architecture, shapes, weights, reference, lengths }: OpenFamily,
  side: PaddingSide,
) {
  const ids = reference.read("ids");
  const [rows, slots] = ids.shape as [number, number];
  const targets = [...ids.data].map((_, i) =>
    (i + 1) % slots === 0 ? 0 : Number(ids.data[i + 1]),
  );
  const known = lengths.flatMap((length) =>
    Array.from({ length: slots }, (_, t) => (t + 1 < length ? 1 : 0)),
  );
  const count = known.reduce<number>((total, one) => total + one, 0);
  const placed = (values: number[]) => aligned(values, lengths, "right", side);
  const isDecoder = architecture.head !== null;
  const lossWeights = isDecoder ? null : reference.read("loss_weights");
  const signature = {
    ...weightInputs(shapes),
    ids: input("int32", ["batch", "seq"]),
    lengths: input("int32", ["batch"]),
    targets: input("int32", ["batch", "seq"]),
    shares: input("float32", ["batch", "seq"]),
    ...(lossWeights ? { lossWeights: input("float32", ["batch", lossWeights.shape[1]!]) } : {}),
  };
  const program: Program = compile(signature, (inputs) => {
    const tensors: Readonly<Record<string, Tensor>> = inputs;
    const batch = tokenBatch(inputs.ids, inputs.lengths, side);
    const lookUp: Weights = (name) => tensors[name]!;
    const states = architecture.hiddenStates(batch, lookUp, architecture.layers);
    const logits = architecture.head?.run(states.at(-1)!, lookUp);
    const loss = logits
      ? nextTokenLoss(logits, inputs.targets, inputs.shares)
      : sum(mul(poolTokens(states.at(-1)!, batch, "mean"), tensors.lossWeights!));
    const names = Object.keys(shapes);
    const derivatives = gradients(loss, names.map(lookUp));
    return {
      loss,
      ...(logits ? { logits } : {}),
      ...Object.fromEntries(states.map((state, layer) => [`layer${layer}`, state])),
      ...Object.fromEntries(names.map((name, i) => [`grad:${name}`, derivatives[i]!])),
    } as Record<string, Tensor>;
  });
  const results = await runOnce(program, {
    ...weights,
    ids: ndarray(Int32Array.from(placed([...ids.data].map(Number))), [rows, slots]),
    lengths: reference.read("lengths"),
    targets: ndarray(Int32Array.from(placed(targets)), [rows, slots]),
    shares: ndarray(
      Float32Array.from(placed(known), (one) => one / count),
      [rows, slots],
    ),
    ...(lossWeights ? { lossWeights } : {}),
  } as Readonly<Record<string, NdArray>>);
  const tokens = (name: string) =>
    aligned(results[name]!.data as Float32Array, lengths, side, "right");
  const layers = Array.from({ length: architecture.layers + 1 }, (_, layer) =>
    tokens(`layer${layer}`),
  );
  return { hidden: layers.flat(), logits: isDecoder ? tokens("logits") : null, results };
}

const largest = (values: Float32Array) =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

describe.each(NAMES)("%s", (name) => {
  const family = openFamily(name);
  const { reference, shapes } = family;
  describe.each<PaddingSide>(["right", "left"])("padded on the %s", (side) => {
    const running = run(family, side);

    it("has transformers' activations at every layer, and its logits", async () => {
      const { hidden, logits } = await running;
      expect(maxDifference(hidden, floats(reference, "hidden"))).toBeLessThan(2e-5);
      if (logits) expect(maxDifference(logits, floats(reference, "logits"))).toBeLessThan(2e-5);
    });

    it("has PyTorch's loss, and its gradient for every parameter", async () => {
      const { results } = await running;
      const expected = floats(reference, "loss")[0]!;
      expect(Math.abs(Number(results.loss!.data[0]) - expected) / Math.abs(expected)).toBeLessThan(
        1e-5,
      );
      // A key's bias moves all scores of a query alike, so its gradient is 0 but for rounding:
      // errors are measured against the parameter's largest derivative, or a thousandth of the
      // model's where that is more.
      const wanted = new Map(
        Object.keys(shapes).map((key) => [key, floats(reference, `grad:${key}`)]),
      );
      const floor = 1e-3 * Math.max(...[...wanted.values()].map(largest));
      for (const [parameter, gradient] of wanted) {
        const scale = Math.max(largest(gradient), floor);
        const error =
          maxDifference(results[`grad:${parameter}`]!.data as Float32Array, gradient) / scale;
        expect(error, parameter).toBeLessThan(1e-4);
      }
    });
  });

  it("needs the parameters that PyTorch's model has, and no others", () => {
    const expected = [...reference.tensors.keys()].filter((key) => key.startsWith("grad:"));
    expect(Object.keys(shapes).sort()).toEqual(
      expected.map((key) => key.slice("grad:".length)).sort(),
    );
  });

  it("goes on from a layer's activations as if it had made them", async () => {
    const { config, architecture, weights, lengths } = family;
    const from = 1;
    const upper = architecture.parameters(config.layers, from);
    const program = compile(
      {
        ...weightInputs(upper),
        ids: input("int32", ["batch", "seq"]),
        lengths: input("int32", ["batch"]),
        states: input("float32", ["batch", "seq", config.hiddenSize]),
      },
      (inputs) => {
        const start = {
          layer: from,
          states: reshape(inputs.states, ["batch*seq", config.hiddenSize]),
        };
        const batch = tokenBatch(inputs.ids, inputs.lengths);
        const all = architecture.hiddenStates(
          batch,
          (name) => (inputs as Record<string, Tensor>)[name]!,
          config.layers,
          start,
        );
        expect(all).toHaveLength(config.layers - from + 1);
        return { last: all.at(-1)! };
      },
    );
    const hidden = floats(reference, "hidden");
    const size = hidden.length / (config.layers + 1);
    const ids = reference.read("ids");
    const { last } = await runOnce(program, {
      ...Object.fromEntries(Object.keys(upper).map((key) => [key, weights[key]!])),
      ids,
      lengths: reference.read("lengths"),
      states: ndarray(hidden.slice(from * size, (from + 1) * size), [
        ...ids.shape,
        config.hiddenSize,
      ]),
    });
    const values = aligned(last.data as Float32Array, lengths, "right", "right");
    expect(maxDifference(values, hidden.subarray(config.layers * size))).toBeLessThan(2e-5);
  });
});

describe("an architecture", () => {
  it("gives its head's matrix a row a token, the embeddings' own where tied", () => {
    const matrix = (name: string): Architecture["head"] => openFamily(name).architecture.head;
    expect(matrix("qwen3-tied")?.matrix).toBe("embed_tokens.weight");
    expect(matrix("gpt2-untied")?.shapes).toEqual({ "lm_head.weight": [32, 16] });
    expect(matrix("bert")).toBeNull();
  });
});
