// LoRA against peft and PyTorch's autograd: reference/models/tiny_lora.py.

import {
  compile,
  gather,
  gradients,
  input,
  mean,
  mul,
  type NdArray,
  ndarray,
  neg,
  runOnce,
  type Signature,
  sum,
  type Tensor,
} from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { type OpenFamily, openFamily } from "../testing/families.js";
import { fixtureArrays, floats, maxDifference } from "../testing/fixtures.js";
import { type Weights, weightInputs } from "../transformers/architecture.js";
import { nextTokenLogProbabilities } from "../transformers/next-token.js";
import { tokenBatch } from "../transformers/padded-batch.js";
import { poolTokens } from "../transformers/token-batch.js";
import { initialLora, type Lora, lora, loraParameters, mergeLora, withLora } from "./lora.js";

type Arrays = Readonly<Record<string, NdArray>>;

/**
 * The tiny batch: last activations, and the loss of tiny_families.py with its derivatives by the
 * adapters.
 */
async function run(family: OpenFamily, weights: Arrays, adapters?: Lora) {
  const { architecture, shapes, reference, lengths } = family;
  const { layers, head } = architecture;
  const slots = reference.read("ids").shape[1]!;
  const next = lengths.flatMap((length, row) =>
    Array.from({ length: length - 1 }, (_, t) => row * slots + t),
  );
  const ids = [...reference.read("ids").data].map(Number);
  const ints = (values: number[]) => ndarray(Int32Array.from(values), [values.length]);
  const feeds: Arrays = {
    ...weights,
    ids: reference.read("ids"),
    lengths: reference.read("lengths"),
    ...(head
      ? { rows: ints(next), tokens: ints(next.map((row) => ids[row + 1]!)) }
      : { lossWeights: reference.read("loss_weights") }),
  };
  const trained = adapters ? loraParameters(adapters) : {};
  const signature: Signature = {
    ...weightInputs({ ...shapes, ...trained }),
    ids: input("int32", ["batch", "seq"]),
    lengths: input("int32", ["batch"]),
    ...(head
      ? { rows: input("int32", ["next"]), tokens: input("int32", ["next"]) }
      : { lossWeights: input("float32", ["batch", family.config.hiddenSize]) }),
  };
  const program = compile(signature, (tensors) => {
    const plain: Weights = (name) => tensors[name]!;
    const lookUp = adapters ? withLora(plain, adapters) : plain;
    const batch = tokenBatch(tensors.ids!, tensors.lengths);
    const states = architecture.hiddenStates(batch, lookUp, layers).at(-1)!;
    const loss = head
      ? neg(
          mean(
            nextTokenLogProbabilities(gather(states, tensors.rows!), tensors.tokens!, head, lookUp),
            0,
          ),
        )
      : sum(mul(poolTokens(states, batch, "mean"), tensors.lossWeights!));
    const derivatives = gradients(loss, Object.keys(trained).map(plain));
    const named = Object.keys(trained).map((name, i) => [`grad:${name}`, derivatives[i]!] as const);
    return { states, loss, ...Object.fromEntries(named) } as Record<string, Tensor>;
  });
  return { program, results: await runOnce(program, feeds) };
}

const largest = (values: Float32Array) =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

const NAMES = [
  ...["bert", "gpt2", "gpt-neox", "llama"],
  ...["distilbert", "modernbert", "opt-projected", "gemma3", "phi3"],
];

