import { describe, expect, it } from "vitest";
import { grid, outcome } from "../../test/outcomes.js";
import { overviewFigure } from "./overview.js";

const draw = (rows: ReturnType<typeof grid>, width = 990) => overviewFigure.draw(rows, { width })!;
const cells = (svg: string) =>
  [...svg.matchAll(/<g class="q[^"]*">.*?<text[^>]*>(.*?)<\/text><\/g>/g)].map(([, text]) => text);

describe("overviewFigure", () => {
  it("has a cell for every row, with its PGR in it", () => {
    const { svg, rows } = draw(grid());
    expect(cells(svg)).toHaveLength(54);
    expect(rows).toHaveLength(54);
    expect(
      cells(draw([outcome({ pgr: 0.4 }), outcome({ pgr: -1.25, strong: "small" })]).svg),
    ).toEqual([".40", "-1.25"]);
  });

  it("says what hardly predicts, what is explained, and where there is no PGR", () => {
    const nearConstant = [
      { role: "student" as const, kind: "one option" as const, seeds: 5, share: 1, note: "" },
    ];
    const constant = outcome({ pgr: 0, spread: 0.05, more: { nearConstant } });
    const explained = outcome({ weakScore: 0.51 });
    const none = outcome({ ceilingScore: 0.8, pgr: 0 });
    const gained = outcome({
      ceilingScore: 0.8,
      more: { gain: { value: 0.05, low: 0.02, high: 0.08 } },
    });
    const text = (row: ReturnType<typeof outcome>) => cells(draw([row]).svg)[0];
    expect([constant, explained, none, gained].map(text)).toEqual(["const", ".40*", "–", "– ↑"]);
    expect(draw([constant]).rows[0]).toMatchObject({ verdict: "constant" });
  });

  it("orders supervisors by strength, and goes on below where there is no room", () => {
    const names = (svg: string) =>
      [...svg.matchAll(/text-anchor="end">(\w+)</g)].map(([, name]) => name).slice(0, 3);
    expect(names(draw(grid().reverse()).svg)).toEqual(["nano", "micro", "mini"]);
    const tall = (width: number) =>
      Number(/viewBox="0 0 \d+ ([\d.]+)"/.exec(draw(grid(), width).svg)![1]);
    expect(tall(360)).toBeGreaterThan(2 * tall(1120));
  });
});
