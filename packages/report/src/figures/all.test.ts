// What every figure must hold: one suite for all of the map.

import { readFileSync } from "node:fs";
import { type Estimate, type Figure, figure, type Outcome } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { arm, grid, outcome } from "../../test/outcomes.js";
import { drawFigures, figures } from "./all.js";

const own = figure("own", (outcomes) => ({
  svg: `<svg xmlns="http://www.w3.org/2000/svg"><title>${outcomes.length} outcomes</title></svg>`,
  rows: outcomes.map(({ task, gain }) => ({ task, gain: gain.value })),
}));

const difference = { value: 0.02, low: 0.01, high: 0.03 };
const point = { loss: 0.5, agreement: 0.8, testAccuracy: 0.7, testAgreement: null };
const quality = {
  examples: 1440,
  accuracy: 0.8,
  calibrationError: 0.03,
  auroc: 0.85,
  confidence: 0.9,
  balance: [0.4, 0.6],
  truth: [0.5, 0.5],
};
/** A row whose student is so much better. */
function variedAs({ scores, gain, pgr }: Outcome, by: number) {
  const { weak, student, ceiling } = scores;
  const [w, s, c] = [weak, student, ceiling].map(({ accuracy }) => accuracy);
  const moved = (at: Estimate) => ({ value: at.value + by, low: at.low + by, high: at.high + by });
  return {
    weak: w!,
    student: moved(s!),
    ceiling: c!,
    gain: moved(gain),
    pgr: pgr.defined ? { ...pgr, ...moved(pgr) } : pgr,
    difference: moved({ value: 0, low: -0.01, high: 0.01 }),
  };
}

/** Outcomes that have something for every figure to show. */
const full: Outcome[] = grid().map((row, i) => ({
  ...row,
  arms: { ...row.arms, untouched: arm(0.52, difference), uninformed: arm(0.5, difference) },
  varied: [
    { setting: "epochs", value: "50", ...variedAs(row, 0.01) },
    { setting: "labels", value: "hard", ...variedAs(row, -0.04) },
  ],
  comparison: row.method === "naive" ? null : { with: "naive", difference, p: i / 1000 },
  labelQuality: { transfer: quality, validation: null },
  curves: [
    {
      role: "student",
      seed: 0,
      points: [
        { ...point, step: 10 },
        { ...point, step: 20, agreement: 0.9 },
      ],
      chosenStep: 20,
    },
  ],
}));

const cases: [string, Figure][] = [...Object.entries<Figure>(figures), ["own", own]];

