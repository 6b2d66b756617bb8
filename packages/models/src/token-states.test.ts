import { compile, input, ndarray, nodeRuntime, type Signature } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { openFamily } from "./testing/families.js";
import { extractTokenStates } from "./token-states.js";
import { weightInputs } from "./transformers/architecture.js";
import { tokenBatch } from "./transformers/padded-batch.js";

const texts = [[3, 4, 5, 6, 7], [9], [8, 2, 1], [5, 5, 4, 3, 2, 1, 7, 8]].map((ids) =>
  Int32Array.from(ids),
);

function opened(name: string) {
  const { architecture, config, weights } = openFamily(name);
  return {
    name,
    architecture,
    layers: config.layers,
    width: config.hiddenSize,
    weights: (shapes: object) =>
      Object.fromEntries(Object.keys(shapes).map((parameter) => [parameter, weights[parameter]!])),
  };
}

describe("extractTokenStates", () => {
  it.each(["bert", "llama"])(
    "gives the rows that each text has alone, in the texts' order: %s",
    async (name) => {
      const model = opened(name);
      const { architecture } = model;
      for (const layer of [0, 1, model.layers]) {
        const { states, offsets } = await extractTokenStates(model, texts, {
          layer,
          runtime: nodeRuntime,
        });
        expect([...offsets.data]).toEqual([0, 5, 6, 9, 17]);
        expect(states.shape).toEqual([17, 16]);
        const shapes = architecture.parameters(layer);
        const signature: Signature = {
          ...weightInputs(shapes),
          ids: input("int32", ["batch", "seq"]),
        };
        const alone = await nodeRuntime.load(
          compile(signature, (tensors) => ({
            states: architecture
              .hiddenStates(tokenBatch(tensors.ids!), (p) => tensors[p]!, layer)
              .at(-1)!,
          })),
        );
        for (const [i, ids] of texts.entries()) {
          const own = await alone.run({
            ...model.weights(shapes),
            ids: ndarray(ids, [1, ids.length]),
          });
          const rows = states.data.subarray(offsets.data[i]! * 16, offsets.data[i + 1]! * 16);
          rows.forEach((value, j) => {
            expect(Math.abs(value - Number(own.states!.data[j]))).toBeLessThan(1e-5);
          });
        }
        await alone.release();
      }
    },
  );

  it("refuses a layer that is not there and a text without a token", async () => {
    const model = opened("bert");
    await expect(
      extractTokenStates(model, texts, { layer: 9, runtime: nodeRuntime }),
    ).rejects.toThrow(/token states: bert has layers 0 to \d, got 9/);
    const empty = [...texts, new Int32Array()];
    await expect(
      extractTokenStates(model, empty, { layer: 0, runtime: nodeRuntime }),
    ).rejects.toThrow("token states: text 5 has no token for bert; leave it out");
  });
});
