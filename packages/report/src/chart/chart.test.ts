// A chart's data become marks at their places, under names that keep their colours.

import { describe, expect, it } from "vitest";
import { markPath } from "../figures/shapes.js";
import { drawChart } from "./chart.js";
import type { Chart } from "./data.js";

const interval = (value: number) => ({ value, low: value - 0.05, high: value + 0.05 });
const chart: Chart = {
  title: "Scores by size",
  x: { title: "parameters", scale: "log" },
  y: { title: "accuracy" },
  ink: "ceiling",
  panels: ["sorted", "parity"].map((title) => ({
    title,
    detail: "naive",
    series: [
      {
        name: "ceiling",
        points: [
          { x: 100, y: 0.9 },
          { x: 1000, y: 0.95 },
        ],
      },
      {
        name: "small",
        points: [
          { x: 100, y: interval(0.7) },
          { x: 1000, y: interval(0.8) },
        ],
      },
      { name: "large", as: "marks", points: [{ x: 1000, y: interval(0.85) }] },
    ],
    levels: [{ y: 0.5, title: "chance" }],
  })),
};
const bars: Chart = {
  title: "Recovered by structure",
  x: { title: "structure", scale: "names" },
  y: { title: "PGR" },
  panels: [
    {
      title: "all tasks",
      series: ["naive", "confidence"].map((name, i) => ({
        name,
        as: "bars" as const,
        points: ["random", "longest"].map((x, j) => ({ x, y: interval(0.3 * (i + j) - 0.2) })),
      })),
    },
  ],
};

