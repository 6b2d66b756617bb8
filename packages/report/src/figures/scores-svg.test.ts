import { describe, expect, it } from "vitest";
import { facts, grid, outcome } from "../../test/outcomes.js";
import { panelsOf } from "./panels.js";
import { panelsSvg } from "./scores-svg.js";

const count = (text: string, part: string) => text.split(part).length - 1;
const titles = (svg: string) => [...svg.matchAll(/<title>(.*?)<\/title>/g)].map(([, text]) => text);

const svgOf = (rows: Parameters<typeof panelsOf>[0]) => panelsSvg(panelsOf(rows), 990);

describe("panelsSvg", () => {
  const svg = svgOf(grid());

  it("has a panel a task and method, a line a supervisor, and the ceiling once in each", () => {
    expect(count(svg, '<g class="panel">')).toBe(6);
    expect(count(svg, ' student">')).toBe(6 * 3);
    expect(count(svg, '<g class="ceiling">')).toBe(6);
    expect(count(svg, ' weak"')).toBe(6 * 3);
  });

  it("colours supervisors by their strength, whatever the order of the rows", () => {
    const legend = (text: string) =>
      [...text.matchAll(/class="ink">taught by (\w+)/g)].map(([, name]) => name);
    expect(legend(svg)).toEqual(["nano", "micro", "mini"]);
    expect(legend(svgOf(grid().reverse()))).toEqual(["nano", "micro", "mini"]);
    expect(svg).toMatch(/\.s0\{stroke:#\w+;fill:#\w+\}/);
    expect(svg).toContain("@media screen and (prefers-color-scheme:dark)");
  });

  it("tells a mark's figures, with interval, to who points at it", () => {
    const one = titles(svgOf([outcome()]));
    expect(one).toContain(
      "large finetuned taught by micro finetuned: .872 ± .012, PGR .40 [.30, .50]",
    );
    expect(one).toContain("large finetuned on ground truth (ceiling): .980 ± .012");
    expect(one).toContain("micro finetuned itself: .800 ± .012");
  });

  it("is the same text for the same outcomes, without a number that is none, and whole", () => {
    expect(svgOf(grid())).toBe(svg);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg).toMatch(
      /^<svg [^>]*role="img" aria-label="Test accuracy against student&|^<svg [^>]*role="img"/,
    );
    expect(count(svg, "<g")).toBe(count(svg, "</g>"));
    expect(svg).not.toMatch(/href|@import|url\(|<script/);
  });

  it("stands students in order where sizes do not tell them apart", () => {
    const twins = [
      outcome(),
      outcome({
        more: { student: "twin finetuned", studentModel: { ...facts("large"), name: "twin" } },
      }),
    ];
    const order = svgOf(twins);
    expect(order).toContain("students, from small to large");
    expect(order).toContain(">twin</text>");
    const unknown = { ...facts("large"), parameters: null, pretrainingFlop: null };
    expect(svgOf([outcome({ more: { studentModel: unknown } })])).toContain(">large</text>");
    const parameters = { ...facts("large"), pretrainingFlop: null };
    expect(svgOf([outcome({ more: { studentModel: parameters } })])).toContain(">610k</text>");
  });

  it("holds degenerate outcomes: none, one student, no gap, all scores the same", () => {
    expect(svgOf([])).toContain("no outcomes");
    for (const rows of [
      [outcome()],
      [outcome({ ceilingScore: 0.8 })],
      [outcome({ weakScore: 1, ceilingScore: 1, spread: 0 })],
      grid().map((row) => ({
        ...row,
        pgr: { defined: false, reason: "no clear gap", uncleared: ["weak"] } as const,
      })),
    ]) {
      expect(svgOf(rows)).not.toMatch(/NaN|Infinity|undefined[^ ,]/);
    }
  });

  it("keeps 40 lines beside each other within their panel", () => {
    const rows = Array.from({ length: 40 }, (_, k) =>
      ["small" as const, "large" as const].map((strong) =>
        outcome({ strong, weakScore: 0.55 + 0.008 * k, more: { supervisor: `supervisor ${k}` } }),
      ),
    );
    const xs = [
      ...svgOf(rows.flat()).matchAll(/<path d="M[^"]*" transform="translate\(([\d.]+),/g),
    ];
    const marks = xs.map(([, x]) => Number(x)).filter((x) => x !== 10); // 10: the legend's.
    expect(marks.length).toBe(2 * 41);
    // The axes of a panel in 990 pixels begin at 46 and end at 546.
    expect(Math.min(...marks)).toBeGreaterThan(46);
    expect(Math.max(...marks)).toBeLessThan(546);
  });

  it("escapes names", () => {
    const hostile = svgOf([outcome({ task: '<script>"&\u0007' })]);
    expect(hostile).not.toContain("<script>");
    expect(hostile).toContain("&lt;script&gt;&quot;&amp; ");
  });
});
