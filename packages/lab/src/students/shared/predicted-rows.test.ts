import { describe, expect, it } from "vitest";
import { PredictedRows } from "./predicted-rows.js";

describe("SaidRows", () => {
  it("gives probabilities, and no scores while they tell all rows apart", () => {
    const rows = new PredictedRows(2, 2);
    rows.note(1, [0, Math.log(3)]);
    rows.note(0, [0, 0]);
    const { probabilities, scores } = rows.said();
    expect([...probabilities.data]).toEqual([0.5, 0.5, 0.25, 0.75]);
    expect(scores).toBeUndefined();
  });

  it("gives the logits too where float32 has probabilities of 0 or 1", () => {
    const rows = new PredictedRows(2, 2);
    rows.note(0, [0, 20]);
    rows.note(1, [0, 40]);
    const { probabilities, scores } = rows.said();
    expect(probabilities.data[1]).toBe(1);
    expect(probabilities.data[3]).toBe(1);
    expect([...scores!.data]).toEqual([0, 20, 0, 40]);
  });
});
