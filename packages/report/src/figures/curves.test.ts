import type { Curve } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { outcome } from "../../test/outcomes.js";
import { curvesFigure, meanCurve } from "./curves.js";

const curve = (seed: number, points: readonly (readonly [number, number | null])[]): Curve => ({
  role: "student",
  seed,
  chosenStep: null,
  points: points.map(([step, testAccuracy]) => ({
    step,
    loss: null,
    agreement: null,
    testAccuracy,
    testAgreement: null,
  })),
});

describe("meanCurve", () => {
  it("is the mean over seeds where all of them have a value", () => {
    const one = curve(0, [
      [10, 0.5],
      [20, 0.7],
      [30, 0.9],
    ]);
    const two = curve(1, [
      [10, 0.7],
      [20, 0.9],
      [40, 0.1],
    ]);
    const means = meanCurve([two, one, curve(2, [[10, null]])], "testAccuracy");
    expect(means.map(([step, value]) => [step, value.toFixed(6)])).toEqual([
      [10, "0.600000"],
      [20, "0.800000"],
    ]);
    expect(meanCurve([one], "agreement")).toEqual([]);
  });

  it("takes every step where seeds share none", () => {
    const apart = [curve(0, [[10, 0.5]]), curve(1, [[20, 0.75]])];
    expect(meanCurve(apart, "testAccuracy")).toEqual([
      [10, 0.5],
      [20, 0.75],
    ]);
  });
});

describe("curvesFigure", () => {
  it.each([400, 1100])("names in each panel what a sweep varies, %i pixels wide", (width) => {
    const points = [
      [10, 0.5],
      [20, 0.7],
    ] as const;
    const rows = [30, 100].map((epochs) =>
      outcome({
        more: {
          task: "sorted",
          supervisor: "w2s-world-24:2 finetuned whole",
          student: `w2s-world-48:2 (epochs ${epochs}, learning rate 0.001)`,
          curves: [curve(0, points)],
        },
      }),
    );
    const { svg } = curvesFigure.draw(rows, { width })!;
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
    expect(
      texts.filter((text) => text.includes("epochs 30")),
      texts.join("|"),
    ).toHaveLength(1);
    expect(texts.filter((text) => text.includes("epochs 100"))).toHaveLength(1);
    expect(texts.filter((text) => text.startsWith("by w2s-world-24"))).toHaveLength(2);
  });
});
