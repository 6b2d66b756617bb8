// FLOP as cards and figures print them, 6 x parameters x tokens, against the multiplications that
// the programs do: 2 m n k of every matrix product of the printed graph. What the usual count
// leaves out and what it bills too much are named, and the rest is equal.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compile, input, type Tensor } from "../packages/grad/src/index.js";
import {
  architectureOf,
  parseModelConfig,
  tokenBatch,
  weightInputs,
} from "../packages/models/src/index.js";
import { pretrainRecipe, zooModels } from "../packages/world/src/index.js";
import { drawBatches } from "../packages/world/src/pretrain/batches.js";
import { parameterCount, parts } from "../packages/world/src/pretrain/parameters.js";
import { pretrainProgram } from "../packages/world/src/pretrain/program.js";
import { type ModelSize, modelConfig } from "../packages/world/src/pretrain/size.js";

type Dims = Readonly<Record<string, number>>;

/** A product of a printed graph: the sizes of the result, and what is summed over. */
type Product = readonly (readonly string[])[];

/** Matrix products of a printed graph, loops' bodies among them, by their printed sizes. */
function productsOf(printed: string): readonly Product[] {
  const shapes = new Map<string, string[]>();
  const products: Product[] = [];
  for (const line of printed.split("\n")) {
    for (const [, name, shape] of line.matchAll(/(%\d+): \w+\[([^\]]*)\]/g)) {
      shapes.set(name!, shape === "" ? [] : shape!.split(", "));
    }
    const made = /(%\d+): \S+\[.*\] = matmul\((%\d+), %\d+\) (\{.*\})/.exec(line);
    if (!made) continue;
    const [, result, left, attrs] = made;
    const inner = shapes.get(left!)!.at(JSON.parse(attrs!).transposeA ? -2 : -1)!;
    products.push([...shapes.get(result!)!.map((dim) => [dim]), [inner]]);
  }
  return products;
}

/** "batch*seq" where a batch has 3 and a sequence 7: 21. */
const sizeOf = (dim: string, dims: Dims): number =>
  dim.split("*").reduce((size, part) => size * (dims[part] ?? Number(part)), 1);

/** Floating-point operations of products: a multiplication and an addition for each m n k. */
const flopOf = (products: readonly Product[], dims: Dims): number =>
  products.reduce(
    (sum, sides) => sum + 2 * sides.flat().reduce((size, dim) => size * sizeOf(dim, dims), 1),
    0,
  );

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Numbers in the matrices whose name has `part`; of all without one. */
const matrices = (size: ModelSize, part = ""): number =>
  sum(
    parts(size)
      .filter(({ name, shape }) => shape.length === 2 && name.includes(part))
      .map(({ shape }) => shape[0]! * shape[1]!),
  );

describe("6 x parameters x tokens", () => {
  const size: ModelSize = { width: 16, layers: 2, heads: 2, feedForward: 24 };
  const products = productsOf(pretrainProgram(size).print());
  const norms = (2 * size.layers + 1) * size.width;

  it("is what a pretraining step multiplies, but for attention and norms", () => {
    const [batch, seq] = [3, 7];
    const tokens = batch * seq;
    const all = flopOf(products, { batch, seq, predicted: seq });
    // A token's query meets `seq` keys and its weights as many values: 2 + 2 products of `width`,
    // forward once, backward twice.
    const attention = 12 * size.layers * tokens * seq * size.width;
    expect(all - attention).toBe(6 * matrices(size) * tokens);
    expect(parameterCount(size)).toBe(matrices(size) + norms);
  });

  it("bills the last block and the output matrix for tokens that nothing is asked of", () => {
    const [batch, seq, predicted] = [3, 7, 2];
    const done = flopOf(products, { batch, seq, predicted });
    const last = "layers.1.";
    const keys = matrices(size, `${last}self_attn.k`) + matrices(size, `${last}self_attn.v`);
    const asked = matrices(size, last) - keys + matrices(size, "embed");
    const everywhere = matrices(size) - asked;
    const attention = 12 * size.width * batch * seq * (seq + predicted);
    expect(done).toBe(6 * batch * (everywhere * seq + asked * predicted) + attention);
  });

  it.each(zooModels())(
    "is billed on the card of $name, of which .5 to .75 is multiplied",
    (model) => {
      const { folder, card } = model;
      const recipe = pretrainRecipe(JSON.parse(readFileSync(join(folder, "recipe.json"), "utf8")));
      // The first of its sentences, as they were read: tokens and products, for all of them.
      const read = 4096;
      const { steps } = drawBatches(recipe.mixture, recipe.worldSeed, 0, read, recipe.batchSize);
      const scale = card.sentences / read;
      const tokens = scale * sum(steps.map(({ sentences, length }) => sentences * length));
      expect(Math.abs(tokens / card.tokens - 1)).toBeLessThan(0.01);
      const made = productsOf(pretrainProgram(recipe).print());
      const done = steps.map(({ sentences, length, answer }) =>
        flopOf(made, { batch: sentences, seq: length, predicted: answer }),
      );
      const share = (scale * sum(done)) / card.flop;
      expect(share).toBeGreaterThan(0.5);
      expect(share).toBeLessThan(0.75);
    },
  );
});

describe("a layer's share of a model's FLOP", () => {
  const size: ModelSize = { width: 16, layers: 3, heads: 2, feedForward: 24 };
  const llama = architectureOf(parseModelConfig(modelConfig(size), "test"));

  /** The printed program of a batch's states at a layer. */
  function printed(layer: number): string {
    const program = compile(
      { ...weightInputs(llama.parameters(layer)), ids: input("int32", ["batch", "seq"]) },
      (tensors) => {
        const weights = (name: string) => (tensors as Record<string, Tensor>)[name]!;
        return { states: llama.hiddenStates(tokenBatch(tensors.ids), weights, layer).at(-1)! };
      },
    );
    return program.print();
  }

  it.each([0, 1, 2, 3])("is that of its products up to %i, but for what is named", (layer) => {
    const [batch, seq] = [3, 7];
    const shapes = Object.entries(llama.parameters(layer));
    const count = (is: (name: string, rank: number) => boolean) =>
      sum(
        shapes
          .filter(([name, shape]) => is(name, shape.length))
          .map(([, shape]) => shape.reduce<number>((all, dim) => all * Number(dim), 1)),
      );
    const isWords = (name: string) => name.includes("embed_tokens");
    const graph = printed(layer);
    // Forward alone is 2 of the 6. Billed and not multiplied: words, which are looked up, norms.
    const multiplied = count((name, rank) => rank === 2 && !isWords(name));
    expect(flopOf(productsOf(graph), { batch, seq })).toBe(2 * multiplied * batch * seq);
    expect(count((name, rank) => rank === 1 || isWords(name))).toBe(count(() => true) - multiplied);
    // Multiplied and not billed: a block's attention, one op with both of its products inside.
    expect(graph.match(/ = attention\(/g) ?? []).toHaveLength(layer);
  });
});
