import { nodeRuntime } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { extractFeatures } from "./features.js";
import { resolveModel } from "./hub/resolve.js";
import { openModel } from "./model.js";
import { fixtureArrays, floats, sharedModel } from "./testing/fixtures.js";

/**
 * Made by reference/models/shared_activations.py; every text ran alone there, here they share
 * batches.
 */
const poolings = ["mean", "first", "last"] as const;

describe.each([
  { name: "all-MiniLM-L6-v2", layers: 6, tolerance: 1e-4 },
  { name: "SmolLM2-135M-Instruct-GGUF", layers: 30, tolerance: 1e-4 },
  // A few of its numbers are a thousand times the others: less is allowed of the largest.
  { name: "gemma3-270m", layers: 18, tolerance: 5e-6 },
])("extractFeatures of $name", ({ name, layers, tolerance }) => {
  const folder = sharedModel(name);

  it.skipIf(folder === null)(
    "has transformers' activations at every layer, for each pooling",
    async () => {
      const reference = fixtureArrays(`shared-${name}.safetensors`);
      const texts: string[] = JSON.parse(reference.metadata.texts!);
      const stride = Number(reference.metadata.stride);
      const lengths = [...reference.read("lengths").data].map(Number);
      const scales = floats(reference, "scale");
      const model = await openModel(await resolveModel(folder!));
      const every = Array.from({ length: layers + 1 }, (_, layer) => layer);
      for (const [p, pooling] of poolings.entries()) {
        const { features, tokens } = await extractFeatures(model, texts, {
          layers: every,
          pooling,
          runtime: nodeRuntime,
        });
        expect(tokens).toBe(lengths.reduce((sum, length) => sum + length));
        const expected = floats(reference, pooling);
        const kept = expected.length / every.length / texts.length;
        for (const layer of every) {
          const values = features
            .get(layer)!
            .data.filter((_, i) => (i % model.width) % stride === 0);
          const wanted = expected.subarray(
            layer * texts.length * kept,
            (layer + 1) * texts.length * kept,
          );
          expect(values.length).toBe(wanted.length);
          const limit = tolerance * scales[layer * poolings.length + p]!;
          const error = values.reduce(
            (most, value, i) => Math.max(most, Math.abs(value - wanted[i]!)),
            0,
          );
          expect(error, `${pooling}, layer ${layer}`).toBeLessThan(limit);
        }
      }
      model.close();
    },
    300_000,
  );
});
