// One study in a folder and in a bucket: the same results, byte for byte, through kills, copies and
// collections; and credentials that appear nowhere.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { openBucketStore } from "../packages/bucket/src/index.js";
import { main } from "../packages/cli/src/main.js";
import { fakeStream } from "../packages/cli/test/fake-io.js";
import { type Bucket, credentials, installed, startBucket } from "./bucket-server.js";
import { scratchFolder } from "./scratch.js";

Object.assign(process.env, credentials);
const bin = fileURLToPath(new URL("../packages/cli/bin/w2s.js", import.meta.url));
const built = fileURLToPath(new URL("../packages/cli/dist/main.js", import.meta.url));
const studyOf = (seeds: number) => `
import { drawn, naive, confidence, probe, rows, study, table } from "w2s";
const label = (i) => ((i * 7) % 3 > 0 ? 1 : 0);
const examples = Array.from({ length: 1200 }, (_, i) => ({ text: "row " + i, label: label(i) }));
const probes = (as, width) =>
  [0, 1].map((i) => probe(drawn(width + i, { as, noise: 0.5 }), { epochs: 20 }));
export default study({
  task: table(rows("made", examples), { text: "text", label: "label" }),
  supervisors: probes("weak", 4),
  students: probes("strong", 32),
  methods: [naive(), confidence()],
  seeds: ${seeds},
  resamples: 200,
});
`;

