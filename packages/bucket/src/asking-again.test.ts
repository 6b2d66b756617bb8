import { beforeEach, describe, expect, it, vi } from "vitest";
import { credentials } from "../../../test/bucket-server.js";
import { faultyServer } from "../../../test/faulty-server.js";
import { waitMs } from "./asking-again.js";
import { inParallel } from "./in-parallel.js";
import { Objects, s3Client } from "./objects.js";

beforeEach(() => {
  for (const [key, value] of Object.entries(credentials)) vi.stubEnv(key, value);
  return () => vi.unstubAllEnvs();
});

/** The objects of a server, and how often each was asked for. */
async function objectsOf(attempts: number, answer: (time: number) => number) {
  const asked = new Map<string, number>();
  const server = await faultyServer(undefined, (_, path) => {
    const time = (asked.get(path) ?? 0) + 1;
    asked.set(path, time);
    const status = answer(time);
    return status === 0
      ? undefined
      : { status, code: "No", ...(status === 200 && { body: "here" }) };
  });
  const how = { endpoint: server.endpoint, region: undefined, attempts, silenceMs: 5000 };
  const objects = new Objects(s3Client(how), { bucket: "bucket", prefix: "", text: "s3://bucket" });
  return { objects, server, asked };
}

describe("a request that fails", () => {
  it("is made again whatever befalls others: each of 60 breaks off four times", async () => {
    const { objects, server, asked } = await objectsOf(10, (time) => (time > 4 ? 200 : 0));
    const names = Array.from({ length: 60 }, (_, i) => `object-${i}`);
    const found = await inParallel(names, async (name) => (await objects.get(name))?.bytes.length);
    await server.stop();
    expect([...asked.values()]).toEqual(names.map(() => 5));
    expect(new Set(found).size).toBe(1);
    expect(found[0]).toBeGreaterThan(0);
  });

  it("is made as often as it may, and a refusal once", async () => {
    const failing = await objectsOf(3, () => 500);
    await expect(failing.objects.get("a")).rejects.toThrow("the server failed");
    await failing.server.stop();
    expect([...failing.asked.values()]).toEqual([3]);
    const refusing = await objectsOf(3, () => 403);
    await expect(refusing.objects.get("a")).rejects.toThrow("access is denied");
    await refusing.server.stop();
    expect([...refusing.asked.values()]).toEqual([1]);
  });

  it("waits between its ten attempts 23 s at least, 46 s at most", () => {
    const all = (chance: number) =>
      Array.from({ length: 9 }, (_, i) => waitMs(i, false, chance)).reduce((a, b) => a + b);
    // 100 ms, 200 ms, ..., 12.8 s and 20 s: 100 * (2^8 - 1) + 20,000 = 45,500; half is 22,750.
    expect([all(0), all(1)]).toEqual([22_750, 45_500]);
    expect([0, 1, 4, 5].map((count) => waitMs(count, true, 1))).toEqual([
      1000, 2000, 16_000, 20_000,
    ]);
  });
});
