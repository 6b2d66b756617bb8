// The playground in a headless Chromium: from an empty cache to the first result, and how long a
// finetuning takes that Node does by the same WebAssembly.

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { type OrtWeb, webRuntime } from "@w2s/grad";
import { openStore, planStudy, runPlan } from "@w2s/lab";
import { defaults, type Settings, studyOf, toHash, writePlayground } from "@w2s/playground";
import { type Browser, chromium } from "playwright-core";
import { type Bench, BenchError } from "../bench.js";
import { median } from "../harness/interleave.js";

const firstLimitMs = 15_000;
const chromiums = [process.env.W2S_CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"];
const executablePath = chromiums.find((path) => path !== undefined && existsSync(path));

/** All students of one seed, finetuned: nearly all of its time is training steps. */
const settings: Settings = { ...defaults, examples: 600, seeds: 1, adapt: "finetune" };

export const playgroundBench: Bench = {
  name: "playground",
  summary: "the playground's first result, and a finetuning there against WebAssembly in Node",
  requirement: "first result under 15 s from an empty cache; finetuning no slower than .8 of Node",
  missing: () => (executablePath === undefined ? "no Chromium; W2S_CHROMIUM names one" : undefined),
  async run({ folder, say, interleave }) {
    const page = join(folder, "page");
    await writePlayground(page);
    const server = await serve(page);
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const browser = await chromium.launch({
      executablePath: executablePath!,
      args: ["--no-sandbox"],
    });
    try {
      const first: number[] = [];
      for (let round = 0; round < 3; round++) first.push((await opened(browser, address)).firstMs);
      say(`first result: ${first.map((ms) => (ms / 1000).toFixed(1)).join(", ")} s`);
      const { ours, peer } = await interleave(
        3,
        async () => finetunedInPage(browser, address),
        async (round) => finetunedInNode(join(folder, `store-${round}`)),
      );
      const [mine, theirs] = [median(ours), median(peer)];
      const met = median(first) < firstLimitMs && theirs / mine >= 0.8;
      return { ours: mine, peer: theirs, unit: "ms", ratio: theirs / mine, met };
    } finally {
      await browser.close();
      server.close();
    }
  },
};

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** Files as they are. */
async function serve(folder: string): Promise<Server> {
  const server = createServer(({ url = "/" }, response) => {
    const path = join(folder, url === "/" ? "index.html" : url);
    if (!existsSync(path) || !statSync(path).isFile()) return response.writeHead(404).end();
    response.setHeader("content-type", types[extname(path)] ?? "application/octet-stream");
    return createReadStream(path).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** A page with an empty cache, opened and done with what it opens with. */
async function opened(browser: Browser, address: string) {
  const page = await (await browser.newContext()).newPage();
  const started = performance.now();
  await page.goto(address);
  const done = page.getByText(/^done in /);
  await done.waitFor({ timeout: 120_000 });
  return { page, done, firstMs: performance.now() - started };
}

/** Its models and its runtime are there by then: the page's own count of what follows. */
async function finetunedInPage(browser: Browser, address: string): Promise<number> {
  const { page, done } = await opened(browser, address);
  await page.evaluate(`location.hash = ${JSON.stringify(toHash(settings))}`);
  await page.getByText(/steps? done$/).waitFor({ timeout: 120_000 });
  await done.waitFor({ timeout: 300_000 });
  const [, seconds] = /^done in ([\d.]+) s/.exec(await done.innerText()) ?? [];
  await page.context().close();
  if (seconds === undefined) throw new BenchError("the page did not say how long it took");
  return 1000 * Number(seconds);
}

async function finetunedInNode(folder: string): Promise<number> {
  const ort = await import("onnxruntime-web");
  ort.env.wasm.numThreads = 1;
  const store = await openStore(folder);
  const places = { name: "playground", baseDir: folder, modelFolders: [] };
  const started = performance.now();
  const plan = await planStudy(studyOf(settings), { ...places, store, threads: 1 });
  const quiet = () => undefined;
  const reporter = { plan: quiet, begin: quiet, progress: quiet, end: quiet, warn: quiet };
  const { signal } = new AbortController();
  await runPlan(plan, { store, reporter, signal, runtime: webRuntime(ort as OrtWeb) });
  return performance.now() - started;
}
