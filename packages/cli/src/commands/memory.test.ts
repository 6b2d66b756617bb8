import { describe, expect, it } from "vitest";
import { workersThatFit } from "./memory.js";

/** A plan whose largest model has this many parameters. */
const planOf = (parameters: number | null) => {
  const model = { name: "m", adapted: "probe", parameters, pretrainingFlop: null };
  const about = { supervisorModel: { ...model, parameters: 1 }, studentModel: model };
  return { cells: [{ about }] } as never;
};

describe("workersThatFit", () => {
  it("starts all that were asked for where memory takes them", () => {
    expect(workersThatFit(4, planOf(1e6), 16e9)).toEqual({ fit: 4 });
    expect(workersThatFit(2, planOf(null), 1e9)).toEqual({ fit: 2 });
  });

  it("starts fewer, at least one, and says so", () => {
    // 135 million parameters: 400 MB + 16 x 135 MB = 2.56 GB each.
    expect(workersThatFit(4, planOf(135e6), 6e9)).toEqual({
      fit: 2,
      line: "--workers 4: 6.0 GB of memory are free and each may need 2.6 GB; running 2",
    });
    expect(workersThatFit(4, planOf(135e6), 1e9).fit).toBe(1);
  });
});
