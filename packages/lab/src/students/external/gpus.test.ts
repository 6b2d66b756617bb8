// GPUs by number and by kind: what a command sees, and what a scheduler is asked for.

import { describe, expect, it } from "vitest";
import { gpusToAsk, gpuVariables } from "./gpus.js";
import { external } from "./spec.js";

describe("gpus of an external student", () => {
  it.each([
    ["0", "1", { CUDA_VISIBLE_DEVICES: "0" }],
    ["2,3", "2", { CUDA_VISIBLE_DEVICES: "2,3" }],
    ["gpu:2", "2", {}],
    ["a100:1", "a100:1", {}],
    ["1g.5gb:2", "1g.5gb:2", {}],
  ])("%s", (gpus, asked, variables) => {
    expect(external({ command: ["a"], gpus }).recipe.gpus).toBe(gpus);
    expect(gpusToAsk(gpus)).toBe(asked);
    expect(gpuVariables(gpus, {})).toEqual(variables);
  });

  it.each(["", "a100:0", "a100:", ":1", "0:1", "gpu:a100:1", "a b:1"])("may not be %j", (gpus) => {
    expect(() => external({ command: ["a"], gpus })).toThrow('"gpus" must be numbers');
  });

  it("are those that a scheduler gave, where it says which they are", () => {
    const given = { W2S_GPUS: "1", CUDA_VISIBLE_DEVICES: "3" };
    expect(gpuVariables("0", given)).toEqual({});
    expect(gpuVariables("0", { W2S_GPUS: "1" })).toEqual({ CUDA_VISIBLE_DEVICES: "0" });
    expect(gpuVariables("0", { CUDA_VISIBLE_DEVICES: "3" })).toEqual({ CUDA_VISIBLE_DEVICES: "0" });
  });
});
