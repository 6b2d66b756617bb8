import { describe, expect, it } from "vitest";
import { facts, outcome } from "../../test/outcomes.js";
import { sizeAxis } from "./sizes.js";

const swept = (student: string, supervisor = "micro finetuned") =>
  outcome({ more: { student, supervisor, studentModel: facts("large") } });
const shown = ({ title, places }: ReturnType<typeof sizeAxis>) => [
  title,
  ...[...places.values()].map(({ short }) => short),
];

describe("sizeAxis", () => {
  it("says what students differ by: compute, size, the setting that is swept, or recipes", () => {
    const by = (...rows: Parameters<typeof sizeAxis>[0]) => sizeAxis(rows).by;
    expect(by(outcome(), outcome({ strong: "small" }))).toBe("compute");
    const unknown = { ...facts("small"), pretrainingFlop: null };
    expect(by(outcome(), outcome({ strong: "small", more: { studentModel: unknown } }))).toBe(
      "size",
    );
    expect(by(swept("large (epochs 2)"), swept("large (epochs 9)"))).toBe("epochs");
    expect(by(swept("slow finetuned"), swept("fast finetuned"))).toBe("recipe");
  });

  it("stands one model's recipes in the study's order, by what is swept", () => {
    const rates = ["5e-4", "1e-2", "1e-3"].map((rate) => swept(`large (learningRate ${rate})`));
    expect(shown(sizeAxis(rates))).toEqual(["learningRate of large", "5e-4", "1e-2", "1e-3"]);
    const two = ["epochs 2, rate 1", "epochs 1, rate 3"].map((what) => swept(`large (${what})`));
    expect(shown(sizeAxis(two))).toEqual([
      "large, in the study's order",
      "epochs 2, rate 1",
      "epochs 1, rate 3",
    ]);
    expect(shown(sizeAxis([swept("slow finetuned"), swept("fast finetuned")]))).toEqual([
      "students, in the study's order",
      "slow",
      "fast",
    ]);
  });

  it("knows the study's order where a supervisor leaves itself out", () => {
    const rows = [
      swept("large (epochs 9)", "a"),
      swept("large (epochs 1)", "a"),
      swept("large (epochs 3)", "b"),
      swept("large (epochs 9)", "b"),
      swept("large (epochs 1)", "b"),
    ];
    expect(shown(sizeAxis(rows)).slice(1)).toEqual(["3", "9", "1"]);
  });

  it("says of compute that a layer has its share, and else goes by parameters or order", () => {
    const small = outcome({ strong: "small" });
    expect(sizeAxis([outcome(), small])).toMatchObject({
      kind: "flop",
      title: "pretraining FLOP (a layer: its share)",
    });
    const unknown = { ...facts("small"), pretrainingFlop: null };
    const axis = sizeAxis([
      outcome(),
      outcome({ strong: "small", more: { studentModel: unknown } }),
    ]);
    expect(axis.kind).toBe("parameters");
  });
});
