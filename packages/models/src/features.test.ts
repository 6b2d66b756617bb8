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
const every = ["mean", "first", "last"] as const;

describe.each([
  { name: "all-MiniLM-L6-v2", layers: 6, tolerance: 1e-4, poolings: every },
  { name: "SmolLM2-135M-Instruct-GGUF", layers: 30, tolerance: 1e-4, poolings: every },
  // A few of its numbers are a thousand times the others: less is allowed of the largest.
  { name: "gemma3-270m", layers: 18, tolerance: 5e-6, poolings: ["mean"] as const },
])("extractFeatures of $name", ({ name, layers, tolerance, poolings }) => {
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
      const all = Array.from({ length: layers + 1 }, (_, layer) => layer);
      for (const pooling of poolings) {
        const { features, tokens } = await extractFeatures(model, texts, {
          layers: all,
          pooling,
          runtime: nodeRuntime,
        });
        expect(tokens).toBe(lengths.reduce((sum, length) => sum + length));
        const expected = floats(reference, pooling);
        const kept = expected.length / all.length / texts.length;
        for (const layer of all) {
          const values = features
            .get(layer)!
            .data.filter((_, i) => (i % model.width) % stride === 0);
          const wanted = expected.subarray(
            layer * texts.length * kept,
            (layer + 1) * texts.length * kept,
          );
          expect(values.length).toBe(wanted.length);
          const limit = tolerance * scales[layer * every.length + every.indexOf(pooling)]!;
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