describe.each(NAMES)("LoRA on %s", (name) => {
  const family = openFamily(name);
  const { architecture, weights, shapes } = family;
  const reference = fixtureArrays("families", name, "lora.safetensors");
  const adapters = lora(architecture, { rank: 2, alpha: 6, targets: "all" });
  const trained = Object.fromEntries(
    Object.keys(loraParameters(adapters)).map((key) => [key, reference.read(key)]),
  );

  it("has peft's loss, and PyTorch's gradients of every A and B", async () => {
    const { results } = await run(family, { ...weights, ...trained }, adapters);
    const loss = floats(reference, "loss")[0]!;
    expect(Math.abs(Number(results.loss!.data[0]) - loss) / Math.abs(loss)).toBeLessThan(1e-5);
    const keys = [...reference.tensors.keys()].filter((key) => key.startsWith("grad:"));
    expect(keys.sort()).toEqual(
      Object.keys(trained)
        .map((key) => `grad:${key}`)
        .sort(),
    );
    const scale = Math.max(...keys.map((key) => largest(floats(reference, key))));
    for (const key of keys) {
      const wanted = floats(reference, key);
      const error = maxDifference(results[key]!.data as Float32Array, wanted);
      expect(error / Math.max(largest(wanted), 1e-3 * scale), key).toBeLessThan(1e-4);
    }
  });

  it("computes the same when merged into the weights", async () => {
    const { results } = await run(family, { ...weights, ...trained }, adapters);
    const merged = await run(family, mergeLora(weights, trained, adapters));
    const [ours, theirs] = [merged.results.states!.data, results.states!.data] as Float32Array[];
    expect(maxDifference(ours!, theirs!) / Math.max(1, largest(theirs!))).toBeLessThan(1e-5);
    const changed = Object.keys(shapes).filter(
      (key) => mergeLora(weights, trained, adapters)[key] !== weights[key],
    );
    expect(changed.sort()).toEqual(adapters.layers.map((layer) => `${layer.name}.weight`).sort());
  });

  it("changes nothing at first, and draws A alone", async () => {
    let draws = 0;
    const initial = initialLora(adapters, () => (++draws % 7) / 7);
    const { results } = await run(family, { ...weights, ...initial }, adapters);
    const plain = await run(family, weights);
    expect(results.states!.data).toEqual(plain.results.states!.data);
    expect(draws).toBe(adapters.layers.reduce((count, { inputs }) => count + 2 * inputs, 0));
  });

  it("adapts the layers that the architecture computes", async () => {
    const seen: string[] = [];
    const signature: Signature = { ...weightInputs(shapes), ids: input("int32", ["batch", "seq"]) };
    compile(signature, (tensors) => {
      const adapt = (layer: string) => {
        seen.push(layer);
        return undefined;
      };
      const recording = Object.assign((key: string) => tensors[key]!, { adapt });
      const states = architecture.hiddenStates(
        tokenBatch(tensors.ids!),
        recording,
        architecture.layers,
      );
      return { states: states.at(-1)! };
    });
    expect([...new Set(seen)].sort()).toEqual(adapters.layers.map((layer) => layer.name).sort());
  });
});

describe("lora", () => {
  const { architecture } = openFamily("llama");
  const namesOf = (options: Parameters<typeof lora>[1]) =>
    lora(architecture, options).layers.map(({ name }) => name);

  it("adapts queries and values unless told otherwise", () => {
    expect(namesOf({})).toEqual(
      [0, 1].flatMap((i) => ["q", "v"].map((x) => `layers.${i}.self_attn.${x}_proj`)),
    );
    expect(namesOf({ targets: ["mlp.up_proj"], blocks: 1 })).toEqual(["layers.1.mlp.up_proj"]);
    const firstOf = (name: string) => lora(openFamily(name).architecture).layers[0]!.name;
    expect(firstOf("gpt-neox")).toBe("layers.0.attention.query_key_value");
    expect(firstOf("phi3")).toBe("layers.0.self_attn.qkv_proj");
    expect(firstOf("modernbert")).toBe("layers.0.attn.Wqkv");
    const ofBert = lora(openFamily("distilbert").architecture).layers.map(({ name }) => name);
    expect(ofBert).toEqual(
      [0, 1].flatMap((i) => ["q", "v"].map((x) => `transformer.layer.${i}.attention.${x}_lin`)),
    );
  });

  it("refuses what does not fit", () => {
    expect(() => namesOf({ rank: 0 })).toThrow("lora: rank must be at least 1, got 0");
    expect(() => namesOf({ alpha: 0 })).toThrow("lora: alpha must be above 0, got 0");
    expect(() => namesOf({ targets: ["q_pro"] })).toThrow(
      'lora: a target must be the end of a linear layer\'s name, got "q_pro"; did you mean ' +
        '"q_proj"?',
    );
    expect(() => namesOf({ targets: [] })).toThrow("got none; its layers: q_proj, k_proj");
  });
});
