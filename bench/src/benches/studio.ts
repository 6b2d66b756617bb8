// The studio as people use it: the server in a process of its own, pages in a headless Chromium, a
// run that is followed by 50. No peer does the same; the limits stand in a peer's place.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openStore, planStudy, resultsFormat, runPlan } from "@w2s/lab";
import { chromium } from "playwright-core";
import { type Bench, BenchError, type Context } from "../bench.js";
import { writeMillion } from "../data/million-rows.js";
import { tenThousand } from "../data/ten-thousand.js";
import { median } from "../harness/interleave.js";

const limits = { paint: 1000, page: 100, memory: 300, slowdown: 1.05 } as const;
const [rows, viewers, rounds, pages] = [10_000, 50, 3, 40];
const w2s = fileURLToPath(new URL("../../../packages/cli/bin/w2s.js", import.meta.url));
const chromiums = [process.env.W2S_CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"];
const executablePath = chromiums.find((path) => path !== undefined && existsSync(path));

export const studioBench: Bench = {
  name: "studio",
  summary: "first paint, a page of evidence, the server's memory, 50 viewers of a run; limits",
  requirement:
    `first paint of a run of ${rows} rows under 1 s, a page of evidence among 1,000,000 rows ` +
    `under ${limits.page} ms, the server under ${limits.memory} MB, ` +
    `${viewers} viewers slow a run ` +
    "by at most 5%",
  missing: () => (executablePath === undefined ? "no Chromium; W2S_CHROMIUM names one" : undefined),
  async run(context) {
    const { folder, say } = context;
    await writeResults(folder);
    await writeMillion(join(folder, "runs", "million"));
    const server = await startStudio(folder);
    try {
      const paint = await firstPaint(server.address, say);
      const page = await evidencePages(server.address, say);
      const slowdown = await withViewers(context, server);
      const memory = peakMegabytes(server.process.pid!);
      say(`the server's memory: at most ${memory.toFixed(0)} MB`);
      const found = { paint, page, memory, slowdown };
      const ratios = Object.entries(limits).map(
        ([name, limit]) => limit / found[name as keyof typeof limits],
      );
      const ratio = Math.min(...ratios);
      return { ours: page, peer: limits.page, unit: "ms", ratio, met: ratio >= 1 };
    } finally {
      server.process.kill();
    }
  },
};

/** 10,000 rows: one that was computed, under other names. */
async function writeResults(folder: string): Promise<void> {
  const store = await openStore(join(folder, "store"));
  const places = { name: "ten", baseDir: folder, store, modelFolders: [] };
  const plan = await planStudy(tenThousand(1), places);
  const silent = () => undefined;
  const reporter = { plan: silent, begin: silent, progress: silent, end: silent, warn: silent };
  const { signal } = new AbortController();
  const [first] = await runPlan(plan, { store, reporter, signal });
  const named = (i: number) => ({
    ...first,
    supervisor: `weak ${i % 10}`,
    student: `strong ${Math.floor(i / 10) % 10}`,
    method: `method ${Math.floor(i / 100) % 10}`,
    task: `task ${Math.floor(i / 1000)}`,
  });
  const run = join(folder, "runs", "ten-thousand");
  mkdirSync(run, { recursive: true });
  const outcomes = Array.from({ length: rows }, (_, i) => JSON.stringify(named(i))).join(",\n");
  const head = `{"format":${resultsFormat},"study":"ten","notes":[],"outcomes":[`;
  writeFileSync(join(run, "results.json"), `${head}${outcomes}]}\n`);
}

interface Served {
  readonly process: ChildProcess;
  readonly address: string;
}

function startStudio(folder: string): Promise<Served> {
  const args = [w2s, "studio", folder, "--port", "0"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((done, fail) => {
    child.stdout.once("data", (line: Buffer) =>
      done({ process: child, address: line.toString().trim() }),
    );
    child.once("exit", (code) => fail(new BenchError(`w2s studio ended with code ${code}`)));
  });
}

/** Milliseconds to the first paint of the run's page, while its report is not drawn yet. */
async function firstPaint(address: string, say: (line: string) => void): Promise<number> {
  const browser = await chromium.launch({
    executablePath: executablePath!,
    args: ["--no-sandbox"],
  });
  try {
    const paints: number[] = [];
    const heads: number[] = [];
    for (let i = 0; i <= rounds; i++) {
      // Else the page's policy lets nobody ask for its paints.
      const page = await (await browser.newContext({ bypassCSP: true })).newPage();
      const started = performance.now();
      await page.goto(`${address}runs/ten-thousand`);
      const seen = 'performance.getEntriesByName("first-contentful-paint")[0]?.startTime';
      await page.waitForFunction(seen);
      paints.push(await page.evaluate<number>(seen));
      await page.locator(".numbers").waitFor({ timeout: 300_000 });
      heads.push(performance.now() - started);
      await page.close();
    }
    const shown = heads.map((ms) => (ms / 1000).toFixed(2)).join(", ");
    say(`first paint: ${paints.map((ms) => ms.toFixed(0)).join(", ")} ms`);
    say(`the headline of ${rows} rows: ${shown} s; the first time their report is drawn`);
    return Math.max(...paints);
  } finally {
    await browser.close();
  }
}

/** Median milliseconds of a page from anywhere in the file, some of them filtered. */
async function evidencePages(address: string, say: (line: string) => void): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < pages; i++) {
    const from = (i * 997_003) % 1_000_000;
    const filter = i % 2 === 0 ? "" : `&supervisor=supervisor ${i % 7}&method=naive`;
    const started = performance.now();
    const answer = await fetch(`${address}api/runs/million/evidence?from=${from}${filter}`);
    await answer.json();
    times.push(performance.now() - started);
  }
  const shown = [times[0]!, median(times), Math.max(...times.slice(1))];
  const [first, middle, most] = shown.map((ms) => ms.toFixed(0));
  say(`a page of 50 among 1,000,000: median ${middle} ms, most ${most} ms; the first ${first} ms`);
  return median(times);
}

