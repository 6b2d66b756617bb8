import { describe, expect, it } from "vitest";
import type { Model } from "./model.js";
import { openFamily } from "./testing/families.js";
import { truncateModel } from "./truncate.js";

const { architecture, config } = openFamily("llama");
const whole = {
  name: "tiny",
  architecture,
  config,
  layers: config.layers,
  fingerprint: "f",
} as unknown as Model;

describe("truncateModel", () => {
  it("is what the same config with fewer layers says, the final norm included", () => {
    const first = truncateModel(whole, 1);
    const names = Object.keys(first.architecture.parameters(1));
    expect(names).toContain("layers.0.mlp.up_proj.weight");
    expect(names).toContain("norm.weight");
    expect(names.some((name) => name.startsWith("layers.1."))).toBe(false);
    expect(first).toMatchObject({ layers: 1, config: { layers: 1 }, fingerprint: "f" });
    expect(truncateModel(whole, config.layers)).toBe(whole);
  });

  it("refuses no block, and more than there are", () => {
    for (const layers of [0, 9, 1.5]) {
      expect(() => truncateModel(whole, layers)).toThrow(
        `tiny: a layer to end at must be 1 to ${config.layers}, got ${layers}`,
      );
    }
  });
});