describe.each(installed)("a study in a bucket of $name", { timeout: 300_000 }, (kind) => {
  const cwd = scratchFolder("stores");
  const said: string[] = [];
  let server: Bucket;
  let machines = 0;
  /** What a machine has of its own: its folder of the bucket's steps. */
  const machine = () => {
    const cache = join(cwd, "machines", String(machines++));
    mkdirSync(cache, { recursive: true });
    return {
      W2S_S3_ENDPOINT: server.endpoint,
      W2S_BUCKET_CACHE: cache,
      HF_HUB_OFFLINE: "1",
      HOME: cache,
    };
  };

  async function w2s(line: string, env: Readonly<Record<string, string>> = machine()) {
    const [stdout, stderr] = [fakeStream(), fakeStream()];
    const code = await main(line.split(" "), { stdout, stderr, cwd, env });
    said.push(stdout.text, stderr.text);
    return { code, out: stdout.text, err: stderr.text };
  }

  const results = (folder: string) => readFileSync(join(cwd, folder, "results.json"), "utf8");

  /** Starts a run into a bucket, and kills it when so many steps are there. */
  async function killed(place: string, env: Readonly<Record<string, string>>, steps: number) {
    const line = ["run", "one.study.ts", "--store", place, "--out", "killed"];
    const child = spawn(process.execPath, [bin, ...line], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (piece: Buffer) => said.push(piece.toString()));
    const ended = new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
    const store = await openBucketStore(place, { env: machine(), readOnly: true });
    while (child.exitCode === null && (await store.names()).length < steps) await sleep(200);
    child.kill("SIGKILL");
    expect(await ended).toBe("SIGKILL");
  }

  beforeAll(async () => {
    if (!existsSync(built))
      throw new Error("the tests that start processes need a build: npm run build");
    server = await startBucket(kind);
    await server.bucket("study");
    writeFileSync(join(cwd, "one.study.ts"), studyOf(3));
    writeFileSync(join(cwd, "fewer.study.ts"), studyOf(1));
    const { code, err } = await w2s("run one.study.ts --store folder --out folder-run");
    expect(code, err).toBe(0);
  }, 120_000);

  it("has the results that it has in a folder, and is all cached for another machine", async () => {
    const first = await w2s("run one.study.ts --store s3://study/a --out bucket-run");
    expect(first.code, first.err).toBe(0);
    expect(results("bucket-run")).toBe(results("folder-run"));
    const again = await w2s("run one.study.ts --store s3://study/a --out again");
    expect(again.err).toContain("all cached");
    expect(results("again")).toBe(results("folder-run"));
    const named = await w2s("run one.study.ts --dry-run", {
      ...machine(),
      W2S_STORE: "s3://study/a",
    });
    expect(named.out).toContain("all cached");
  });

  it("has them after kill -9 in the middle, on one machine and on several", async () => {
    const own = machine();
    for (const [i, steps] of [1, 20, 40, 60].entries())
      await killed("s3://study/b", i % 2 ? own : machine(), steps);
    const line = "run one.study.ts --store s3://study/b --out killed";
    expect((await w2s(line)).code).toBe(0);
    expect(results("killed")).toBe(results("folder-run"));
    const verified = await w2s("cache verify --store s3://study/b");
    expect(verified.out).toMatch(/^\d+ steps checked, 0 damaged\n$/);
  });

  it("is looked into, copied to a folder and back, and nothing is copied twice", async () => {
    const there = await w2s("cache ls --store s3://study/a");
    const here = await w2s("cache ls --store folder");
    const counts = (text: string) => text.replaceAll(/ +[\d.]+ k?M?B/g, "");
    expect(counts(there.out)).toBe(counts(here.out));
    const told = await w2s("cache copy --store s3://study/a --to copied --dry-run");
    expect(told.out).toMatch(/^would copy \d+ steps, [\d.]+ [kM]B; 0 were there\n$/);
    expect(existsSync(join(cwd, "copied"))).toBe(false);
    expect((await w2s("cache copy --store s3://study/a --to copied")).out).toMatch(
      /^copied \d+ steps/,
    );
    expect((await w2s("cache copy --store s3://study/a --to copied")).out).toMatch(
      /^copied 0 steps/,
    );
    expect((await w2s("run one.study.ts --store copied --dry-run")).out).toContain("all cached");
    expect((await w2s("cache copy --store copied --to s3://study/c")).code).toBe(0);
    const run = await w2s("run one.study.ts --store s3://study/c --out copied-run");
    expect(run.err).toContain("all cached");
    expect(results("copied-run")).toBe(results("folder-run"));
    const self = await w2s("cache copy --store copied --to copied");
    expect([self.code, self.err]).toEqual([2, expect.stringContaining("--to is the store itself")]);
  });

  it("copies and keeps what a study's plan names, and tells before it removes", async () => {
    const part = await w2s("cache copy fewer.study.ts --store s3://study/a --to s3://study/d");
    expect(part.code, part.err).toBe(0);
    const whole = (await w2s("cache copy --store s3://study/a --to nowhere --dry-run --json")).out;
    const some = (await w2s("cache copy --store s3://study/d --to nowhere --dry-run --json")).out;
    const steps = (text: string) => JSON.parse(text).copied.steps as number;
    expect(steps(some)).toBeGreaterThan(0);
    expect(steps(some)).toBeLessThan(steps(whole));
    const young = await w2s("cache gc fewer.study.ts --store s3://study/c");
    expect(young.out).toMatch(/would remove 0 steps, 0 B; \d+ steps kept\n$/);
    const line = "cache gc fewer.study.ts --store s3://study/c --older-than 0m";
    // A bucket's dates are whole seconds.
    await sleep(1_000);
    const told = await w2s(line);
    expect([told.code, told.err]).toEqual([0, "nothing was removed; --delete does it\n"]);
    expect(told.out).toContain(`would remove ${steps(whole) - steps(some)} steps`);
    expect((await w2s(`${line} --delete`)).out).toContain(
      `removed ${steps(whole) - steps(some)} steps`,
    );
    const left = await w2s("run fewer.study.ts --store s3://study/c --dry-run");
    expect(left.out).toMatch(/: 40 cached, 8 to run\nscore /); // Scores of one seed never were.
    const more = await w2s("run one.study.ts --store s3://study/c --dry-run");
    expect(more.out).not.toContain("all cached");
  });

  it("is told of in one line when it is not there", async () => {
    const { code, err } = await w2s("run one.study.ts --store s3://nobody/x");
    expect([code, err]).toEqual([
      2,
      "w2s: store s3://nobody/x: there is no such bucket; make it, or name another store with " +
        "--store or W2S_STORE\n",
    ]);
    const doctor = await w2s("doctor --store s3://study/a");
    expect(doctor.out).toMatch(/ok +store +s3:\/\/study\/a, \d+ steps, .*writable/);
  });

  it("leaves its credentials in no file, line or record", () => {
    const files = readdirSync(cwd, { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    expect(files.length).toBeGreaterThan(100);
    const texts = files.map((one) => readFileSync(join(one.parentPath, one.name), "latin1"));
    for (const [key, value] of Object.entries(credentials)) {
      expect(
        [...texts, ...said].filter((text) => text.includes(value)),
        key,
      ).toEqual([]);
    }
  });
});
