// A real decoder's head against transformers', its texts in one batch with padding on either side.
// Made by reference/models/shared_logits.py, where every text ran alone.

import { compile, input, ndarray, nodeRuntime } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { resolveModel } from "./hub/resolve.js";
import { openModel } from "./model.js";
import { fixtureArrays, floats, sharedModel } from "./testing/fixtures.js";
import { weightInputs } from "./transformers/architecture.js";
import { tokenBatch } from "./transformers/padded-batch.js";
import { poolTokens } from "./transformers/token-batch.js";

const folder = sharedModel("SmolLM2-135M-Instruct-GGUF");

describe("the language-model head of SmolLM2-135M", () => {
  it.skipIf(folder === null)(
    "has transformers' logits, padded on the right and on the left",
    async () => {
      const reference = fixtureArrays("shared-logits.safetensors");
      const texts: string[] = JSON.parse(reference.metadata.texts!);
      const stride = Number(reference.metadata.stride);
      const model = await openModel(await resolveModel(folder!));
      const { architecture, layers } = model;
      const head = architecture.head!;
      const shapes = { ...architecture.parameters(layers), ...head.shapes };
      const tokenizer = model.tokenizer();
      const encoded = texts.map((text) => tokenizer.encode(text).ids);
      const slots = Math.max(...encoded.map(({ length }) => length));
      for (const side of ["right", "left"] as const) {
        const program = compile(
          {
            ...weightInputs(shapes),
            ids: input("int32", ["batch", "seq"]),
            lengths: input("int32", ["batch"]),
          },
          (tensors) => {
            const weights = (name: string) => tensors[name as "ids"];
            const batch = tokenBatch(tensors.ids, tensors.lengths, side);
            const last = poolTokens(
              architecture.hiddenStates(batch, weights, layers).at(-1)!,
              batch,
              "last",
            );
            return { logits: head.run(last, weights) };
          },
        );
        const ids = new Int32Array(texts.length * slots);
        encoded.forEach((text, row) => {
          ids.set(text, row * slots + (side === "left" ? slots - text.length : 0));
        });
        const executable = await nodeRuntime.load(program, { threads: 2 });
        const { logits } = await executable.run({
          ...model.weights(shapes),
          ids: ndarray(ids, [texts.length, slots]),
          lengths: ndarray(
            Int32Array.from(encoded, ({ length }) => length),
            [texts.length],
          ),
        });
        await executable.release();
        const expected = floats(reference, "logits");
        const kept = (logits.data as Float32Array).filter(
          (_, i) => (i % logits.shape[1]!) % stride === 0,
        );
        expect(kept).toHaveLength(expected.length);
        const error = kept.reduce(
          (most, value, i) => Math.max(most, Math.abs(value - expected[i]!)),
          0,
        );
        expect(error).toBeLessThan(1e-4);
      }
      model.close();
    },
  );
});
