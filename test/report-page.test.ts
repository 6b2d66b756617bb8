// The report's page in a real browser: examples and their filters, small screens, no script, no
// request. Skipped where no Chromium is found; W2S_CHROMIUM names one.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { reportPage } from "@w2s/report";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { example, sampleOf } from "../packages/report/test/evidence.js";
import { grid, outcome } from "../packages/report/test/outcomes.js";
import { chromiumPath, launchChromium } from "./chromium.js";
import { scratchFolder } from "./scratch.js";

const examples = Array.from({ length: 9 }, (_, i) =>
  example({
    id: `e${i}`,
    texts: [i === 8 ? "a rare <b>word</b> \u202e\u0000" : `common text ${i}`],
    method: i % 2 === 0 ? "naive" : "confidence",
  }),
);
const sample = sampleOf(examples);
const report = {
  study: "demo",
  outcomes: [...grid(), outcome({ task: "a task whose name is long enough to be cut somewhere" })],
  evidence: {
    ...sample,
    kinds: sample.kinds.map((kind) =>
      kind.kind === "copied-errors"
        ? { ...kind, found: 1, examples: [example({ id: "c" })] }
        : kind,
    ),
  },
};

describe.skipIf(chromiumPath === undefined)("the report's page in Chromium", () => {
  let folder: string;
  let browser: Browser;
  beforeAll(async () => {
    folder = scratchFolder("page");
    await writeFile(join(folder, "report.html"), reportPage(report));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });

  /** The page opened, with everything that went wrong or was asked of anybody. */
  async function opened(options: BrowserContextOptions = {}) {
    const context = await browser.newContext({
      viewport: { width: 1200, height: 900 },
      ...options,
    });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", ({ message }) => faults.push(message));
    page.on("console", (said) => said.type() === "error" && faults.push(said.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) faults.push(request.url());
    });
    await page.goto(pathToFileURL(join(folder, "report.html")).href);
    return { page, faults, close: () => context.close() };
  }
  const shown = (page: Page) => page.locator("#evidence article:visible").count();

  it("finds examples by words, by method and by kind, by keyboard alone", async () => {
    const { page, faults, close } = await opened();
    const count = page.locator("#evidence output");
    expect(await count.textContent()).toBe("10 of 10 examples");
    // Three of the nine, and the one of the other kind; on paper six and one.
    expect(await shown(page)).toBe(4);
    await page.emulateMedia({ media: "print" });
    expect(await shown(page)).toBe(7);
    await page.emulateMedia({ media: "screen" });
    await page.getByLabel("search").focus();
    await page.keyboard.type("RARE word");
    expect(await count.textContent()).toBe("1 of 10 examples");
    expect(await shown(page)).toBe(1);
    expect(await page.locator("#evidence .kind:visible h3").allTextContents()).toContain(
      "Overruled, rightly",
    );
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.tagName")).toBe("SELECT");
    await page.getByRole("button", { name: "show all" }).press("Enter");
    expect(await count.textContent()).toBe("10 of 10 examples");
    await page.locator("select[name=method]").selectOption("confidence");
    expect(await count.textContent()).toBe("4 of 10 examples");
    await page.locator("select[name=kind]").selectOption("Copied an error");
    expect(await count.textContent()).toBe("0 of 10 examples");
    await page.getByRole("button", { name: "show all" }).click();
    await page.getByText("6 more").click();
    expect(await shown(page)).toBe(10);
    expect(faults).toEqual([]);
    await close();
  });

  it("says the same without a script", async () => {
    const { page, close } = await opened({ javaScriptEnabled: false });
    expect(await page.locator("#evidence form").count()).toBe(0);
    await page.getByText("6 more").click();
    expect(await shown(page)).toBe(10);
    expect(await page.locator("figure svg:visible").count()).toBeGreaterThan(3);
    for (const title of await page.locator("#rows details.rows > summary").all())
      await title.click();
    expect(await page.locator("#rows td:visible").count()).toBeGreaterThan(400);
    await close();
  });

  it.each([320, 400, 700, 800, 1200])("needs no scrolling sideways in %i pixels", async (width) => {
    const { page, close } = await opened({ viewport: { width, height: 900 } });
    await page.evaluate(
      `for (const rows of document.querySelectorAll("details.rows")) rows.open = true`,
    );
    const all = await page.evaluate<number>("document.documentElement.scrollWidth");
    expect(all).toBeLessThanOrEqual(width);
    const cut = await page.evaluate<number>(
      `[...document.querySelectorAll(".wide, .narrow, #rows tbody tr")].filter(
        (box) => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1,
      ).length`,
    );
    if (width <= 700) expect(cut).toBe(0);
    await close();
  });

  it("is dark where the reader's system is, and never on paper", async () => {
    const { page, close } = await opened({ colorScheme: "dark" });
    const paper = "getComputedStyle(document.body).backgroundColor";
    const figure =
      'getComputedStyle(document.querySelector("#figure-overview .large .paper")).fill';
    expect(await page.evaluate(paper)).toBe("rgb(22, 24, 29)");
    expect(await page.evaluate(figure)).toBe("rgb(22, 24, 29)");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.evaluate(paper)).toBe("rgb(255, 255, 255)");
    expect(await page.evaluate(figure)).toBe("rgb(255, 255, 255)");
    expect(await page.locator("#evidence form:visible, nav:visible").count()).toBe(0);
    await close();
  });

  it("shows how sure an answer was where the reader's system chooses the colours", async () => {
    const { page, close } = await opened({ forcedColors: "active" });
    const colours = await page.evaluate<[bar: string, behind: string]>(
      `[".bar", "body"].map(
        (of) => getComputedStyle(document.querySelector(of)).backgroundColor,
      )`,
    );
    expect(new Set(colours).size).toBe(2);
    await close();
  });

  it("has headings in order, names on its figures, and links that lead somewhere", async () => {
    const { page, close } = await opened();
    const levels = await page
      .locator("h1, h2, h3")
      .evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
    levels.forEach((level, i) => {
      expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
    });
    for (const svg of await page.locator("figure svg").all()) {
      expect(await svg.getAttribute("aria-label")).not.toBe("");
    }
    for (const link of await page.locator("nav a").all()) {
      expect(await page.locator((await link.getAttribute("href"))!).count()).toBe(1);
    }
    await close();
  });
});
