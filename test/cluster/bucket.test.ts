// Several who work over a bucket: the bytes that one process gives in a folder; a bucket that fills
// up, or shuts; and credentials that appear nowhere.

import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { openBucketStore } from "../../packages/bucket/src/index.js";
import { type Bucket, credentials, hasBucket, startBucket } from "../bucket-server.js";
import { type Fault, faultyServer } from "../faulty-server.js";
import { scratchFolder } from "../scratch.js";
import { Command, drawnText, pause, resultsOf, runArgs, withStudy } from "./processes.js";
import { Network, redisProgram, startRedis } from "./servers.js";

Object.assign(process.env, credentials);
const folder = withStudy(scratchFolder("bucket"), drawnText);
let server: Bucket;
let expected: string;
beforeAll(async () => {
  if (!hasBucket) return;
  server = await startBucket();
  await server.bucket("steps");
  const alone = new Command(folder, runArgs("alone"));
  expect(await alone.ended, alone.out).toBe(0);
  expected = resultsOf(folder, "alone");
}, 240_000);

let machines = 0;
/** What a machine has of its own. */
const machine = (endpoint = server.endpoint) => ({
  W2S_S3_ENDPOINT: endpoint,
  W2S_BUCKET_CACHE: join(folder, `machine-${machines++}`),
});
/** A run into a bucket. */
const runIn = (place: string, out: string, ...more: string[]) => [
  ...runArgs(out),
  "--store",
  place,
  ...more,
];
const claimsIn = async (place: string) => {
  const store = await openBucketStore(place, { env: machine() });
  const names = await store.records().list("");
  return names.filter((name) => /\.\d+$/.test(name));
};

describe.skipIf(!hasBucket)("w2s run --workers over a bucket", () => {
  it("gives the bytes that one process gives in a folder, and leaves no claims", async () => {
    const place = "s3://steps/two";
    const run = new Command(folder, runIn(place, "two", "--workers", "2"), machine());
    expect(await run.ended, run.out).toBe(0);
    expect(resultsOf(folder, "two")).toBe(expected);
    expect(await claimsIn(place)).toEqual([]);
  }, 240_000);

  it("gives them to two machines that work at once", async () => {
    const place = "s3://steps/machines";
    const runs = ["here", "there"].map(
      (out) => new Command(folder, runIn(place, out, "--workers", "1"), machine()),
    );
    for (const run of runs) expect(await run.ended, run.out).toBe(0);
    for (const out of ["here", "there"]) expect(resultsOf(folder, out)).toBe(expected);
    expect(await claimsIn(place)).toEqual([]);
  }, 240_000);

  it.each<[string, number[], (network: Network) => Promise<void>]>([
    ["is cut for 6 s, twice", [3, 14], (network) => network.cut(6000)],
    ["lets nothing through for longer than a request waits", [10], () => server.sleep(24_000)],
  ])(
    "gives them where the network %s",
    async (name, cutsAt, away) => {
      const network = await Network.before(server.port);
      const place = `s3://steps/cut-${cutsAt.length}`;
      const store = await openBucketStore(place, { env: machine() });
      const env = machine(`http://127.0.0.1:${network.port}`);
      const run = new Command(folder, runIn(place, name, "--workers", "2"), env);
      for (const steps of cutsAt) {
        const isThere = async () => (await store.names()).length >= steps;
        await vi.waitUntil(isThere, { timeout: 240_000, interval: 200 });
        await away(network);
        // There is more to do than what was on its way.
        expect(run.child.exitCode, run.out).toBeNull();
      }
      expect(await run.ended, run.out).toBe(0);
      network.close();
      expect(resultsOf(folder, name)).toBe(expected);
      expect(await claimsIn(place)).toEqual([]);
    },
    500_000,
  );

  it.each<[string, Fault, RegExp]>([
    ["fills up", { status: 507, code: "Full" }, /the bucket is full; make room/],
    ["shuts", { status: 403, code: "AccessDenied" }, /access is denied; ask for the rights/],
  ])(
    "says in one line that it %s, keeps what was done, and goes on later",
    async (name, fault, line) => {
      const place = `s3://steps/${name.replace(" ", "-")}`;
      let puts = 0;
      const gate = await faultyServer(server.endpoint, (method) =>
        method === "PUT" && ++puts > 60 ? fault : undefined,
      );
      const env = machine(gate.endpoint);
      const args = runIn(place, name, "--workers", "2");
      const first = new Command(folder, args, env);
      expect(await first.ended, first.out).toBe(1);
      const said = first.out.split("\n").filter((one) => one.startsWith("w2s: "));
      expect(said, first.out).toHaveLength(1);
      expect(said[0]).toMatch(line);
      expect(first.out).not.toMatch(/^\s+at /m);
      await gate.stop();
      const kept = await (await openBucketStore(place, { env: machine() })).names();
      expect(kept.length).toBeGreaterThan(0);
      const again = new Command(folder, args, { ...env, ...machine() });
      expect(await again.ended, again.out).toBe(0);
      expect(resultsOf(folder, name)).toBe(expected);
    },
    240_000,
  );
});

