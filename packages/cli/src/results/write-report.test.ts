import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { figure, type ResultsFile, resultsFormat } from "@w2s/lab";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fakeGrid, fakeOutcome } from "../../test/fake-outcomes.js";
import { writeReport } from "./write-report.js";

let folder: string;
beforeEach(() => {
  folder = scratchFolder("report");
});

const results: ResultsFile = { format: resultsFormat, study: "s", notes: [], outcomes: fakeGrid() };
const of = { record: null, sha256: "0" };
const figures = () => readdir(join(folder, "figures"));
const own = (svg: string) => ({
  ...of,
  own: [
    figure("mine", () => ({
      svg,
      rows: [
        { task: "a,b", gain: 0.5 },
        { task: "c", extra: null },
      ],
    })),
  ],
});

describe("writeReport", () => {
  it("writes the page, and every figure as SVG, PNG and CSV", async () => {
    expect(await writeReport(folder, results, of)).toEqual([]);
    // None was compared with another method, measured on transfer, or watched while it learnt.
    const names = ["medians", "overview", "references", "scores"];
    expect((await figures()).sort()).toEqual(
      names.flatMap((name) => ["csv", "png", "svg"].map((type) => `${name}.${type}`)),
    );
    const page = await readFile(join(folder, "report.html"), "utf8");
    expect(page).toContain("This run has no evidence; w2s run --evidence writes it.");
    for (const name of names) {
      const png = await readFile(join(folder, "figures", `${name}.png`));
      // The signature, and the width: twice the SVG's 1120 pixels.
      expect([...png.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join("")).toBe("PNG");
      expect(png.readUInt32BE(16)).toBe(2240);
    }
  });

  it("draws the same PNG of the same figure, and only where the figure has changed", async () => {
    const path = join(folder, "figures", "overview.png");
    await writeReport(folder, results, of);
    const first = await readFile(path);
    const { mtimeMs } = await stat(path);
    await writeReport(folder, results, of);
    expect((await stat(path)).mtimeMs).toBe(mtimeMs);
    await rm(path);
    await writeReport(folder, results, of);
    expect(first.equals(await readFile(path))).toBe(true);
    await writeReport(folder, { ...results, outcomes: [fakeOutcome()] }, of);
    expect(first.equals(await readFile(path))).toBe(false);
    // One student is no figure of sizes: that of the results before goes.
    expect(await figures()).not.toContain("scores.svg");
  });

  it("writes the study's own figures with data, and says which is no drawing", async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>';
    expect(await writeReport(folder, results, own(svg))).toEqual([]);
    expect(await figures()).toContain("mine.png");
    expect(await readFile(join(folder, "figures", "mine.csv"), "utf8")).toBe(
      'task,gain,extra\r\n"a,b",0.5,\r\nc,,\r\n',
    );
    const faults = await writeReport(folder, results, own("<svg></svg"));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^figure "mine": cannot be drawn as PNG \(.*\); its SVG is there$/);
    // That of the drawing before is gone.
    expect(await figures()).not.toContain("mine.png");
    expect(await figures()).toContain("mine.svg");
  });

  it("takes the picture of another drawing away before it writes this one", async () => {
    await writeReport(folder, results, of);
    const [svg, png] = ["svg", "png"].map((type) => join(folder, "figures", `overview.${type}`));
    await rm(svg!);
    // Where the drawing cannot be written the writing stops, as it would in a process that ends.
    await mkdir(svg!);
    await expect(writeReport(folder, results, of)).rejects.toThrow("overview.svg");
    await expect(stat(png!)).rejects.toThrow("ENOENT");
  });

  it("leaves figures that it did not draw", async () => {
    const theirs = join(folder, "figures", "curves");
    await mkdir(join(folder, "figures"));
    for (const type of ["svg", "png", "csv"]) await writeFile(`${theirs}.${type}`, "<svg/>");
    await writeReport(folder, results, of);
    expect((await figures()).filter((name) => name.startsWith("curves"))).toHaveLength(3);
  });

  it("refuses a figure of the study's own that is none", async () => {
    const bad = JSON.parse('{ "svg": "nothing" }');
    await expect(
      writeReport(folder, results, { ...of, own: [figure("bad", () => bad)] }),
    ).rejects.toThrow('figure "bad": must give { svg, rows }, with svg an <svg> element');
  });

  it("says in one line why it cannot write", async () => {
    await mkdir(join(folder, "report.html"));
    await expect(writeReport(folder, results, of)).rejects.toThrow(
      `${join(folder, "report.html")}: cannot be written, a folder lies in its place; write ` +
        "elsewhere with --out DIR",
    );
  });

  it("shows a page all the same where evidence, or what is kept of it, is damaged", async () => {
    await writeFile(join(folder, "evidence-sample.json"), '{"results": "0"');
    await writeFile(join(folder, "evidence.parquet"), "PAR1 no more");
    await writeReport(folder, results, of);
    const page = await readFile(join(folder, "report.html"), "utf8");
    expect(page).toContain("The evidence cannot be read: ");
    expect(page).not.toContain("<script>");
  });
});
