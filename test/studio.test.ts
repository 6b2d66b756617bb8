// The studio in a real browser: a live run is followed through a lost connection, its workers seen,
// its report read, its evidence filtered, two runs compared, all by keyboard where people would.
// Skipped where no Chromium is found; W2S_CHROMIUM names one.

import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Status } from "@w2s/cluster";
import { resultsFormat, roleNames, writeBlocks } from "@w2s/lab";
import { sha256 } from "@w2s/lab/engine";
import { type ServedStudio, serveStudio } from "@w2s/studio";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { grid, outcome } from "../packages/report/test/outcomes.js";
import { accessFaults } from "./axe.js";
import { chromiumPath, launchChromium } from "./chromium.js";
import { scratchFolder } from "./scratch.js";

const folder = scratchFolder("studio-page");
const run = (name: string, ...path: string[]) => join(folder, "runs", name, ...path);

function writeResults(name: string, outcomes: readonly unknown[]): string {
  mkdirSync(run(name), { recursive: true });
  const text = JSON.stringify({ format: resultsFormat, study: name, notes: [], outcomes });
  writeFileSync(run(name, "results.json"), text);
  return sha256(text);
}

/** Texts that a page may stumble over. */
const odd: Readonly<Record<number, string>> = {
  40: "turned \u202e round, and cut\u0000 off",
  41: "x".repeat(100_000),
  42: "a <b>rare</b> word",
};

/** 60 examples of one cell; the supervisor says yes to all, the student knows. */
async function writeEvidence(name: string, results: string): Promise<void> {
  const task = {
    ...{ name: "sst2", shape: "classify" as const, optionNames: ["no", "yes"] },
    examples: Array.from({ length: 60 }, (_, i) => ({
      ...{ id: `e${i}`, inputs: [odd[i] ?? `text ${i}`], label: i % 2 },
      group: String(i),
    })),
  };
  const share = (of: (i: number) => number) =>
    Float32Array.from([...Array(60).keys()].flatMap((i) => [1 - of(i), of(i)]));
  async function* blocks() {
    yield {
      ...{ task, seed: 0, split: "test" as const, supervisor: "weak" },
      taught: { student: "strong", labels: "soft" as const, method: "naive" },
      rows: Int32Array.from({ length: 60 }, (_, i) => i),
      said: { weak: share(() => 0.7), student: share((i) => (i % 2 === 1 ? 0.9 : 0.2)) },
      words: {},
    };
  }
  const about = { results, texts: "texts" as const, tasks: [task], roles: [...roleNames] };
  await writeBlocks(run(name), about, blocks());
}

const tell = (...events: readonly object[]) =>
  appendFileSync(
    run("live", "events.jsonl"),
    events.map((event) => `${JSON.stringify({ at: Date.now(), ...event })}\n`).join(""),
  );

