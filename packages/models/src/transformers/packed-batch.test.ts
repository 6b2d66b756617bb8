// Packed batches against padded ones and against each text alone, forward and backward, for every
// family.

import {
  compile,
  constant,
  gradients,
  input,
  mul,
  type NdArray,
  ndarray,
  nodeRuntime,
  runOnce,
  type Signature,
  sin,
  sum,
  type Tensor,
} from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { readModelConfig } from "../config/config.js";
import { fixture, fixtureArrays, maxDifference } from "../testing/fixtures.js";
import { weightInputs } from "./architecture.js";
import { architectureOf } from "./build.js";
import { packTexts } from "./pack-texts.js";
import { packedBatch, packedInputs } from "./packed-batch.js";
import { tokenBatch } from "./padded-batch.js";
import { type Pooling, poolTokens, type TokenBatch } from "./token-batch.js";
import { WeightStore } from "./weights.js";

const NAMES = [
  "bert",
  "modernbert",
  "gpt2",
  "gpt-neox",
  "gpt-neox-serial",
  "opt-projected",
  "llama",
  "mistral",
  "qwen2",
  "qwen3",
  "gemma2",
  "gemma3",
  "phi3",
];
const POOLINGS: readonly Pooling[] = ["mean", "first", "last"];

/** Lengths in no order, one of them twice. */
const texts = [5, 2, 7, 2, 1, 6].map((length, text) =>
  Int32Array.from({ length }, (_, i) => 1 + ((7 * text + 3 * i) % 30)),
);

interface Layout {
  readonly inputs: Signature;
  readonly feeds: Readonly<Record<string, NdArray>>;
  batch(tensors: Readonly<Record<string, Tensor>>): TokenBatch;
}

function padded(some: readonly Int32Array[] = texts): Layout {
  const seq = Math.max(...some.map(({ length }) => length));
  const ids = new Int32Array(some.length * seq);
  some.forEach((text, i) => {
    ids.set(text, i * seq);
  });
  const lengths = Int32Array.from(some, ({ length }) => length);
  return {
    inputs: { ids: input("int32", ["texts", "seq"]), lengths: input("int32", ["texts"]) },
    feeds: { ids: ndarray(ids, [some.length, seq]), lengths: ndarray(lengths, [some.length]) },
    batch: ({ ids, lengths }) => tokenBatch(ids!, lengths!),
  };
}

function packed(buckets: number): Layout {
  return {
    inputs: packedInputs(buckets),
    feeds: packTexts(texts, buckets),
    batch: (tensors) => packedBatch(tensors, buckets),
  };
}

function openFamily(name: string) {
  const config = readModelConfig(fixture("families", name, "config.json"));
  const architecture = architectureOf(config);
  const shapes = architecture.parameters(config.layers);
  const file = fixtureArrays("families", name, "model.safetensors");
  return {
    config,
    architecture,
    shapes,
    weights: new WeightStore(file, architecture).load(shapes),
  };
}

type Vector = (batch: TokenBatch, weights: (name: string) => Tensor) => Tensor;

/**
 * A vector a text, and the gradient of all parameters under a loss that weighs every number of it
 * differently.
 */
async function evaluate(
  { shapes, weights }: ReturnType<typeof openFamily>,
  layout: Layout,
  vector: Vector,
) {
  const program = compile({ ...weightInputs(shapes), ...layout.inputs }, (inputs) => {
    const tensors: Readonly<Record<string, Tensor>> = inputs;
    const pooled = vector(layout.batch(tensors), (name) => tensors[name]!);
    const width = pooled.shape[1] as number;
    const weighted = mul(
      sin(pooled),
      constant(
        ndarray(
          Float32Array.from({ length: width }, (_, i) => 1 + i),
          [width],
        ),
      ),
    );
    const derivatives = gradients(
      sum(weighted),
      Object.keys(shapes).map((name) => tensors[name]!),
    );
    return {
      pooled,
      ...Object.fromEntries(derivatives.map((tensor, i) => [`gradient${i}`, tensor])),
    };
  });
  const { pooled, ...rest }: Readonly<Record<string, NdArray>> = await runOnce(program, {
    ...weights,
    ...layout.feeds,
  });
  return {
    pooled: [...(pooled!.data as Float32Array)],
    gradients: Object.values(rest).map(({ data }) => [...(data as Float32Array)]),
  };
}

