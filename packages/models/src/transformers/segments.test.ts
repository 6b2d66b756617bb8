// Every family trained by segments takes the steps of its whole program, on packed and padded
// batches.

import {
  type Arrays,
  input,
  mean,
  mul,
  type NdArray,
  ndarray,
  neg,
  nodeRuntime,
  type SegmentedStepSpec,
  type Signature,
  type StepSpec,
  StepTrainer,
  sgd,
  sin,
  type Tensor,
  type Tensors,
} from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { initialLora, lora, loraParameters, withLora } from "../adapters/lora.js";
import { openFamily } from "../testing/families.js";
import { type Weights, weightInputs } from "./architecture.js";
import { nextTokenLogProbabilities } from "./next-token.js";
import { packTexts } from "./pack-texts.js";
import { packedBatch, packedInputs } from "./packed-batch.js";
import { packedPieces } from "./packed-pieces.js";
import { tokenBatch } from "./padded-batch.js";
import { modelSegments, type SegmentOptions } from "./segments.js";
import type { Pooling, TokenBatch } from "./token-batch.js";

const texts = [5, 2, 7, 2].map((length, text) =>
  Int32Array.from({ length }, (_, i) => 1 + ((7 * text + 3 * i) % 30)),
);

interface Tokens {
  readonly inputs: Signature;
  readonly feeds: Arrays;
  readonly pieces?: SegmentedStepSpec["pieces"];
  batch(inputs: Tensors): TokenBatch;
}

const packed: Tokens = {
  inputs: packedInputs(2),
  feeds: packTexts(texts, 2),
  batch: (inputs) => packedBatch(inputs, 2),
};

const inPieces: Tokens = {
  ...packed,
  pieces: (feeds) => packedPieces(feeds, packed.inputs, { buckets: 2, tokens: 7 }),
};

function padded(): Tokens {
  const ids = new Int32Array(texts.length * 7);
  texts.forEach((text, i) => {
    ids.set(text, 7 * i);
  });
  return {
    inputs: { ids: input("int32", ["texts", "seq"]), lengths: input("int32", ["texts"]) },
    feeds: {
      ids: ndarray(ids, [texts.length, 7]),
      lengths: ndarray(
        Int32Array.from(texts, ({ length }) => length),
        [texts.length],
      ),
    },
    batch: ({ ids: tokens, lengths }) => tokenBatch(tokens!, lengths!),
  };
}

const byName =
  (tensors: Tensors): Weights =>
  (name) =>
    tensors[name]!;

/** How each parameter has moved after two plain gradient steps, and the losses. */
async function moved(spec: StepSpec | SegmentedStepSpec, values: Arrays, feeds: Arrays) {
  const trainer = await StepTrainer.load(nodeRuntime, spec, values);
  const before = trainer.parameters.data.slice();
  const first = await trainer.step([feeds], values, 0.1);
  const second = await trainer.step([feeds, feeds], values, 0.1);
  await trainer.release();
  return {
    losses: [first.loss, second.loss],
    change: trainer.parameters.data.map((value, i) => value - before[i]!),
  };
}

async function expectSame(whole: StepSpec, cut: SegmentedStepSpec, values: Arrays, feeds: Arrays) {
  const [one, other] = [await moved(whole, values, feeds), await moved(cut, values, feeds)];
  const scale = one.change.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(scale).toBeGreaterThan(1e-5);
  other.losses.forEach((loss, i) => {
    expect(Math.abs(loss - one.losses[i]!)).toBeLessThan(1e-5 * Math.abs(one.losses[i]!));
  });
  const apart = other.change.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - one.change[i]!)),
    0,
  );
  // What pieces add to each other is rounded once more.
  expect(apart / scale).toBeLessThan(cut.pieces ? 3e-5 : 1e-5);
}