describe.skipIf(chromiumPath === undefined)("the studio in Chromium", () => {
  let studio: ServedStudio;
  let browser: Browser;
  beforeAll(async () => {
    await writeEvidence("one", writeResults("one", grid()));
    writeResults("two", [...grid().slice(1), outcome({ task: "only here" })]);
    mkdirSync(run("live"), { recursive: true });
    studio = await serveStudio({ folder, port: 0 });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await studio?.close();
  });

  async function opened(path: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({
      viewport: { width: 1200, height: 900 },
      ...options,
    });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", ({ message }) => faults.push(message));
    page.on("console", (said) => said.type() === "error" && faults.push(said.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith(studio.address)) faults.push(request.url());
    });
    await page.goto(new URL(path, studio.address).href);
    return { page, faults, context, close: () => context.close() };
  }

  it("follows a live run, through a lost connection, to its report", async () => {
    const begun = { event: "run", format: 1, study: "live", pid: process.pid, host: hostname() };
    const work = { kind: "finetune", label: "tiny", unit: "examples", total: 100, steps: 2 };
    const plan = { study: "live", trials: 2, steps: 4, cached: 0, toRun: 4, estimateMs: null };
    tell(begun, { event: "plan", ...plan, work: [{ kind: "finetune", label: "tiny", steps: 4 }] });
    tell({ event: "begin", ...work });
    const { page, faults, context, close } = await opened("/runs/live");
    await page.getByText("2 trials, 4 steps").waitFor();
    const { kind, label, total } = work;
    tell({ event: "progress", kind, label, done: 50, total, loss: 0.7 });
    await page.getByText("50 / 100 examples").waitFor();
    await page.getByRole("img", { name: /^loss of tiny: 0.7000/ }).waitFor();
    await page.getByText("25%").waitFor();
    await context.setOffline(true);
    await context.setOffline(false);
    tell(
      { event: "progress", kind, label, done: 80, total, loss: 0.5 },
      { event: "warning", message: "one text was cut" },
    );
    await page.getByText("80 / 100 examples").waitFor();
    expect(await page.getByText("one text was cut").count()).toBe(1);
    writeResults("live", grid().slice(0, 4));
    tell({ event: "end", ...work, durationMs: 1000 }, { event: "ended", how: "finished" });
    await page.getByRole("heading", { name: "What was seen" }).waitFor({ timeout: 30_000 });
    expect(faults.filter((line) => !line.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
    await close();
  });

  it.each([
    [400, "dark"],
    [1200, "light"],
  ] as const)(
    "shows who works on a run, in %i pixels, %s",
    async (width, colorScheme) => {
      const [pid, host] = [process.pid, hostname()];
      const status: Status = {
        ...{ format: 1, study: "shared", executor: "queue", device: "cpu", host, pid },
        ...{ state: "running", startedAt: new Date().toISOString() },
        updatedAt: new Date().toISOString(),
        steps: { total: 20, done: 10 },
        passes: { total: 3, done: 1, running: 1, waiting: 0, failed: 1, skipped: 0 },
        ...{ perMinute: 2, leftMs: 300_000, skipped: [], refused: [], logs: null },
        workers: [
          {
            name: `${"long-".repeat(20)}7`,
            at: { pass: "ab", label: "<b>probes</b>", steps: 1, forMs: 5000, share: 0.25 },
            passesDone: 1,
          },
        ],
        failed: [{ pass: "cd", label: "fit", steps: 1, line: "no memory" }],
      };
      const put = (text: string) => writeFileSync(run("shared", "status.json"), text);
      mkdirSync(run("shared"), { recursive: true });
      const begun = { event: "run", at: Date.now(), format: 1, study: "shared", pid, host };
      writeFileSync(run("shared", "events.jsonl"), `${JSON.stringify(begun)}\n`);
      put(JSON.stringify(status));
      const viewport = { width, height: 800 };
      const { page, faults, close } = await opened("/runs/shared", { viewport, colorScheme });
      const section = page.getByRole("region", { name: "Workers" });
      await section.getByText("<b>probes</b>, 25%").waitFor();
      expect(await section.getByText("failed cd fit: no memory").count()).toBe(1);
      const shown = await page.evaluate("document.documentElement.scrollWidth");
      expect([shown, await accessFaults(page)]).toEqual([width, []]);
      put('{"format": 1, "stu');
      await section.getByText("shared/status.json: is no status of a run; remove it").waitFor();
      rmSync(run("shared", "status.json"));
      await section.waitFor({ state: "detached" });
      expect(faults).toEqual([]);
      await close();
    },
    60_000,
  );

  it("says in one line what is wrong with a run, in 400 pixels, dark", async () => {
    const begun = {
      event: "run",
      at: 1000,
      format: 1,
      study: "s",
      pid: process.pid,
      host: hostname(),
    };
    const put = (name: string, file: string, text: string) => {
      mkdirSync(run(name), { recursive: true });
      writeFileSync(run(name, file), text);
    };
    const ended = (how: string, message?: string) =>
      [begun, { event: "ended", at: 2000, how, message }].map((e) => JSON.stringify(e)).join("\n");
    const told = "reviews.jsonl:41: must be 0 or 1, got 7";
    put("failed", "events.jsonl", `${ended("failed", told)}\n`);
    put("silent", "events.jsonl", `${ended("failed")}\n`);
    put("older", "results.json", '{"format": 1, "outcomes": []}');
    put("half", "results.json", '{"format": 3, "outc');
    put(
      "nothing",
      "results.json",
      '{"format": 3, "study": "nothing", "notes": [], "outcomes": []}',
    );
    mkdirSync(run("empty"));
    const odd = `50% of #1 & ${"long".repeat(30)}`;
    writeResults(odd, grid().slice(0, 1));
    const lines: readonly (readonly [string, string])[] = [
      ["failed", told],
      ["silent", "The run failed."],
      ["older", 'older/results.json: "format" must be 3, got 1; run the study again'],
      ["half", "half/results.json:1:15: must be JSON"],
      ["nothing", "Nothing was compared."],
      ["empty", '"empty" is no folder of a run'],
      ["no such", 'no run "no such" in this folder'],
      [odd, "1 row"],
    ];
    try {
      for (const [name, line] of lines) {
        const { page, close } = await opened(`/runs/${encodeURIComponent(name)}`, {
          viewport: { width: 400, height: 800 },
          colorScheme: "dark",
        });
        await page.getByText(line).first().waitFor({ timeout: 30_000 });
        const shown = await page.evaluate("document.documentElement.scrollWidth");
        expect([name, shown, await accessFaults(page)]).toEqual([name, 400, []]);
        await close();
      }
      const { page, close } = await opened("/runs");
      await page.getByText("failed; run it again").waitFor({ timeout: 30_000 });
      await page.getByRole("link", { name: odd }).press("Enter");
      await page.getByRole("heading", { name: odd }).waitFor();
      await page.getByText("1 row").first().waitFor();
      await close();
    } finally {
      for (const [name] of lines) rmSync(run(name), { recursive: true, force: true });
    }
  }, 120_000);

  it("says that a run's folder is removed while it is looked at", async () => {
    const begun = { event: "run", at: Date.now(), format: 1, study: "doomed", pid: process.pid };
    const plan = { event: "plan", at: Date.now(), study: "doomed", trials: 2, steps: 4, cached: 0 };
    mkdirSync(run("doomed"));
    const events = [
      { ...begun, host: hostname() },
      { ...plan, toRun: 4, estimateMs: null, work: [] },
    ];
    const text = events.map((event) => `${JSON.stringify(event)}\n`).join("");
    writeFileSync(run("doomed", "events.jsonl"), text);
    const { page, close } = await opened("/runs/doomed");
    await page.getByText("2 trials, 4 steps").waitFor();
    rmSync(run("doomed"), { recursive: true });
    await page.getByText('no run "doomed" in this folder').waitFor({ timeout: 30_000 });
    await close();
  }, 60_000);

  it("shows a report, and finds its way by keyboard", async () => {
    const { page, faults, close } = await opened("/runs");
    await page.getByRole("link", { name: "one", exact: true }).waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the page");
    await page.getByRole("link", { name: "one", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#overview svg").first().waitFor({ timeout: 30_000 });
    expect(await page.evaluate("document.activeElement.tagName")).toBe("H1");
    expect(await page.title()).toBe("one · w2s studio");
    await page.getByRole("link", { name: "Rows", exact: true }).press("Enter");
    await page.locator("#app table.cells tbody tr").first().waitFor();
    expect(await page.getByText(`${grid().length} rows`).count()).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    await close();
  });

  it("filters evidence", async () => {
    const { page, faults, close } = await opened("/runs/one/evidence");
    await page.getByText("50 shown").waitFor();
    await page.getByRole("button", { name: "Next" }).press("Enter");
    await page.getByText("10 shown, the last ones").waitFor();
    await page.getByLabel("search").fill("RARE");
    await page.getByText("1 shown, which are all").waitFor();
    expect(await page.locator("article blockquote").textContent()).toBe("a <b>rare</b> word");
    expect(await page.locator("article b").count()).toBe(0);
    await page.getByLabel("search").fill("");
    await page.getByLabel("kind").selectOption("overruled-right");
    await page.getByText("30 shown, which are all").waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  it("compares two runs that are chosen from the list", async () => {
    const { page, faults, close } = await opened("/runs");
    await page.getByLabel("compare one").press("Space");
    await page.getByLabel("compare two").press("Space");
    await page.getByRole("button", { name: "Compare one and two" }).press("Enter");
    await page.getByText(`${grid().length - 1} rows in both`).waitFor({ timeout: 30_000 });
    await page.getByText("1 only in one, 1 only in two").waitFor();
    expect(await page.locator("figure.chart svg").count()).toBe(1);
    expect(faults).toEqual([]);
    await close();
  });

  it.each([
    [400, "light"],
    [400, "dark"],
    [1200, "dark"],
    [1200, "light"],
  ] as const)(
    "has room, and names for all, in %i pixels, %s",
    async (width, colorScheme) => {
      for (const path of [
        "/runs",
        "/runs/one",
        "/runs/one/rows",
        "/runs/one/evidence",
        "/compare?a=one&b=two",
        "/label",
        "/make",
      ]) {
        const { page, close } = await opened(path, {
          viewport: { width, height: 800 },
          colorScheme,
        });
        await page.locator("main h1").waitFor();
        await page.waitForLoadState("networkidle");
        const shown = await page.evaluate("document.documentElement.scrollWidth");
        expect([path, shown, await accessFaults(page)]).toEqual([path, width, []]);
        await close();
      }
    },
    60_000,
  );
});
