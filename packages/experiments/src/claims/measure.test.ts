import type { Outcome } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { type Given, outcome } from "../../../report/test/outcomes.js";
import { measure } from "./measure.js";
import { rowsOf } from "./rows.js";
import type { Check } from "./schema.js";
import { trainingOf } from "./training.js";
import { verdictOf } from "./verdict.js";

const check = (given: Partial<Check>): Check => ({
  study: "scaling",
  rows: {},
  quantity: "gain",
  over: "mean",
  expect: { above: 0 },
  ...given,
});
const around = (value: number, half: number) => ({ value, low: value - half, high: value + half });
const row = (task: string, gain: number, half: number, more: Given = {}): Outcome =>
  outcome({ task, ...more, more: { gain: around(gain, half), ...more.more } });

describe("rowsOf", () => {
  const rows = ["naive", "confidence", "bootstrapping (fresh true)"].map((method) =>
    outcome({ method }),
  );
  const methods = (method: string | string[]) => rowsOf(rows, { method }).map((one) => one.method);

  it("takes a name, any text for a star, several, and none after an exclamation mark", () => {
    expect(methods("naive")).toEqual(["naive"]);
    expect(methods("b*true)")).toEqual(["bootstrapping (fresh true)"]);
    expect(methods("!b*")).toEqual(["naive", "confidence"]);
    expect(methods(["naive", "conf*"])).toEqual(["naive", "confidence"]);
    expect(methods(["*n*", "!*a*", "!boot*"])).toEqual(["confidence"]);
    expect(methods("bootstrapping .fresh true.")).toEqual([]);
  });

  it("puts the supervisor's own label into a name", () => {
    const rows = ["strong+micro finetuned", "strong+nano finetuned"].map((student) =>
      outcome({ more: { student } }),
    );
    expect(rowsOf(rows, { student: "*+{supervisor}" })).toEqual([rows[0]]);
  });

  it("knows how students are adapted", () => {
    const both = [outcome({ adapted: "probe" }), outcome({ adapted: "finetuned" })];
    expect(rowsOf(both, { adapted: "probe*" })).toEqual([both[0]]);
  });
});

