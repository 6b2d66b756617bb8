import { describe, expect, it } from "vitest";
import { forestSvg } from "./forest.js";

const at = { value: 0.1, low: 0, high: 0.2 };
const row = (label: string) => ({
  label,
  marks: [{ at, name: "r-student", path: "M0 0h1", title: label }],
});
const panelOf = (...labels: string[]) => ({ title: "gain", level: 0, rows: labels.map(row) });

/** Where each label stands, and where the upright lines do. */
function placesOf(svg: string) {
  const labels = [...svg.matchAll(/<text x="12" y="([\d.]+)" font-size="11.5"/g)].map(([, y]) =>
    Number(y),
  );
  const lines = [
    ...svg.matchAll(
      /<line x1="[\d.]+" x2="[\d.]+" y1="([\d.]+)" y2="([\d.]+)" class="(?:grid|chance)"/g,
    ),
  ].map(([, from, to]) => [Number(from), Number(to)] as const);
  return { labels, lines };
}

describe("forestSvg", () => {
  it("draws no line through a label, on a small screen neither", () => {
    const panel = panelOf("naive (3 tasks)", "confidence (3 tasks)");
    const { labels, lines } = placesOf(forestSvg("methods", [], [panel], "", 400));
    expect(labels).toHaveLength(2);
    expect(lines.length).toBeGreaterThan(2);
    for (const y of labels) {
      // From the tops of the letters to what hangs below their line.
      const crossed = lines.filter(([from, to]) => from < y + 3 && to > y - 9);
      expect(crossed).toEqual([]);
    }
  });

  it("keeps apart the labels of rows, and the titles of panels, that it cuts", () => {
    const long = (epochs: number) =>
      `${"w2s-world-48:2 ".repeat(4)}(epochs ${epochs}) by w2s-world-24 ${"and so on ".repeat(4)}`;
    const rows = panelOf(long(30), long(100));
    const panels = [rows, { ...rows, title: long(1) }, { ...rows, title: long(2) }];
    for (const width of [400, 800]) {
      const svg = forestSvg("rows", [], panels, "", width);
      const shown = [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text!);
      for (const text of ["epochs 30", "epochs 100", "epochs 1)", "epochs 2)"]) {
        expect(
          shown.some((one) => one.includes(text)),
          `${width}: ${text}`,
        ).toBe(true);
      }
    }
  });
});
