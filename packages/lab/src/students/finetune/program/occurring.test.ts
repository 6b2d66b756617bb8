import { describe, expect, it } from "vitest";
import { fitTiny, problem, tinyModel } from "../../testing/tiny-student.js";
import { occurringTokens } from "./occurring.js";
import { blockTuning } from "./tuning.js";

const made = problem();
const { table } = tinyModel.architecture.embedding;
const before = tinyModel.weights(tinyModel.architecture.parameters(tinyModel.layers))[table]!;
const [vocabulary, width] = before.shape as [number, number];
const seen = new Set(made.data.ids.flatMap((text) => [...text]));
const rowOf = (data: ArrayLike<number>, token: number) =>
  Array.from({ length: width }, (_, i) => data[token * width + i]!);

describe("the tokens that occur", () => {
  it("are trained as they are among all, and the others stay", async () => {
    expect(seen.size).toBeLessThan(vocabulary);
    const few = await fitTiny(made, { options: { epochs: 2 } });
    // A decay too small to change a float keeps the whole table.
    const all = await fitTiny(made, { options: { epochs: 2, weightDecay: 1e-30 } });
    few.curve.loss.forEach((loss, i) => {
      expect(loss).toBeCloseTo(all.curve.loss[i]!, 6);
    });
    expect(few.weights[table]!.shape).toEqual(before.shape);
    let moved = 0;
    few.weights[table]!.data.forEach((value, i) => {
      expect(Math.abs(value - all.weights[table]!.data[i]!)).toBeLessThan(1e-4);
      if (value !== before.data[i]) moved += 1;
    });
    expect(moved).toBeGreaterThan(seen.size);
    for (let token = 0; token < vocabulary; token++) {
      if (!seen.has(token)) {
        expect(rowOf(few.weights[table]!.data, token)).toEqual(
          rowOf(before.data as Float32Array, token),
        );
      }
    }
  });

  it("are numbered in their order, where the table is trained and does not decay", () => {
    const ids = [Int32Array.of(9, 3, 9), Int32Array.of(40, 3)];
    const data = { model: tinyModel, ids };
    const whole = blockTuning(tinyModel);
    const { tuning, ids: numbers } = occurringTokens(data, whole, { weightDecay: 0 });
    expect(numbers.map((text) => [...text])).toEqual([
      [1, 0, 1],
      [2, 0],
    ]);
    expect(tuning.trained[table]!.shape).toEqual([3, width]);
    const first = tuning.initial()[table]!.data;
    expect([0, 1, 2].map((row) => rowOf(first as Float32Array, row))).toEqual(
      [3, 9, 40].map((token) => rowOf(before.data as Float32Array, token)),
    );
    expect(occurringTokens(data, whole, { weightDecay: 0.1 }).tuning).toBe(whole);
    const last = blockTuning(tinyModel, 1);
    expect(occurringTokens(data, last, { weightDecay: 0 })).toMatchObject({ tuning: last, ids });
  });

  it("must be among those that the model has", () => {
    const data = { model: tinyModel, ids: [Int32Array.of(1), Int32Array.of(2, vocabulary)] };
    expect(() => occurringTokens(data, blockTuning(tinyModel), { weightDecay: 0 })).toThrow(
      `finetune: text 2 has token ${vocabulary}, but tiny has embeddings of ${vocabulary}; does ` +
        "the tokenizer belong to it?",
    );
  });
});