describe("measure", () => {
  it("is of one or two tasks the mean, within the mean of the rows' bounds", () => {
    const rows = [row("a", 0.1, 0.02), row("b", 0.3, 0.04)];
    // (.1 + .3) / 2; (.08 + .26) / 2 and (.12 + .34) / 2.
    expect(measure(check({}), rows)).toMatchObject({ tasks: 2, rows: 2, seeds: 5 });
    expect(measure(check({}), rows)!.value).toBeCloseTo(0.2, 12);
    expect(measure(check({}), rows)!.low).toBeCloseTo(0.17, 12);
    expect(measure(check({}), rows)!.high).toBeCloseTo(0.23, 12);
  });

  it("is of three tasks their mean with Student's interval, a task being its rows' mean", () => {
    const rows = [row("a", 0.05, 1), row("a", 0.15, 1), row("b", 0.2, 1), row("c", 0.3, 1)];
    // Of .1, .2, .3: mean .2, standard deviation .1, t(2) 4.3027: .2 +- 4.3027 * .1 / sqrt 3.
    const found = measure(check({}), rows)!;
    expect(found.value).toBeCloseTo(0.2, 12);
    expect(found.low).toBeCloseTo(0.2 - (4.3027 * 0.1) / Math.sqrt(3), 5);
    expect(found).toMatchObject({ tasks: 3, rows: 4 });
  });

  it("has medians: of few tasks from the lowest to the highest bound", () => {
    const pgrs = [0.1, 0.5, 0.3].map((pgr, i) => outcome({ task: `t${i}`, pgr, spread: 0.05 }));
    const found = measure(check({ quantity: "pgr", over: "median" }), pgrs)!;
    expect(found.value).toBeCloseTo(0.3, 12);
    expect([found.low, found.high].map((bound) => bound!.toFixed(3))).toEqual(["0.050", "0.550"]);
  });

  it("has medians: of six tasks the interval of order statistics", () => {
    const pgrs = [1, 2, 3, 4, 5, 6].map((i) => outcome({ task: `t${i}`, pgr: i / 10 }));
    // 1 - 2 / 2^6 = .969 from the lowest to the highest; the next pair has 1 - 2 * 7 / 64 = .781.
    const found = measure(check({ quantity: "pgr", over: "median" }), pgrs)!;
    expect([found.value, found.low, found.high].map((each) => each!.toFixed(2))).toEqual([
      "0.35",
      "0.10",
      "0.60",
    ]);
  });

  it("leaves out rows without a PGR, and is null where none has one", () => {
    const none = outcome({ weakScore: 0.9, ceilingScore: 0.9 });
    const pgr = check({ quantity: "pgr" });
    expect(measure(pgr, [none, outcome({ pgr: 0.4 })])).toMatchObject({ rows: 1 });
    expect(measure(pgr, [none])).toBeNull();
  });

  it("subtracts cell by cell, with the interval of independent ones", () => {
    const minus = { method: "naive" };
    const rows = [
      row("a", 0.3, 0.03, { method: "confidence" }),
      row("a", 0.1, 0.04),
      row("b", 0.9, 0.01, { method: "confidence", weak: "nano" }),
    ];
    // .3 - .1 within sqrt(.03^2 + .04^2) = .05; b has no naive row.
    const found = measure(check({ rows: { method: "confidence" }, minus }), rows)!;
    expect(found).toMatchObject({ tasks: 1, rows: 2 });
    expect([found.value, found.low, found.high].map((each) => each!.toFixed(3))).toEqual([
      "0.200",
      "0.150",
      "0.250",
    ]);
  });

  it("finds the same pair adapted otherwise, whose labels say so", () => {
    const rows = [
      row("a", 0.3, 0.01, { adapted: "finetuned" }),
      row("a", 0.1, 0.01, { adapted: "probe" }),
    ];
    const found = measure(
      check({ rows: { adapted: "finetuned" }, minus: { adapted: "probe" } }),
      rows,
    )!;
    expect(found.value).toBeCloseTo(0.2, 12);
  });

  it("has no bounds for what no row has bounds of, of fewer than three tasks", () => {
    const found = measure(check({ quantity: "agreementOverWeak" }), [outcome({ weakScore: 0.8 })])!;
    // .9 - .8
    expect(found.value).toBeCloseTo(0.1, 12);
    expect(found.low).toBeUndefined();
    expect(verdictOf({ above: 0 }, found)).toBe("unclear");
  });

  it("correlates ranks with a size within task and supervisor, of three sizes and more", () => {
    const sizes = ["mini", "small", "large"] as const;
    const copied = (strong: (typeof sizes)[number], value: number) =>
      outcome({
        strong,
        more: {
          errorsRepeated: { student: around(value, 0), ceiling: null, difference: null },
        },
      });
    const rows = sizes.map((strong, i) => copied(strong, [0.9, 0.5, 0.7][i]!));
    // Ranks 1 2 3 against 3 1 2: 1 - 6 * (4 + 1 + 1) / (3 * 8) = -.5.
    const falling = check({ quantity: "copied", against: "student size" });
    expect(measure(falling, rows)!.value).toBeCloseTo(-0.5, 12);
    expect(measure(falling, rows.slice(1))).toBeNull();
  });

  it("correlates ranks with another quantity over all pairs of a task", () => {
    const rows = ([0.1, 0.2, 0.3] as const).map((gain, i) =>
      row("a", gain, 0.1, {
        weak: (["nano", "micro", "mini"] as const)[i]!,
        weakScore: 0.9 - gain,
      }),
    );
    expect(measure(check({ against: "weak" }), rows)!.value).toBe(-1);
  });

  it("takes measures of the study's own", () => {
    const own = outcome({ more: { measures: { misfit: { student: around(0.2, 0.1) } } } });
    expect(measure(check({ quantity: "measure:misfit" }), [own])).toMatchObject({ value: 0.2 });
    expect(measure(check({ quantity: "measure:capa" }), [own])).toBeNull();
  });

  it("subtracts another quantity of other rows", () => {
    const rows = [
      outcome({ method: "naive", weakScore: 0.8 }),
      outcome({ method: "confidence", weakScore: 0.6, pgr: 0.5, ceilingScore: 1 }),
    ];
    const minus = { method: "naive", quantity: "weak" as const };
    // (.6 + .5 * .4) - .8
    const found = measure(check({ rows: { method: "conf*" }, quantity: "student", minus }), rows)!;
    expect(found.value).toBeCloseTo(0, 12);
  });

  it("correlates two ways of the same cells within each task", () => {
    const rows = ["probe", "finetuned"].flatMap((adapted) =>
      (["mini", "small", "large"] as const).map((strong, i) =>
        row("a", adapted === "probe" ? i : i ** 2, 0.1, { adapted, strong }),
      ),
    );
    const beside = check({ rows: { adapted: "probe" }, beside: { adapted: "finetuned" } });
    expect(measure(beside, rows)).toMatchObject({ value: 1, tasks: 1, rows: 6 });
  });
});