describe.each(cases)("figure %s", (name, { draw, ...about }) => {
  const drawn = draw(full, { width: 990 })!;

  it("is drawn the same each time, and leaves its outcomes alone", () => {
    const before = JSON.stringify(full);
    expect(draw(full, { width: 990 })).toEqual(drawn);
    expect(JSON.stringify(full)).toBe(before);
  });

  it("is one svg that asks nothing of the network and shows numbers that are some", () => {
    expect(drawn.svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(drawn.svg.trimEnd()).toMatch(/<\/svg>$/);
    expect(drawn.svg).not.toMatch(/<script|href=|@import|url\(|NaN|Infinity/);
  });

  it("keeps to the width of a small screen", () => {
    if (name === "own") return;
    const { svg } = draw(full, { width: 360 })!;
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 360 /);
    for (const [, x] of svg.matchAll(/ x[12]?="(-?[\d.]+)"/g)) {
      expect(Number(x), svg.slice(0, 200)).toBeLessThanOrEqual(360);
    }
  });

  it("gives the data that it shows, a row a mark, every number finite", () => {
    expect(drawn.rows.length).toBeGreaterThan(0);
    for (const row of drawn.rows) {
      for (const value of Object.values(row)) {
        expect(typeof value === "number" ? Number.isFinite(value) : true).toBe(true);
      }
    }
  });

  it("holds no outcomes, and names that would be markup", () => {
    expect(draw([], { width: 990 })?.svg ?? "").not.toMatch(/NaN|Infinity/);
    const hostile = full.map((row) => ({ ...row, task: "<b>&" }));
    expect(draw(hostile, { width: 990 })!.svg).not.toContain("<b>");
  });

  it("has the name of its entry, and says what it shows", () => {
    expect(about.name).toBe(name);
    expect(about.doc.length).toBeGreaterThan(20);
  });
});

describe("drawFigures", () => {
  it("leaves out what has nothing to show, and puts the study's own last", () => {
    // One student is no figure of sizes, nobody was compared, measured or watched.
    expect(drawFigures([outcome()], [own]).map(({ name }) => name)).toEqual([
      "overview",
      "medians",
      "references",
      "own",
    ]);
    expect(drawFigures(full).map(({ name }) => name)).toEqual(Object.keys(figures));
  });

  it("draws them for a small screen too, where that is not the same", () => {
    const drawn = drawFigures([outcome()], [own]);
    expect(drawn[0]!.narrow).toContain('viewBox="0 0 360 ');
    expect(drawn.at(-1)!.narrow).toBeNull();
  });

  it("refuses two figures of one name", () => {
    expect(() => drawFigures([outcome()], [figure("scores", () => null)])).toThrow(
      'figure "scores": there is one already; take another name',
    );
    expect(() => figure("No name", () => null)).toThrow(
      'figure: a name must be small letters, digits or "-", begun by a letter, got "No name"',
    );
  });
});

describe("the figures' data", () => {
  it("holds every role of every row, on the metric of its PGR", () => {
    const { rows } = figures.references.draw([full[0]!], { width: 990 })!;
    expect(rows.map(({ role, value }) => [role, value])).toEqual([
      ["weak", full[0]!.scores.weak.accuracy.value],
      ["student", full[0]!.scores.student.accuracy.value],
      ["ceiling", full[0]!.scores.ceiling.accuracy.value],
      ["untouched", 0.52],
      ["uninformed", 0.5],
    ]);
  });

  it("holds p as it was, and corrected for all comparisons", () => {
    const compared = full.filter(({ comparison }) => comparison !== null);
    const { rows: all } = figures.methods.draw(full, { width: 990 })!;
    const rows = all.filter(({ task }) => task !== "all tasks");
    expect(rows).toHaveLength(compared.length);
    expect(all).toHaveLength(compared.length + 1);
    // The smallest of 27 p is multiplied by 27.
    const least = Math.min(...compared.map(({ comparison }) => comparison!.p));
    const first = rows.find(({ p }) => p === least)!;
    expect(first.p_holm).toBeCloseTo(27 * least, 12);
  });

  it("holds what each setting changes, the largest change first, cells and their mean", () => {
    const { rows } = figures.sensitivity.draw(full, { width: 990 })!;
    const naive = rows.filter(({ method, measure }) => method === "naive" && measure === "score");
    const means = naive.filter(({ task }) => task === null);
    expect(means.map(({ setting }) => setting)).toEqual(["labels hard", "epochs 50"]);
    expect(means[0]!.value).toBeCloseTo(-0.04, 12);
    // All cells change alike, so that there is no spread over tasks.
    expect(means[0]!.low).toBeCloseTo(-0.04, 12);
    expect(naive.length).toBe(2 * (full.length / 2 + 1));
    const pgr = rows.filter(({ measure, task }) => measure === "pgr" && task === null);
    expect(pgr.map(({ value }) => Number(value).toFixed(3))).toEqual([
      "-0.040",
      "0.010",
      "-0.040",
      "0.010",
    ]);
  });

  it("names in the drawing the tasks that have no room in it", () => {
    const tasks = Array.from({ length: 30 }, (_, i) => outcome({ task: `task ${i}` }));
    const { svg, rows } = figures.references.draw(tasks, { width: 360 })!;
    expect(svg.split('class="panel"')).toHaveLength(1 + 24);
    const said = svg.replaceAll(/<[^>]*>/g, " ").replaceAll(/ +/g, " ");
    expect(said).toContain("with 95% intervals, 6 more tasks in the data");
    expect(new Set(rows.map(({ task }) => task)).size).toBe(30);
  });

  it("draws no student whose evaluations measured nothing, and one evaluation as a dot", () => {
    const row = full[0]!;
    const curve = (points: Outcome["curves"][number]["points"]) => ({
      ...row,
      curves: [{ ...row.curves[0]!, points }],
    });
    const nothing = {
      step: 10,
      loss: 0.1,
      agreement: null,
      testAccuracy: null,
      testAgreement: null,
    };
    expect(figures.curves.draw([curve([nothing])], { width: 990 })).toBeNull();
    const { svg } = figures.curves.draw([curve([{ ...nothing, agreement: 0.8 }])], { width: 990 })!;
    expect(svg).toMatch(/<path d="M[\d.]+,[\d.]+Z" [^>]*stroke-linecap="round"/);
  });

  it("marks the step that was kept", () => {
    const { rows } = figures.curves.draw([full[0]!], { width: 990 })!;
    expect(rows.map(({ step, chosen }) => [step, chosen])).toEqual([
      [10, 0],
      [20, 1],
    ]);
  });
});

describe("docs/report.md", () => {
  const page = readFileSync(new URL("../../../../docs/report.md", import.meta.url), "utf8");

  it("has a row for every figure, with what the figure says of itself", () => {
    const section = page.split(/^## /m).find((part) => part.startsWith("Figures\n"))!;
    const found = [...section.matchAll(/^\| `([\w-]+)` \| (.*) \|$/gm)];
    expect(found.map(([, name, doc]) => [name, doc])).toEqual(
      Object.values<Figure>(figures).map(({ name, doc }) => [name, doc]),
    );
  });
});
