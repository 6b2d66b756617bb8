// The playground for tests: written, served, and opened in a Chromium of its own. What a page does
// wrong, and whatever it asks of anybody but its server, is kept.

import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Outcome } from "@w2s/lab";
import { type Settings, toHash, writePlayground } from "@w2s/playground";
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "./chromium.js";
import { scratchFolder } from "./scratch.js";
import { serveFolder } from "./static-server.js";

/** What the page saves when it is asked to. */
export interface Saved {
  readonly outcome: Outcome;
  readonly steps: readonly string[];
  readonly runtime: string;
}

/** A page that was opened. */
export interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the page, and requests that are no plain question to its own server. */
  readonly faults: readonly string[];
  /** Waits until a run is done. */
  done(): Promise<void>;
  saved(): Promise<Saved>;
}

/** A server of the page and a browser. */
export interface Playground {
  readonly folder: string;
  readonly address: string;
  /** Bytes that were sent so far. */
  sent(): number;
  /** A new context each, closed with the playground. */
  open(link: Settings | string, options?: BrowserContextOptions): Promise<Opened>;
  close(): Promise<void>;
}

interface PlaygroundOptions {
  /** For Chromium. */
  readonly args?: readonly string[];
  /** Of every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Longest time of a run. */
  readonly patienceMs?: number;
}

/** Writes and serves the page, by the policy that it states itself, and starts a browser. */
export async function startPlayground({
  args = [],
  headers = {},
  patienceMs = 100_000,
}: PlaygroundOptions = {}): Promise<Playground> {
  const root = scratchFolder("playground");
  // Below the server's root, as GitHub Pages serves it.
  const folder = join(root, "docs", "playground");
  await writePlayground(folder);
  const policy = policyOf(readFileSync(join(folder, "index.html"), "utf8"));
  const served = await serveFolder(root, { "content-security-policy": policy, ...headers });
  const address = `${served.address}docs/playground/`;
  const browser = await launchChromium(args);
  return {
    folder,
    address,
    sent: () => served.sent(),
    async open(link, options) {
      const context = await browser.newContext({
        viewport: { width: 1200, height: 900 },
        ...options,
      });
      const faults: string[] = [];
      context.on("request", (request) => {
        const { protocol, search } = new URL(request.url());
        const isOwn = protocol === "blob:" || request.url().startsWith(address);
        const isPlain = request.method() === "GET" && search === "" && request.postData() === null;
        if (!isOwn || !isPlain) faults.push(`${request.method()} ${request.url()}`);
      });
      const page = await context.newPage();
      page.on("pageerror", ({ message }) => faults.push(message));
      page.on("console", (said) => said.type() === "error" && faults.push(said.text()));
      await page.goto(`${address}#${typeof link === "string" ? link : toHash(link)}`);
      return {
        page,
        context,
        faults,
        done: () => page.getByText(/^done in /).waitFor({ timeout: patienceMs }),
        saved: () => savedBy(page),
      };
    },
    async close() {
      await browser.close();
      await served.close();
    },
  };
}

/** The page's Content-Security-Policy. */
function policyOf(html: string): string {
  const [, policy] = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html) ?? [];
  if (policy === undefined) throw new Error("the page states no Content-Security-Policy");
  return policy;
}

async function savedBy(page: Page): Promise<Saved> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the results" }).click(),
  ]);
  return JSON.parse(await readFile(await download.path(), "utf8"));
}