describe("verdictOf", () => {
  const at = (low: number, high: number) => ({ value: (low + high) / 2, low, high });

  it("agrees or differs by the whole interval, and is unclear astride", () => {
    expect(verdictOf({ above: 0 }, at(0.1, 0.3))).toBe("agrees");
    expect(verdictOf({ above: 0 }, at(-0.3, -0.1))).toBe("differs");
    expect(verdictOf({ above: 0 }, at(-0.1, 0.3))).toBe("unclear");
    expect(verdictOf({ below: 0.5 }, at(0.1, 0.3))).toBe("agrees");
    expect(verdictOf({ below: 0.5 }, at(0.5, 0.7))).toBe("differs");
    expect(verdictOf({ within: [0.4, 0.6] }, at(0.45, 0.55))).toBe("agrees");
    expect(verdictOf({ within: [0.4, 0.6] }, at(0.1, 0.3))).toBe("differs");
    expect(verdictOf({ within: [0.4, 0.6] }, at(0.3, 0.7))).toBe("unclear");
    expect(verdictOf({ beyond: 0.1 }, at(-0.3, -0.2))).toBe("agrees");
    expect(verdictOf({ beyond: 0.1 }, at(0.2, 0.3))).toBe("agrees");
    expect(verdictOf({ beyond: 0.1 }, at(-0.1, 0.1))).toBe("differs");
    expect(verdictOf({ beyond: 0.1 }, at(-0.2, 0.05))).toBe("unclear");
  });
});

describe("trainingOf", () => {
  const curve = (seed: number, accuracies: readonly number[]) => ({
    role: "student" as const,
    seed,
    chosenStep: null,
    points: accuracies.map((testAccuracy, i) => ({
      step: 10 * (i + 1),
      loss: null,
      agreement: null,
      testAccuracy,
      testAgreement: 0.5 + 0.1 * i,
    })),
  });

  it("chooses the best evaluation on the other seeds", () => {
    // Best of seed 1 is its second, of seed 0 its first: so seed 0 loses .8 - .7, seed 1 loses 0.
    const curves = [curve(0, [0.9, 0.8, 0.7]), curve(1, [0.6, 0.9, 0.6])];
    const { fall, best, agreement } = trainingOf(outcome({ more: { curves } }))!;
    expect(fall).toBeCloseTo((0.1 + 0) / 2, 12);
    expect(best).toBeCloseTo((2 / 3 + 1 / 3) / 2, 12);
    expect(agreement).toBeCloseTo((0.1 + 0.2) / 2, 12);
  });

  it("compares seeds at the same steps, and leaves out a step that one of them alone has", () => {
    // Seed 1 kept step 15 besides. By place in the list its best would be step 30 of seed 0.
    const kept = curve(1, [0.6, 0.7, 0.9, 0.6]);
    const points = kept.points.map((point, i) => ({ ...point, step: [10, 15, 20, 30][i]! }));
    const curves = [curve(0, [0.8, 0.7, 0.6]), { ...kept, points }];
    const { fall, best } = trainingOf(outcome({ more: { curves } }))!;
    // Best of seed 1 is step 20, of seed 0 step 10: seed 0 loses .7 - .6, seed 1 loses .6 - .6.
    expect(fall).toBeCloseTo((0.1 + 0) / 2, 12);
    expect(best).toBeCloseTo((2 / 3 + 1 / 3) / 2, 12);
  });

  it("is null for one seed, and without accuracies", () => {
    expect(trainingOf(outcome({ more: { curves: [curve(0, [0.9, 0.8])] } }))).toBeNull();
    expect(trainingOf(outcome())).toBeNull();
  });
});
