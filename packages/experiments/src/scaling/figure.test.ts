import { describe, expect, it } from "vitest";
import { facts, outcome } from "../../../report/test/outcomes.js";
import { gapFigure, magnitudesApart } from "./figure.js";

/** A row whose models' pretraining compute nobody knows. */
const bySize = () =>
  outcome({
    more: {
      supervisorModel: { ...facts("micro"), pretrainingFlop: null },
      studentModel: { ...facts("large"), pretrainingFlop: null },
    },
  });

describe("magnitudesApart", () => {
  it("is of compute, else of parameters, and none of a model that was never trained", () => {
    // 610,000 / 7,700 = 79.2, of parameters and of the compute that is 24e6 times that.
    expect(magnitudesApart(outcome())).toBeCloseTo(Math.log10(610 / 7.7), 12);
    expect(magnitudesApart(bySize())).toBeCloseTo(Math.log10(610 / 7.7), 12);
    const drawn = { ...facts("large"), parameters: null, pretrainingFlop: 0 };
    expect(magnitudesApart(outcome({ more: { studentModel: drawn } }))).toBeNull();
  });
});

describe("gapFigure", () => {
  const axisOf = async (rows: ReturnType<typeof outcome>[]) => {
    const drawn = await gapFigure.draw(rows, { width: 900 });
    return /orders of magnitude between them, by [^<]*/.exec(drawn!.svg)![0];
  };

  it("says what models are apart by", async () => {
    const start = "orders of magnitude between them, by";
    expect(await axisOf([outcome()])).toBe(`${start} pretraining compute`);
    expect(await axisOf([bySize()])).toBe(`${start} parameters`);
    expect(await axisOf([bySize(), outcome()])).toBe(`${start} compute or parameters`);
  });
});