describe.each([
  "bert",
  "gpt2",
  "gpt-neox",
  "llama",
  "mistral",
  "qwen2",
  "qwen3",
  "modernbert",
  "opt-projected",
  "gemma2",
  "phi3",
])("segments of %s", (name) => {
  const { architecture, config, weights } = openFamily(name);
  const shapes = architecture.parameters(config.layers);
  const head = input("float32", [1, config.hiddenSize]);
  const values = {
    ...weights,
    head: ndarray(new Float32Array(config.hiddenSize).fill(1), head.shape as number[]),
  };
  const loss: SegmentOptions["loss"] = (vectors, { weights: look }) =>
    mean(sin(mul(vectors, look("head"))));

  it.each<[string, Pooling, Tokens]>([
    ["packed", "mean", packed],
    ["packed", "last", packed],
    ["in pieces", "mean", inPieces],
    ["in pieces", "last", inPieces],
    ["padded", "first", padded()],
  ])(
    "take the steps of the whole program (%s, %s)",
    async (_, pooling, { inputs, feeds, batch, pieces }) => {
      const shared = {
        parameters: { ...weightInputs(shapes), head },
        inputs,
        optimizer: sgd(),
        clipNorm: 1,
      };
      const whole: StepSpec["loss"] = ({ weights: tensors, inputs: given }) =>
        loss(architecture.pooled(batch(given), byName(tensors), pooling), {
          weights: byName(tensors),
          inputs: given,
        });
      const segments = modelSegments(architecture, { batch, pooling, head: ["head"], loss });
      expect(segments).toHaveLength(config.layers + (pooling === "mean" ? 2 : 1));
      const cut = { ...shared, segments, ...(pieces && { pieces }) };
      await expectSame({ ...shared, loss: whole }, cut, values, feeds);
    },
  );
});

describe("segments", () => {
  const { architecture, config, weights } = openFamily("qwen3-tied");
  const { layers } = config;
  const shapes = architecture.parameters(layers);

  it.each([packed, inPieces])(
    "train tied embeddings by what comes from both ends",
    async (tokens) => {
      const { inputs, feeds, batch, pieces } = tokens;
      const names = Object.keys(architecture.head!.shapes);
      const loss: SegmentOptions["loss"] = (states, { weights: look, inputs: { ids } }) =>
        neg(mean(nextTokenLogProbabilities(states, ids!, architecture.head!, look)));
      const shared = { parameters: weightInputs(shapes), inputs, optimizer: sgd(), clipNorm: 1 };
      const whole: StepSpec["loss"] = ({ weights: tensors, inputs: given }) => {
        const states = architecture.hiddenStates(batch(given), byName(tensors), layers).at(-1)!;
        return loss(states, { weights: byName(tensors), inputs: given });
      };
      const segments = modelSegments(architecture, { batch, head: names, loss });
      const cut = { ...shared, segments, ...(pieces && { pieces }) };
      await expectSame({ ...shared, loss: whole }, cut, weights, feeds);
    },
  );

  it("train adapters and a head on given activations, the rest frozen", async () => {
    const { inputs, feeds, batch } = packed;
    const from = layers - 1;
    const adapters = lora(architecture, { targets: "all", blocks: 1 });
    const states = input("float32", ["tokens", config.hiddenSize]);
    const names = Object.keys(loraParameters(adapters));
    const spec = {
      parameters: weightInputs(loraParameters(adapters)),
      frozen: weightInputs(architecture.parameters(layers, from)),
      inputs: { ...inputs, states },
      optimizer: sgd(),
      clipNorm: 1,
    };
    const loss: SegmentOptions["loss"] = (vectors) => mean(sin(vectors));
    const weightsOf = (tensors: Tensors) => withLora(byName(tensors), adapters);
    const whole: StepSpec["loss"] = ({ weights: tensors, inputs: given }) => {
      const start = { layer: from, states: given.states! };
      const vectors = architecture.pooled(batch(given), weightsOf(tensors), "last", start);
      return loss(vectors, { weights: weightsOf(tensors), inputs: given });
    };
    const segments = modelSegments(architecture, {
      batch,
      pooling: "last",
      start: { layer: from, states: (given): Tensor => given.states! },
      weights: weightsOf,
      adapters: names,
      head: [],
      loss,
    });
    const rows = feeds.ids!.shape[0]!;
    const given: NdArray = ndarray(
      Float32Array.from({ length: rows * config.hiddenSize }, (_, i) => Math.sin(i)),
      [rows, config.hiddenSize],
    );
    let draw = 0;
    const initial = initialLora(adapters, () => (draw++ % 7) / 7);
    await expectSame(
      { ...spec, loss: whole },
      { ...spec, segments },
      { ...weights, ...initial },
      { ...feeds, states: given },
    );
  });
});
