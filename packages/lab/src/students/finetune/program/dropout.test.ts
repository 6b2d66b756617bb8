import {
  type Arrays,
  compile,
  gradientProgram,
  input,
  type NdArray,
  ndarray,
  runOnce,
} from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { naive } from "../../../methods/index.js";
import { accuracyOf, fitTiny, problem, tinyModel } from "../../testing/tiny-student.js";
import { Examples } from "../training/examples.js";
import { dropoutInputs, dropoutMasks, dropPooled } from "./dropout.js";
import { methodLoss, stepInputs, trainedSignature } from "./program.js";
import type { FinetuneShape } from "./shape.js";
import { blockTuning } from "./tuning.js";

const shape = (dropout: number, blocks?: number): FinetuneShape => ({
  architecture: tinyModel.architecture,
  tuning: blockTuning(tinyModel, blocks),
  shape: "classify",
  options: 2,
  width: 16,
  pooling: "mean",
  dropout,
});
const sizes = { tokens: 500, texts: 40 };

/** Masks that keep all, but for the embeddings' where told so. */
const masks = (one: FinetuneShape, tokens: number, embeddings: number): Arrays =>
  Object.fromEntries(
    Object.keys(dropoutInputs(one)).map((name) => {
      const rows = name === "kept student.pooled" ? 1 : tokens;
      const data = new Uint8Array(rows * 16).fill(name === "kept embeddings" ? embeddings : 1);
      return [name, { ...ndarray(data, [rows, 16]), dtype: "bool" }];
    }),
  );

/** What a step is given of a text of three words, and weights with a head that is not zero. */
function oneText(one: FinetuneShape) {
  const weights: Arrays = {
    ...one.tuning.initial(),
    "student.weight": ndarray(
      Float32Array.from({ length: 32 }, (_, i) => Math.sin(i)),
      [2, 16],
    ),
    "student.bias": ndarray(Float32Array.of(0, 0), [2]),
  };
  const inputs = (word: number): Arrays => {
    const rows = Int32Array.of(0);
    const data = { ...problem().data, ids: [Int32Array.of(8, word, 10)] };
    const labels = ndarray(Float32Array.of(0, 1), [1, 2]);
    const examples = new Examples({ ...data, train: rows }, labels);
    const number = (value: number) => ndarray(Float32Array.of(value), []);
    return { ...examples.texts(rows), labels, progress: number(0), share: number(1) };
  };
  return { inputs, weights };
}

describe("dropoutMasks", () => {
  it("keeps its share in every place by itself, decided by seed, step and part", () => {
    const draw = dropoutMasks(shape(0.1));
    const masks = draw(sizes, { seed: 1, step: 3, part: 0 });
    // The embeddings, two branches in each of three blocks, and the pooled vector.
    expect(Object.keys(masks).sort()).toEqual(Object.keys(dropoutInputs(shape(0.1))).sort());
    expect(Object.keys(masks)).toHaveLength(8);
    const bits = ({ data }: NdArray) => Array.from(data, Number);
    const all = Object.values(masks).flatMap(bits);
    const kept = all.reduce((sum, bit) => sum + bit, 0) / all.length;
    // 56,640 draws: five standard errors of the share are .0063.
    expect(Math.abs(kept - 0.9)).toBeLessThan(0.007);
    const [one, other] = Object.values(masks).map(bits) as [number[], number[]];
    const both = one.filter((bit, i) => bit === 0 && other[i] === 0).length / one.length;
    expect(Math.abs(both - 0.01)).toBeLessThan(0.006);
    expect(draw(sizes, { seed: 1, step: 3, part: 0 })).toEqual(masks);
    for (const at of [{ seed: 2 }, { step: 4 }, { part: 1 }]) {
      expect(draw(sizes, { seed: 1, step: 3, part: 0, ...at })).not.toEqual(masks);
    }
  });

  it("drops nothing, and adds nothing to the program, at 0", () => {
    expect(dropoutMasks(shape(0))(sizes, { seed: 0, step: 0, part: 0 })).toEqual({});
    const { dropout: _, ...without } = shape(0);
    const printed = (one: FinetuneShape) =>
      gradientProgram({
        parameters: trainedSignature(one),
        inputs: stepInputs(one, naive()),
        ...methodLoss(one, naive()),
      }).print();
    expect(printed(without)).toBe(printed(shape(0)));
  });

  it("leaves frozen blocks and embeddings alone", () => {
    const names = Object.keys(dropoutInputs(shape(0.5, 1)));
    expect(names).toHaveLength(3);
    expect(names.every((name) => name.includes("layer.2.") || name.includes("pooled"))).toBe(true);
  });
});

describe("dropout", () => {
  it("zeroes what a mask drops, scales the rest by 1 / (1 - dropout): the mean stays", async () => {
    const one = shape(0.25);
    const pooled = compile(
      { x: input("float32", ["texts", 16]), "kept student.pooled": input("bool", ["texts", 16]) },
      (tensors) => ({ y: dropPooled(one, tensors.x, tensors) }),
    );
    const x = ndarray(
      Float32Array.from({ length: 32 }, (_, i) => i + 1),
      [2, 16],
    );
    const mask = ndarray(
      Uint8Array.from({ length: 32 }, (_, i) => (i % 4 === 0 ? 0 : 1)),
      [2, 16],
    );
    const { y } = await runOnce(pooled, { x, "kept student.pooled": { ...mask, dtype: "bool" } });
    y.data.forEach((value, i) => {
      expect(value).toBeCloseTo(i % 4 === 0 ? 0 : (i + 1) / 0.75, 4);
    });
  });

  it("reaches the embeddings: who loses all of them says what an empty one does", async () => {
    const one = shape(0.5);
    const { inputs, weights } = oneText(one);
    const program = gradientProgram({
      parameters: trainedSignature(one),
      inputs: stepInputs(one, naive()),
      ...methodLoss(one, naive()),
    });
    const lossOf = async (word: number, embeddings: number) => {
      const given = { ...inputs(word), ...masks(one, 3, embeddings) };
      return Number((await runOnce(program, { ...weights, ...given })).loss!.data[0]);
    };
    expect(await lossOf(9, 1)).not.toBeCloseTo(await lossOf(20, 1), 5);
    expect(await lossOf(9, 0)).toBe(await lossOf(20, 0));
  });

  it("trains, the same way under the same seed, in parts and with any pooling", async () => {
    const made = problem();
    const options = { dropout: 0.1, epochs: 12 };
    const fit = await fitTiny(made, { options });
    expect(accuracyOf(fit.probabilities, made)).toBeGreaterThan(0.8);
    const short = { dropout: 0.1, epochs: 1, accumulate: 2 };
    for (const pooling of ["first", "last"] as const) {
      const [one, other] = [
        await fitTiny(made, { options: { ...short, pooling } }),
        await fitTiny(made, { options: { ...short, pooling } }),
      ];
      expect(other.curve).toEqual(one.curve);
      expect(
        (await fitTiny(made, { options: { ...short, pooling, dropout: 0 } })).curve,
      ).not.toEqual(one.curve);
    }
  });
});
