import { widthOf } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { grid, outcome } from "../test/outcomes.js";
import { textChart } from "./text-chart.js";

describe("textChart", () => {
  it.each([40, 80, 120])(
    "fits %i columns, with every supervisor's letter and the ceiling in each panel",
    (width) => {
      for (const ascii of [false, true]) {
        const lines = textChart(grid(), { width, ascii, most: 2 });
        for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(width);
        const charts = lines
          .slice(
            0,
            lines.findIndex((line) => line.startsWith("a taught by")),
          )
          .join("\n");
        for (const letter of ["a", "b", "c", ascii ? "#" : "●"]) expect(charts).toContain(letter);
        if (ascii) expect(lines.join("\n")).toMatch(/^[\x20-\x7e\n]*$/);
      }
    },
  );

  it("puts panels beside each other where there is room, and below where there is none", () => {
    const titles = (width: number) =>
      textChart(grid(), { width }).filter((line) => line.startsWith("sorted: naive"));
    expect(titles(80)).toEqual([expect.stringMatching(/^sorted: naive {2,}sorted: confidence$/)]);
    expect(titles(40)).toEqual(["sorted: naive"]);
  });

  it("draws what is higher above what is lower", () => {
    // The ceiling (.98), the student (.872), the supervisor's own level (.8).
    const lines = textChart([outcome()], { width: 60 }).slice(1);
    const rowOf = (glyph: string) => lines.findIndex((line) => line.slice(6).includes(glyph));
    expect(rowOf("●")).toBeGreaterThanOrEqual(0);
    expect(rowOf("a")).toBeGreaterThan(rowOf("●"));
    expect(rowOf("·")).toBeGreaterThan(rowOf("a"));
  });

  it("counts the panels that it leaves out", () => {
    expect(textChart(grid(), { width: 80, most: 2 }).at(-1)).toBe(
      "and 4 more panels in the report",
    );
    // The first way of teaching on all three tasks, rather than both on two.
    expect(textChart(grid(), { width: 80, most: 5 }).at(-1)).toBe(
      "and 3 more panels in the report",
    );
    expect(textChart(grid(), { width: 80, most: 5 }).join()).toContain(
      "comparison of numbers: naive",
    );
    expect(textChart(grid(), { width: 80 }).join()).not.toContain("more panel");
  });

  it("paints letters by strength, without moving anything", () => {
    const painted = textChart(grid(), {
      width: 80,
      paint: (text, rank) => `<${rank}>${text}</>`,
    }).join("\n");
    expect(painted).toContain("<0>a</>");
    expect(painted.replaceAll(/<\d>|<\/>/g, "")).toBe(textChart(grid(), { width: 80 }).join("\n"));
  });

  it("holds degenerate outcomes", () => {
    expect(textChart([], { width: 80 })).toEqual(["no outcomes"]);
    const none = textChart([outcome({ ceilingScore: 0.8 })], { width: 10 }).join("\n");
    expect(none).not.toMatch(/NaN|undefined/);
  });
});