function expectSame(
  one: Awaited<ReturnType<typeof evaluate>>,
  other: Awaited<ReturnType<typeof evaluate>>,
) {
  expect(maxDifference(one.pooled, other.pooled)).toBeLessThan(1e-5);
  const scale = Math.max(...one.gradients.flat().map(Math.abs));
  one.gradients.forEach((gradient, i) => {
    expect(maxDifference(gradient, other.gradients[i]!) / scale).toBeLessThan(1e-5);
  });
}

describe.each(NAMES)("packed texts: %s", (name) => {
  const family = openFamily(name);
  const { architecture, config } = family;
  const states: (pooling: Pooling) => Vector = (pooling) => (batch, weights) =>
    poolTokens(architecture.hiddenStates(batch, weights, config.layers).at(-1)!, batch, pooling);
  const pooledOnly: (pooling: Pooling) => Vector = (pooling) => (batch, weights) =>
    architecture.pooled(batch, weights, pooling);

  it.each(POOLINGS)(
    "have the vectors and gradients of padded ones, in their order (%s)",
    async (pooling) => {
      const expected = await evaluate(family, padded(), states(pooling));
      for (const buckets of [1, 3, 7]) {
        expectSame(await evaluate(family, packed(buckets), states(pooling)), expected);
      }
    },
  );

  it.each(POOLINGS)(
    "give the same where the last block computes the pooled tokens alone (%s)",
    async (pooling) => {
      const expected = await evaluate(family, padded(), states(pooling));
      expectSame(await evaluate(family, packed(3), pooledOnly(pooling)), expected);
      expectSame(await evaluate(family, padded(), pooledOnly(pooling)), expected);
    },
  );

  it("have the vectors that each text has alone", async () => {
    const together = await evaluate(family, packed(2), states("last"));
    const alone = await Promise.all(
      texts.map((text) => evaluate(family, padded([text]), states("last"))),
    );
    expect(
      maxDifference(
        together.pooled,
        alone.flatMap(({ pooled }) => pooled),
      ),
    ).toBeLessThan(1e-5);
  });
});

describe("packed batches", () => {
  it("continue from stored rows, one a token", async () => {
    const { architecture, config, shapes, weights } = openFamily("llama");
    const { inputs, feeds, batch } = packed(2);
    const whole = compile({ ...weightInputs(shapes), ...inputs }, (tensors) => {
      const look = (name: string): Tensor => (tensors as Record<string, Tensor>)[name]!;
      const states = architecture.hiddenStates(batch(tensors), look, config.layers);
      return { prefix: states[1]!, pooled: poolTokens(states.at(-1)!, batch(tensors), "last") };
    });
    const upper = architecture.parameters(config.layers, 1);
    const states = input("float32", ["tokens", config.hiddenSize]);
    const rest = compile({ ...weightInputs(upper), ...inputs, states }, (tensors) => {
      const look = (name: string): Tensor => (tensors as Record<string, Tensor>)[name]!;
      return {
        pooled: architecture.pooled(batch(tensors), look, "last", {
          layer: 1,
          states: tensors.states,
        }),
      };
    });
    const { prefix, pooled } = await runOnce(whole, { ...weights, ...feeds });
    expect(prefix.shape).toEqual([23, config.hiddenSize]);
    const upperWeights = Object.fromEntries(
      Object.keys(upper).map((name) => [name, weights[name]!]),
    );
    const again = await runOnce(rest, { ...upperWeights, ...feeds, states: prefix });
    expect(
      maxDifference(again.pooled.data as Float32Array, pooled.data as Float32Array),
    ).toBeLessThan(1e-5);
  });

  it("run one program over batches of any number of texts and tokens", async () => {
    const { architecture, shapes, weights } = openFamily("bert");
    const program = compile({ ...weightInputs(shapes), ...packedInputs(2) }, (tensors) => ({
      pooled: architecture.pooled(
        packedBatch(tensors, 2),
        (name) => (tensors as Record<string, Tensor>)[name]!,
        "mean",
      ),
    }));
    const executable = await nodeRuntime.load(program);
    const all = (await executable.run({ ...weights, ...packTexts(texts, 2) })).pooled;
    const first = (await executable.run({ ...weights, ...packTexts(texts.slice(0, 1), 2) })).pooled;
    await executable.release();
    const width = first.data.length;
    expect(
      maxDifference(first.data as Float32Array, (all.data as Float32Array).subarray(0, width)),
    ).toBeLessThan(1e-5);
  });
});
