// The playground in a real browser: the lab's own study, trained there, comes to what Node comes
// to, and nothing leaves the page. Skipped where no Chromium is found; W2S_CHROMIUM names one.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Outcome, openStore, planStudy, runPlan } from "@w2s/lab";
import { defaults, type Settings, studyOf, toHash, writePlayground } from "@w2s/playground";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath } from "./chromium.js";
import { scratchFolder } from "./scratch.js";
import { type Served, serveFolder } from "./static-server.js";

/** A study that is quick in any browser. */
const quick: Settings = { ...defaults, supervisor: 24, student: 64, examples: 600, seeds: 2 };

interface Saved {
  readonly outcome: Outcome;
  readonly steps: readonly string[];
  readonly runtime: string;
}

describe.skipIf(chromiumPath === undefined)("the playground in Chromium", () => {
  const folder = join(scratchFolder("playground"), "page");
  let browser: Browser;
  let served: Served;
  beforeAll(async () => {
    await writePlayground(folder);
    served = await serveFolder(folder);
    browser = await chromium.launch({ executablePath: chromiumPath!, args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  /** The page opened, with everything that went wrong or was asked of anybody else. */
  async function opened(
    settings: Settings,
    { address = served.address, ...options }: BrowserContextOptions & { address?: string } = {},
  ) {
    const context = await browser.newContext({
      viewport: { width: 1200, height: 900 },
      ...options,
    });
    const faults: string[] = [];
    context.on("request", (request) => {
      const { protocol } = new URL(request.url());
      if (protocol !== "blob:" && !request.url().startsWith(address)) faults.push(request.url());
    });
    const page = await context.newPage();
    page.on("pageerror", ({ message }) => faults.push(message));
    page.on("console", (said) => said.type() === "error" && faults.push(said.text()));
    await page.goto(`${address}#${toHash(settings)}`);
    return { page, faults, close: () => context.close() };
  }

  const done = (page: Page) => page.getByText(/^done in /).waitFor({ timeout: 50_000 });

  /** What the page saves when it is asked to. */
  async function saved(page: Page): Promise<Saved> {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save the results" }).click(),
    ]);
    return JSON.parse(await readFile(await download.path(), "utf8"));
  }

  async function inNode(settings: Settings): Promise<Pick<Saved, "outcome" | "steps">> {
    const store = await openStore(scratchFolder("playground-store"));
    const places = { name: "playground", baseDir: "/", modelFolders: [] };
    const plan = await planStudy(studyOf(settings), { ...places, store, threads: 1 });
    const quiet = () => undefined;
    const reporter = { plan: quiet, begin: quiet, progress: quiet, end: quiet, warn: quiet };
    const { signal } = new AbortController();
    const [outcome] = await runPlan(plan, { store, reporter, signal });
    return { outcome: outcome!, steps: plan.targets.map(({ name }) => name) };
  }

  /** Every number of everybody's scores, as far as rounding lets them be the same. */
  function expectSame({ scores: one }: Outcome, { scores: other }: Outcome, digits: number): void {
    for (const role of ["weak", "student", "ceiling"] as const) {
      for (const key of ["accuracy", "auroc"] as const)
        expect(one[role][key]?.value, `${role} ${key}`).toBeCloseTo(
          other[role][key]!.value,
          digits,
        );
      expect(one[role].logLoss, `${role} logLoss`).toBeCloseTo(other[role].logLoss!, digits);
    }
  }

  it("comes to Node's outcome, by the same steps, and asks nobody else", async () => {
    const { page, faults, close } = await opened(quick);
    await done(page);
    const [here, there] = [await saved(page), await inNode(quick)];
    expect(here.runtime).toMatch(/^onnxruntime-web .*, cpu, 1 thread$/);
    expect(here.steps).toEqual(there.steps);
    expectSame(here.outcome, there.outcome, 6);
    expect(faults).toEqual([]);
    await close();
  });
});
