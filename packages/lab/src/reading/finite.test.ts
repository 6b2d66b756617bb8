import { InputError } from "@w2s/base";
import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { requireFinite } from "./finite.js";

describe("requireFinite", () => {
  it("lets numbers through", () => {
    requireFinite(ndarray(Float32Array.of(0, -1e38, 3), [1, 3]), "features");
  });

  it("names the text and the feature of the first value that is none", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const features = ndarray(Float32Array.of(0, 1, 2, 3, bad, 5), [2, 3]);
      expect(() => requireFinite(features, "features of M on t")).toThrow(
        `features of M on t: text 2, feature 2 must be a finite number, got ${bad}`,
      );
      expect(() => requireFinite(features, "x")).toThrow(InputError);
    }
  });
});
