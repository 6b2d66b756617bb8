import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { evidenceFigure, figure, type ResultsFile, resultsFormat } from "@w2s/lab";
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
    expect(await writeReport(folder, results, of)).toEqual({ notes: [], leftOut: [] });
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
    expect(await writeReport(folder, results, own(svg))).toEqual({ notes: [], leftOut: [] });
    expect(await figures()).toContain("mine.png");
    expect(await readFile(join(folder, "figures", "mine.csv"), "utf8")).toBe(
      'task,gain,extra\r\n"a,b",0.5,\r\nc,,\r\n',
    );
    const huge = svg.replaceAll('"9"', '"100000"');
    const { notes } = await writeReport(folder, results, own(huge));
    expect(notes).toEqual([
      'figure "mine": cannot be drawn as PNG (its size, 100000 x 100000 pixels, is more than the ' +
        "100 million that a picture may have); its SVG is there",
    ]);
    // That of the drawing before is gone.
    expect(await figures()).not.toContain("mine.png");
    expect(await figures()).toContain("mine.svg");
    expect((await writeReport(folder, results, own(svg))).notes).toEqual([]);
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

  it("leaves out a figure of the study's own that fails, and writes the page", async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>';
    await writeReport(folder, results, own(svg));
    const boom = new Error("boom");
    const throws = figure("mine", () => {
      throw boom;
    });
    const none = figure("none", () => JSON.parse('{ "svg": "nothing" }'));
    const loose = figure("loose", () => ({ svg, rows: JSON.parse('[{ "a": [1] }]') }));
    const unread = evidenceFigure(
      "unread",
      () => Promise.reject(boom),
      () => null,
    );
    const good = figure("good", () => ({ svg, rows: [] }));
    const given = { ...of, own: [throws, none, loose, unread, good] };
    const { notes, leftOut } = await writeReport(folder, results, given);
    expect(notes).toEqual([
      'figure "unread": needs evidence of these results; --evidence writes it',
    ]);
    expect(leftOut.map(({ name, error }) => [name, (error as Error).message])).toEqual([
      ["mine", "boom"],
      ["none", 'figure "none": must give { svg, rows }, with svg an <svg> element'],
      [
        "loose",
        'figure "loose": rows[0] must be an object of texts, numbers and nulls, got an object',
      ],
    ]);
    const page = await readFile(join(folder, "report.html"), "utf8");
    expect(page).toContain('id="figure-good"');
    expect(page).not.toContain('id="figure-mine"');
    // What an earlier run drew under its name is gone.
    expect((await figures()).filter((name) => name.startsWith("mine"))).toEqual([]);
  });

  it("leaves out a drawing that would break the page or run on it", async () => {
    for (const [inner, says] of [
      ["<text>a & b</text>", 'be well-formed: "&" is written &amp;, got "& b"'],
      ["<script/>", "hold no <script>: a report's page has one script, its own"],
    ]) {
      const { leftOut } = await writeReport(folder, results, own(`<svg>${inner}</svg>`));
      expect((leftOut[0]!.error as Error).message).toBe(`figure "mine": its SVG must ${says}`);
    }
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
