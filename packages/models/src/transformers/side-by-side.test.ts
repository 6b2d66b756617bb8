// Every architecture serves members side by side as it is: values and gradients are those that each
// member has alone.

import {
  compile,
  gradients,
  input,
  mul,
  type NdArray,
  ndarray,
  runOnce,
  type Signature,
  sideBySide,
  sum,
  type Tensor,
  type Tensors,
} from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { type OpenFamily, openFamily } from "../testing/families.js";
import { weightInputs } from "./architecture.js";
import { tokenBatch } from "./padded-batch.js";
import { poolTokens } from "./token-batch.js";

const members = 3;
const tokens: Signature = {
  ids: input("int32", ["batch", "seq"]),
  lengths: input("int32", ["batch"]),
};

/**
 * Each member has weights and texts of its own: the family's, changed a little and turned round.
 */
function memberInputs({ weights, shapes, reference }: OpenFamily, member: number) {
  const changed = Object.keys(shapes).map((name) => {
    const { data, shape } = weights[name]!;
    const values = Float32Array.from(
      data as Float32Array,
      (v, i) => v * (1 + 0.1 * Math.sin(i + member)),
    );
    return [name, ndarray(values, shape)] as const;
  });
  const ids = reference.read("ids");
  const turned = ids.data.map((_, i) => ids.data[(i + member) % ids.data.length] as never);
  const lengths = reference.read("lengths").data as Int32Array;
  const other = lengths.map((length) => Math.max(1, length - member));
  return {
    ...Object.fromEntries<NdArray>(changed),
    ids: ndarray(turned as Int32Array, ids.shape),
    lengths: ndarray(other, [lengths.length]),
  };
}

/** One vector a text: a token of the last layer. */
function pooled({ architecture }: OpenFamily, { ids, lengths, ...weights }: Tensors): Tensor {
  const batch = tokenBatch(ids!, lengths!);
  const states = architecture.hiddenStates(batch, (name) => weights[name]!, architecture.layers);
  return poolTokens(states.at(-1)!, batch, "last");
}

function outputs(y: Tensor, inputs: Tensors, { shapes }: OpenFamily) {
  const names = Object.keys(shapes);
  const derivatives = gradients(
    sum(mul(mul(y, y), 0.5)),
    names.map((name) => inputs[name]!),
  );
  return { y, ...Object.fromEntries(names.map((name, i) => [name, derivatives[i]!] as const)) };
}

const renamed = (results: Readonly<Record<string, Tensor>>) =>
  Object.fromEntries(Object.entries(results).map(([name, tensor]) => [`of ${name}`, tensor]));

function alone(family: OpenFamily, member: number) {
  const program = compile({ ...weightInputs(family.shapes), ...tokens }, (inputs) =>
    renamed(outputs(pooled(family, inputs), inputs, family)),
  );
  return runOnce(program, memberInputs(family, member));
}

function together(family: OpenFamily) {
  const own = Object.entries({ ...weightInputs(family.shapes), ...tokens }).map(
    ([name, { dtype, shape }]) => [name, input(dtype, [members, ...shape])] as const,
  );
  const program = compile(Object.fromEntries(own), (inputs) => {
    const { y } = sideBySide(members, inputs, (one) => ({ y: pooled(family, one) }));
    return renamed(outputs(y, inputs, family));
  });
  const each = Array.from(
    { length: members },
    (_, m): Readonly<Record<string, NdArray>> => memberInputs(family, m),
  );
  const feeds = own.map(([name]) => {
    const { dtype, shape } = each[0]![name]!;
    const all = each.flatMap((one) => Array.from(one[name]!.data, Number));
    const wide = [members, ...shape];
    const feed =
      dtype === "int32"
        ? ndarray(Int32Array.from(all), wide)
        : ndarray(Float32Array.from(all), wide);
    return [name, feed] as const;
  });
  return runOnce(program, Object.fromEntries(feeds));
}

const NAMES = [
  "bert",
  "roberta",
  "distilbert",
  "electra",
  "modernbert",
  "gpt2",
  "gpt-neox",
  "opt-projected",
  "llama",
  "mistral",
  "qwen2",
  "qwen3",
  "gemma",
  "gemma2",
  "gemma3",
  "smollm3",
  "olmo2",
  "olmo3",
  "phi3",
];

describe.each(NAMES)("%s", (name) => {
  it("has each member's values and gradients when members run side by side", async () => {
    const family = openFamily(name);
    const results = await together(family);
    for (let member = 0; member < members; member++) {
      for (const [output, { data }] of Object.entries(await alone(family, member))) {
        const expected = Array.from<number | bigint, number>(data, Number);
        const got = results[output]!.data.subarray(
          member * data.length,
          (member + 1) * data.length,
        );
        // A key's bias has a derivative of 0 but for rounding.
        const scale = Math.max(0.05, ...expected.map(Math.abs));
        const errors = expected.map((value, i) => Math.abs(Number(got[i]) - value) / scale);
        expect(Math.max(...errors), output).toBeLessThan(2e-5);
      }
    }
  });
});
