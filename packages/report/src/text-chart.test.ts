import { widthOf } from "@w2s/base";
import type { Outcome } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { grid, outcome } from "../test/outcomes.js";
import { textChart } from "./text-chart.js";

/** What makes a row near 0 one of constant answers. */
const constantOf = (row: Outcome): Outcome["nearConstant"] =>
  row.seeds.length === 0
    ? []
    : [{ role: "student", kind: "one option", seeds: row.seeds.length, share: 1, note: "one" }];

describe("textChart", () => {
  it.each([16, 20, 40, 63, 64, 80, 120])("fits %i columns, a mark for every row", (width) => {
    for (const ascii of [false, true]) {
      const lines = textChart(grid(), { width, ascii, most: 100 });
      for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(width);
      const mark = ascii ? "o" : "●";
      const charts = lines.filter((line) => /^ +.*[●o│|─-]/.test(line) && line.includes(mark));
      const marks = charts.map((line) => line.split(mark).length - 1);
      expect(marks.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(grid().length);
      if (ascii) expect(lines.join("\n")).toMatch(/^[\x20-\x7e\n]*$/);
    }
  });

  it("draws a row's interval between the supervisor at 0 and the ceiling at 1", () => {
    // 101 columns of axis, so that a column is .01: the mark stands at 40, the bar from 30 to 50.
    const label = "micro finetuned → large finetuned, naive";
    const width = 101 + label.length + 4;
    const [task, row, ticks] = textChart([outcome()], { width });
    expect(task).toBe("sorted");
    const bar = row!.slice(label.length + 4);
    expect(row).toContain(label);
    expect(bar.indexOf("●")).toBe(40);
    expect([bar.indexOf("─"), bar.lastIndexOf("─")]).toEqual([30, 50]);
    expect([bar.indexOf("│"), bar.lastIndexOf("│")]).toEqual([0, 100]);
    expect(ticks!.trim()).toMatch(/^0 {99}1$/);
  });

  it("tells rows apart whose labels have no room beside their lines", () => {
    const students = ["small", "large"] as const;
    const adapted = "finetuned last 2 of 6 blocks";
    const rows = students.map((strong) => outcome({ strong, adapted, method: "confidence" }));
    for (const width of [16, 20, 40, 66, 80, 120]) {
      const lines = textChart(rows, { width });
      const drawn = lines.join(" ").replaceAll(/\s+/g, " ");
      for (const student of students) {
        const ends = [`→ ${student.slice(0, 2)}`, `${student.slice(-2)} finetuned`];
        expect(drawn, String(width)).toMatch(new RegExp(ends.join("|")));
      }
      expect(lines.every((line) => widthOf(line) <= width)).toBe(true);
    }
  });

  it("shows where an interval goes on, and names constant answers and explained gains", () => {
    const wide = textChart([outcome({ pgr: 1.5, spread: 3 })], { width: 100 })[1]!;
    expect(wide).toContain("◂");
    expect(wide).toContain("▸");
    const constant = outcome({
      pgr: 0.01,
      spread: 0.05,
      more: {
        nearConstant: [
          { role: "student", kind: "one option", seeds: 5, share: 1, note: "says one option" },
        ],
      },
    });
    const explained = outcome({ weakScore: 0.51 });
    const lines = textChart([outcome(), constant, explained], { width: 100 });
    expect(lines.slice(1, 4).map((line) => line.slice(0, 3))).toEqual(["  m", "= m", "* m"]);
    expect(lines).toContain("= constant answers: nothing was copied");
    expect(lines).toContain("* something else may explain the gain");
    expect(textChart([outcome()], { width: 100 }).join("\n")).not.toMatch(/[=*]/);
  });

  it.each([16, 20, 40, 63, 80, 100])(
    "lets nothing but a bar cover a level, %i columns",
    (width) => {
      const rows = grid().map((row) => ({ ...row, nearConstant: constantOf(row) }));
      const bars = textChart([...rows, outcome({ weakScore: 0.51, task: "last" })], {
        width,
        most: 99,
      })
        .filter((line) => line.includes("●") && !line.includes("PGR"))
        .map((line) => line.match(/[│─●◂▸ ]*$/)![0]);
      for (const bar of bars) expect(bar.trim()).toMatch(/^[│─●◂▸ ]+$/);
      expect(bars).toHaveLength(rows.filter(({ pgr }) => pgr.defined).length + 1);
    },
  );

  it("names a pair once above its methods where names have no room beside the bars", () => {
    const rows = ["naive", "confidence"].map((method) => outcome({ method }));
    expect(
      textChart(rows, { width: 40 })
        .slice(0, 4)
        .map((line) => line.slice(0, 26)),
    ).toEqual([
      "sorted",
      " micro finetuned → large f",
      "  naive       │       ──●─",
      "  confidence  │       ──●─",
    ]);
  });

  it("counts the rows that it leaves out, of every task alike, and those without a PGR", () => {
    const rows = [...grid(), outcome({ task: "parity", ceilingScore: 0.8 })];
    const lines = textChart(rows, { width: 100, most: 6 });
    expect(lines.slice(-2)).toEqual(["and 48 more rows in the report", "no PGR in 1 row"]);
    for (const task of ["sorted", "maximum", "comparison of numbers"]) {
      expect(lines).toContain(task);
    }
  });

  it("paints marks by their supervisor's strength, without moving anything", () => {
    const painted = textChart(grid(), {
      width: 80,
      paint: (text, rank) => `<${rank}>${text}</>`,
    }).join("\n");
    expect(painted).toContain("<0>●</>");
    expect(painted.replaceAll(/<\d>|<\/>/g, "")).toBe(textChart(grid(), { width: 80 }).join("\n"));
  });

  it("holds degenerate outcomes", () => {
    expect(textChart([], { width: 80 })).toEqual(["no outcomes"]);
    expect(textChart([outcome({ ceilingScore: 0.8 })], { width: 10 })).toEqual([
      "no row has a PGR",
    ]);
    const same = textChart([outcome({ pgr: 0, spread: 0 })], { width: 10 }).join("\n");
    expect(same).not.toMatch(/NaN|undefined/);
  });
});
