import { describe, expect, it } from "vitest";
import { type Change, differences, explains, speaksOf } from "./compare.js";

const row = {
  task: "t",
  supervisor: "weak",
  student: "strong",
  labels: "soft",
  method: "naive",
  strong: { accuracy: { value: 0.75, low: 0.7, high: 0.8 }, auroc: null },
  pgr: { defined: false, reason: "no clear gap" },
  parts: [
    { fact: "skill", value: "sorted", strong: 0.5 },
    { fact: "skill", value: 2, strong: 1 },
  ],
};
const golden = { format: 2, study: "s", notes: ["a"], outcomes: [row] };
const exactly = { renamed: {}, ignored: ["format"], tolerance: 0 };
const name = "t > weak > strong > soft > naive";

const withRow = (changed: object) => ({ ...golden, outcomes: [{ ...row, ...changed }] });

describe("differences", () => {
  it("finds rows and parts whatever their order, and lets new ones and new fields be", () => {
    const now = {
      ...golden,
      format: 3,
      arms: [1],
      outcomes: [
        { ...row, method: "other", strong: 0 },
        { ...row, parts: row.parts.toReversed(), untouched: 0.5 },
      ],
    };
    expect(differences(golden, now, exactly)).toEqual([]);
  });

  it("tells a number that differs in its last digit, with its path", () => {
    const next = 0.75 + 2 ** -53;
    const now = withRow({
      strong: { ...row.strong, accuracy: { value: next, low: 0.7, high: 0.8 } },
    });
    expect(differences(golden, now, exactly)).toEqual([
      { path: `${name}: strong.accuracy.value`, golden: 0.75, now: next },
    ]);
    expect(differences(golden, now, { ...exactly, tolerance: 1e-9 })).toEqual([]);
  });

  it("tells what is gone: a row, a part, a field, an element; and null, which is not 0", () => {
    const paths = (now: Parameters<typeof differences>[1]) =>
      differences(golden, now, exactly).map(({ path }) => path);
    expect(paths({ ...golden, outcomes: [] })).toEqual([name]);
    expect(paths(withRow({ parts: [row.parts[0]!] }))).toEqual([`${name}: parts[skill 2]`]);
    expect(paths(withRow({ pgr: { defined: false } }))).toEqual([`${name}: pgr.reason`]);
    expect(paths({ ...golden, notes: [] })).toEqual(["notes.0"]);
    expect(paths(withRow({ strong: { ...row.strong, auroc: 0 } }))).toEqual([
      `${name}: strong.auroc`,
    ]);
    const part = { ...row.parts[1]!, strong: 0.9 };
    expect(paths(withRow({ parts: [row.parts[0]!, part] }))).toEqual([
      `${name}: parts[skill 2].strong`,
    ]);
  });

  it("looks under today's names", () => {
    const { outcomes: _, ...rest } = golden;
    const { method, strong, ...others } = row;
    const parts = row.parts.map(({ strong, ...part }) => ({ ...part, student: strong }));
    const rows = [{ ...others, how: method, scores: { student: strong }, parts }];
    const own = { strong: "scores.student", "parts.strong": "parts.student" };
    const renamed = { outcomes: "rows", method: "how", ...own };
    const now = { ...rest, rows };
    expect(differences(golden, now, { ...exactly, renamed })).toEqual([]);
  });
});

describe("speaksOf", () => {
  it("takes * for any text and everything else as it is", () => {
    const speaks = (path: string, of: string) => speaksOf({ path } as Change, of);
    expect(speaks("*: pgr.*", `${name}: pgr.reason`)).toBe(true);
    expect(speaks("*(alpha 0.5)*", "naive (alpha 0.5): gain.low")).toBe(true);
    expect(speaks("pgr.*", `${name}: pgr.reason`)).toBe(false);
    expect(speaks("*: strong.auroc", `${name}: strong?auroc`)).toBe(false);
  });
});

describe("explains", () => {
  const change = { study: "one", path: "*: *.logLoss", within: 1e-6, why: "rounding" };
  const path = "a > b: strong.logLoss";

  it("holds numbers to how far the change moves them, and nothing but numbers", () => {
    expect(explains(change, { path, golden: 0.5, now: 0.5000005 })).toBe(true);
    expect(explains(change, { path, golden: 0.5, now: 0.50001 })).toBe(false);
    expect(explains(change, { path, golden: 0.5, now: undefined })).toBe(false);
    expect(explains(change, { path: "a > b: weak.auroc", golden: 0.5, now: 0.5 })).toBe(false);
    const { within: _, ...any } = change;
    expect(explains(any, { path, golden: 0.5, now: null })).toBe(true);
  });
});