describe("drawChart", () => {
  it("has lines without marks, plain and dashed, and a panel's own words below it", () => {
    const points = [
      { x: 1, y: 0.6 },
      { x: 10, y: 0.7 },
    ];
    const { svg } = drawChart(
      {
        title: "Through training",
        x: { title: "step", scale: "log" },
        y: { title: "share" },
        panels: [
          { title: "one", series: [{ name: "accuracy", as: "rule", points }] },
          {
            title: "other",
            across: "epoch",
            series: [{ name: "agreement", as: "dashes", points }],
          },
        ],
      },
      990,
    )!;
    const lines = [...svg.matchAll(/<path [^>]*stroke-width="2"[^>]*>/g)].map(([line]) => line);
    expect(lines.map((line) => line.includes("stroke-dasharray"))).toEqual([false, true]);
    expect(svg.match(/<path /g)!.length).toBe(lines.length); // No mark, in the legend neither.
    const [legend] = /<g class="legend">.*?<\/g>(?=<g class="panel")/s.exec(svg)!;
    expect(legend.match(/<line [^>]*>/g)!.map((line) => line.includes('dasharray="5 3"'))).toEqual([
      false,
      true,
    ]);
    expect(svg).toContain(">step<");
    expect(svg).toContain(">epoch<");
  });

  it("puts what has one name at one place, and names beside each other along lines", () => {
    const points = [
      { x: "a", y: 0.5 },
      { x: "b", y: 0.5 },
    ];
    const { svg } = drawChart(
      {
        ...bars,
        panels: [
          {
            title: "all",
            series: [
              { name: "one", points },
              { name: "one", as: "rule", points },
              { name: "two", as: "rule", points },
            ],
          },
        ],
      },
      990,
    )!;
    const starts = [...svg.matchAll(/ d="M([\d.]+),[\d.]+L/g)].map(([, x]) => Number(x));
    expect(starts[0]).toBe(starts[1]);
    expect(starts[2]).not.toBe(starts[0]);
  });

  it("gives a row a mark, intervals beside the value", () => {
    const { rows } = drawChart(chart, 990)!;
    expect(rows).toHaveLength(10);
    expect(rows[2]).toEqual({
      panel: "sorted",
      detail: "naive",
      series: "small",
      x: 100,
      value: 0.7,
      low: 0.7 - 0.05,
      high: 0.7 + 0.05,
    });
    expect(rows[0]).toMatchObject({ value: 0.9, low: 0.9, high: 0.9 });
  });

  it("puts equal values at equal places, greater ones higher and further right", () => {
    const { svg } = drawChart(chart, 990)!;
    const path = /<path d="M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)" class="s0"/.exec(svg)!;
    const [x1, y1, x2, y2] = path.slice(1).map(Number);
    expect(x2).toBeGreaterThan(x1!);
    expect(y2).toBeLessThan(y1!);
    expect(svg.match(/class="panel"/g)).toHaveLength(2);
  });

  it("keeps to its width, in one column on a small screen", () => {
    for (const [given, width] of [chart, bars].flatMap((one) =>
      [990, 360].map((w) => [one, w] as const),
    )) {
      const { svg } = drawChart(given, width)!;
      expect(svg).toContain(`viewBox="0 0 ${width} `);
      expect(svg).not.toMatch(/NaN|Infinity/);
      for (const [, x] of svg.matchAll(/ x[12]?="(-?[\d.]+)"/g)) {
        expect(Number(x)).toBeLessThanOrEqual(width);
        expect(Number(x)).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it("says in the legend what its levels are, each once", () => {
    const { svg } = drawChart(chart, 990)!;
    const [legend] = /<g class="legend">.*?<\/g>(?=<g class="panel")/s.exec(svg)!;
    expect(legend.match(/>chance</g)).toHaveLength(1);
    expect(legend).toContain('stroke-dasharray="6 4"');
  });

  it("stands names upright where one of them has no room, under higher panels", () => {
    const named = (names: readonly string[]) =>
      drawChart(
        {
          ...bars,
          panels: [
            {
              title: "all",
              series: [{ name: "a", as: "marks", points: names.map((x) => ({ x, y: 0.5 })) }],
            },
          ],
        },
        400,
      )!.svg;
    const height = (svg: string) => Number(/ height="(\d+)"/.exec(svg)![1]);
    const many = Array.from({ length: 12 }, (_, i) => `consultancy number ${i}`);
    const [few, upright] = [named(["consultancy", "debate"]), named(many)];
    expect(few).not.toContain("rotate(-90 46");
    for (const name of many) expect(upright).toContain(`>${name}<`);
    expect(height(upright)).toBeGreaterThan(height(few) + 50);
  });

  it("tells bars apart by a mark at their foot, and points to what lies beyond its axis", () => {
    const { svg } = drawChart({ ...bars, y: { title: "PGR", domain: [-0.1, 0.2] } }, 990)!;
    const [, panel] = svg.split('class="panel"') as [string, string];
    // Four bars: two of each mark; -.2 lies below, .4 above.
    expect(panel.split(`<path d="${markPath(0, 2.8)}"`)).toHaveLength(3);
    const arrows = /<path d="M[\d.]+,([\d.]+)L[\d.]+,\1L[\d.]+,([\d.]+)L[^"]*" class="ceiling"/g;
    const heights = [...panel.matchAll(arrows)].map(([, foot, tip]) => Number(tip) - Number(foot));
    expect(heights.map(Math.round).sort((a, b) => a - b)).toEqual([-6, 6]);
  });

  it("begins bars at zero, downwards where they are negative", () => {
    const { svg } = drawChart(bars, 990)!;
    const found = [
      ...svg.matchAll(/<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/g),
    ];
    expect(found).toHaveLength(4);
    const zero = Number(found[0]![1]); // random, naive: -.2, so it hangs from zero
    for (const [, top, height] of found.slice(1)) {
      expect(Number(top) + Number(height)).toBeCloseTo(zero, 0);
    }
  });

  it("holds what lies outside a given domain at its ends", () => {
    const { svg, rows } = drawChart({ ...bars, y: { title: "PGR", domain: [0, 0.1] } }, 990)!;
    expect(rows[3]!.value).toBeCloseTo(0.4);
    for (const [, y] of svg.matchAll(/ y[12]?="(-?[\d.]+)"/g)) expect(Number(y)).toBeGreaterThan(0);
  });

  it("draws nothing of nothing, and texts as texts", () => {
    expect(drawChart({ ...chart, panels: [] }, 990)).toBeNull();
    const empty = [{ title: "none", series: [{ name: "a", points: [] }] }];
    expect(drawChart({ ...chart, panels: empty }, 990)).toBeNull();
    const hostile = chart.panels.map((panel) => ({ ...panel, title: "<b>&" }));
    expect(drawChart({ ...chart, panels: hostile }, 990)!.svg).not.toContain("<b>");
    const one = [{ title: "one", series: [{ name: "a", points: [{ x: 1, y: 0.5 }] }] }];
    expect(drawChart({ ...chart, panels: one }, 990)!.svg).not.toMatch(/NaN|Infinity/);
  });
});