/** How many times longer a run takes with its viewers. */
async function withViewers({ folder, say }: Context, server: Served): Promise<number> {
  const pid = server.process.pid!;
  let busy = 0;
  const alone: number[] = [];
  const watched: number[] = [];
  for (let round = 0; round < rounds; round++) {
    alone.push(await secondsOfRun(folder));
    const streams = Array.from({ length: viewers }, () =>
      get(`${server.address}api/runs/watched/events`, (stream) => stream.resume()),
    );
    const before = processorSeconds(pid);
    watched.push(await secondsOfRun(folder));
    busy += processorSeconds(pid) - before;
    for (const stream of streams) stream.destroy();
  }
  const text = (times: readonly number[]) => times.map((one) => one.toFixed(2)).join(", ");
  say(`a run alone: ${text(alone)} s; with ${viewers} viewers: ${text(watched)} s`);
  const share = busy / watched.reduce((sum, one) => sum + one, 0);
  say(`the server took ${(100 * share).toFixed(1)}% of a core meanwhile`);
  return median(watched) / median(alone);
}

/** The demo from an empty store, in the folder that is watched. */
function secondsOfRun(folder: string): Promise<number> {
  const store = join(folder, "watched-store");
  rmSync(store, { recursive: true, force: true });
  const out = join(folder, "runs", "watched");
  mkdirSync(out, { recursive: true });
  const args = [w2s, "demo", "--store", store, "--out", out, "--seeds", "2"];
  const started = performance.now();
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { stdio: "ignore" });
    child.once("exit", (code) => {
      if (code === 0) done((performance.now() - started) / 1000);
      else fail(new BenchError(`w2s demo ended with code ${code}`));
    });
  });
}

/** What the process has computed for so far, in hundredths of a second as the system counts. */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function peakMegabytes(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))!;
  return Number(kilobytes) / 1024;
}
