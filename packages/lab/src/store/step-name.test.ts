import { describe, expect, it } from "vitest";
import { isStepName, type StepIdentity, sha256, stepName, updateInPieces } from "./step-name.js";

const step: StepIdentity = {
  kind: "features",
  version: 1,
  params: { model: "all-MiniLM-L6-v2", layer: 6, pooling: "mean" },
  inputs: { examples: "ab".repeat(32), model: "cd".repeat(32) },
};

describe("sha256", () => {
  it("hashes no piece that is larger than asked", () => {
    const sizes: number[] = [];
    const hash = { update: (piece: Uint8Array) => sizes.push(piece.length) };
    updateInPieces(hash, new Uint8Array(25), 10);
    expect(sizes).toEqual([10, 10, 5]);
  });

  it("is the same whatever the size of the pieces that are hashed", () => {
    const bytes = new TextEncoder().encode("abc");
    // FIPS 180-2, appendix B.1.
    const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect([1, 2, 3, 100].map((most) => sha256(bytes, most))).toEqual([abc, abc, abc, abc]);
    expect([sha256("abc"), sha256("")]).toEqual([abc, sha256(new Uint8Array(0))]);
  });
});

describe("stepName", () => {
  it("is the SHA-256 of the canonical JSON of the identity", () => {
    const json = `{"inputs":{"examples":"${"ab".repeat(32)}","model":"${"cd".repeat(32)}"},"kind":"features","params":{"layer":6,"model":"all-MiniLM-L6-v2","pooling":"mean"},"version":1}`;
    expect(stepName(step)).toBe(sha256(json));
  });

  it("stays what it is from release to release, so that stores stay warm", () => {
    expect(stepName(step)).toBe("97838d78b822a6b3169718e734d4ee0e9535ba4931d6bf985dbd5c9827f2751d");
  });

  it("does not depend on the order of parameters and inputs", () => {
    const { params, inputs } = step;
    const turned = {
      ...step,
      params: { pooling: "mean", layer: 6, model: "all-MiniLM-L6-v2" },
      inputs: { model: inputs.model!, examples: inputs.examples! },
    };
    expect(params).not.toBe(turned.params);
    expect(stepName(turned)).toBe(stepName(step));
  });

  it("changes with the kind, the version, a parameter and an input", () => {
    const others = [
      { ...step, kind: "fit" },
      { ...step, version: 2 },
      { ...step, params: { ...step.params, layer: 5 } },
      { ...step, inputs: { ...step.inputs, examples: "ef".repeat(32) } },
    ];
    expect(new Set([step, ...others].map(stepName)).size).toBe(5);
  });

  it("ignores fields that are no part of the identity", () => {
    expect(stepName({ ...step, label: "MiniLM layer 6" } as StepIdentity)).toBe(stepName(step));
  });

  it("is told from other texts, paths among them", () => {
    expect(isStepName(stepName(step))).toBe(true);
    for (const text of ["", "../../etc", `${"a".repeat(63)}/`, "A".repeat(64)]) {
      expect(isStepName(text)).toBe(false);
    }
  });
});
