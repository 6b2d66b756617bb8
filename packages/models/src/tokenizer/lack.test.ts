import { expect, it } from "vitest";
import { lackOf } from "./lack.js";

const encoded = (...lists: number[][]) => lists.map((ids) => ({ ids: Int32Array.from(ids) }));

it("says what a vocabulary knows nothing of, and nothing of a few unknown tokens", () => {
  const texts = ["one", "two", "three"];
  expect(lackOf(texts, encoded([1, 2], [1, 2], [1, 2]), undefined)).toBe(
    "all 3 texts are the same tokens to its vocabulary",
  );
  expect(lackOf(["one", "one"], encoded([1, 5], [1, 5]), undefined)).toBe(undefined);
  const unknown = encoded([1, 0, 2], [1, 0, 0, 2], [1, 7, 8, 2]);
  expect(lackOf(texts, unknown, 0)).toBe(
    "3 of 11 tokens of the texts are unknown to its vocabulary",
  );
  expect(lackOf(texts, unknown, undefined)).toBe(undefined);
  expect(lackOf(texts, encoded([1, 3, 4, 5, 2], [1, 0, 6, 5, 2], [1, 7, 8, 2]), 0)).toBe(undefined);
});