describe.skipIf(!hasBucket || redisProgram === undefined)("credentials", () => {
  it("of a queue and a bucket appear in no file, log, record, object or argument", async () => {
    // One of its own: other tests give theirs in arguments, to see them refused.
    const password = `of-the-bucket-${randomUUID()}`;
    const secrets = [password, ...Object.values(credentials)];
    const server = await startRedis(password);
    const place = "s3://steps/secret";
    const env = () => ({ ...machine(), W2S_QUEUE: server.address });
    const workers = [1, 2].map(() => new Command(folder, ["work"], env()));
    const run = new Command(folder, runIn(place, "secret", "--json"), env());
    const seen = new Set<string>();
    let isOver = false;
    run.ended.then(() => {
      isOver = true;
    });
    const redis = new Redis(server.address);
    await redis.config("SET", "rdbcompression", "no");
    const told: Buffer[] = [];
    while (!isOver) {
      for (const line of argumentLists()) seen.add(line);
      for (const key of await redis.keys("*")) {
        const value = await redis.dumpBuffer(key);
        if (value !== null) told.push(Buffer.from(key), value);
      }
      await pause(300);
    }
    expect(run.child.exitCode, run.out).toBe(0);
    expect(resultsOf(folder, "secret")).toBe(expected);
    for (const one of workers) one.kill("SIGTERM");
    for (const one of workers) expect(await one.ended, one.out).toBe(0);
    redis.disconnect();
    await server.stop();
    expect([...seen].some((line) => line.includes("runner.js"))).toBe(true);
    expect(told.length).toBeGreaterThan(0);
    const objects = await allObjects();
    expect(objects.length).toBeGreaterThan(10);
    for (const secret of secrets) {
      expect([...seen].filter((line) => line.includes(secret))).toEqual([]);
      expect(told.some((value) => value.includes(secret))).toBe(false);
      expect(objects.filter((text) => text.includes(secret))).toEqual([]);
      for (const { out } of [run, ...workers]) expect(out).not.toContain(secret);
      // grep finds nothing: exit code 1.
      const grep = () => execFileSync("grep", ["-rlF", "--", secret, folder]);
      expect(grep).toThrow(expect.objectContaining({ status: 1 }));
    }
  }, 300_000);
});

/** Argument lists of this machine's processes, but for the server that is told its password. */
function argumentLists(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      } catch {
        return [];
      }
    })
    .filter((line) => !line.includes("redis-server"));
}

/** The server looks for one, and does not check it. */
const headers = {
  authorization: "AWS4-HMAC-SHA256 Credential=nobody/20260101/us-east-1/s3/aws4_request",
};

/** Names and contents of all that lies in the bucket. */
async function allObjects(): Promise<string[]> {
  const texts: string[] = [];
  for (let token = ""; ; ) {
    const more = token && `&continuation-token=${encodeURIComponent(token)}`;
    const page = await fetch(`${server.endpoint}/steps?list-type=2${more}`).then((one) =>
      one.text(),
    );
    for (const [, key = ""] of page.matchAll(/<Key>([^<]*)<\/Key>/g)) {
      const object = await fetch(`${server.endpoint}/steps/${key}`, { headers });
      expect(object.status).toBe(200);
      const head = JSON.stringify([...object.headers]);
      texts.push(`${key} ${head} ${Buffer.from(await object.arrayBuffer()).toString("latin1")}`);
    }
    const next = /<NextContinuationToken>([^<]*)</.exec(page)?.[1];
    if (next === undefined) return texts;
    token = next;
  }
}
