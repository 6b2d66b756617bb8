import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { partsOf } from "../../course/order.js";
import { finetuneRecipe } from "../recipe.js";
import { activationBytes, packedActivationBytes } from "./memory.js";
import { assertEachFits, partMemory, stepParts } from "./parts.js";

const minilm = { hiddenSize: 384, intermediateSize: 1536, heads: 12 };
const perToken = (seq: number) => activationBytes(minilm, 6, seq);
const rowsOf = (lengths: readonly number[]) => Int32Array.from(lengths.keys());
const estimateOf = (lengths: readonly number[]) => (rows: Int32Array) =>
  packedActivationBytes(
    Array.from(rows, (row) => lengths[row]!),
    4,
    perToken,
  );
const within = (memory: string) => finetuneRecipe({ accumulate: { memory } });

describe("stepParts", () => {
  it("keeps every part's estimate within the memory, in the fewest parts of that sort", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 256 }), { minLength: 1, maxLength: 48 }),
        fc.integer({ min: 175, max: 4000 }),
        (lengths, megabytes) => {
          const [rows, of] = [rowsOf(lengths), estimateOf(lengths)];
          const fits = (count: number) =>
            partsOf(rows, count).every((part) => of(part) <= megabytes * 1e6);
          const parts = stepParts(rows, within(`${megabytes}MB`), of);
          expect(parts).toEqual(partsOf(rows, parts.length));
          expect(fits(parts.length)).toBe(true);
          for (let fewer = 1; fewer < parts.length; fewer++) expect(fits(fewer)).toBe(false);
        },
      ),
    );
  });

  it("cuts as a number says where that is given, whatever it takes", () => {
    const lengths = [200, 10, 10, 10, 200];
    const parts = stepParts(rowsOf(lengths), finetuneRecipe({ accumulate: 2 }), () => 1e12);
    expect(parts.map((part) => [...part])).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
  });

  it("reads sizes as they are written", () => {
    expect(["500MB", "4GB", "1.5GB"].map((memory) => partMemory(within(memory)))).toEqual([
      5e8, 4e9, 1.5e9,
    ]);
    expect(partMemory(finetuneRecipe())).toBeUndefined();
  });
});

describe("assertEachFits", () => {
  it("refuses an example that alone takes more than a part may", () => {
    const lengths = [10, 512];
    const of = estimateOf(lengths);
    // 512 tokens x 28 x (5,376 + 6,144 + 48 x 512) bytes = 517 MB.
    expect(of(Int32Array.of(1))).toBe(512 * 28 * (5376 + 6144 + 48 * 512));
    const check = (memory: string) =>
      assertEachFits("a student", rowsOf(lengths), within(memory), of);
    expect(() => check("500MB")).toThrow(
      `a student: the largest example's activations take about 517 MB, and "accumulate" gives a ` +
        `part 500 MB; give it more, or set a smaller "maxTokens"`,
    );
    expect(() => check("520MB")).not.toThrow();
  });
});
