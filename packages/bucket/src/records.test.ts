import { Claims } from "@w2s/lab/engine";
import { beforeAll, describe, expect, it } from "vitest";
import { type Bucket, credentials, installed, startBucket } from "../../../test/bucket-server.js";
import { faultyServer } from "../../../test/faulty-server.js";
import { scratchFolder } from "../../../test/scratch.js";
import { openBucketStore } from "./bucket-store.js";

Object.assign(process.env, credentials);

describe.each(installed)("a bucket's records in $name", (kind) => {
  let server: Bucket;
  beforeAll(async () => {
    server = await startBucket(kind);
    await server.bucket("claims");
  }, 90_000);

  let places = 0;
  const records = async (endpoint = server.endpoint, place = `s3://claims/${places++}`) => {
    const env = { W2S_S3_ENDPOINT: endpoint, W2S_BUCKET_CACHE: scratchFolder("cache") };
    return (await openBucketStore(place, { env })).records();
  };

  it("are made by one of many who try at once", async () => {
    const some = await records();
    const tries = Array.from({ length: 20 }, (_, i) => some.create("ab/one.0", `${i}`));
    const made = (await Promise.all(tries)).map((isOurs, i) => (isOurs ? i : -1));
    const winner = made.filter((i) => i >= 0);
    expect(winner).toHaveLength(1);
    expect(await some.read("ab/one.0")).toBe(String(winner[0]));
    expect(await some.create("ab/one.0", String(winner[0]))).toBe(false);
  });

  it("are replaced, listed and removed; one that is not there is no fault", async () => {
    const some = await records();
    expect(await some.read("owners/me")).toBeUndefined();
    await some.replace("owners/me", "1");
    await some.replace("owners/me", "2");
    expect(await some.read("owners/me")).toBe("2");
    expect(await some.list("owners")).toEqual(["owners/me"]);
    await some.remove("owners/me");
    await some.remove("owners/me");
    expect(await some.list("owners")).toEqual([]);
  });

  it("are known as ours when the answer to our making them was lost", async () => {
    let lost = 1;
    const line = await faultyServer(server.endpoint, (method, path) =>
      method === "PUT" && path.includes("/claims/ab/") && lost-- > 0 ? { isLost: true } : undefined,
    );
    const some = await records(line.endpoint);
    expect(await some.create("ab/one.0", "mine")).toBe(true);
    expect(lost).toBeLessThan(0);
    expect(await some.create("ab/one.0", "mine")).toBe(false);
    await line.stop();
  });

  it("hold claims, which pass to another when an owner stands still", async () => {
    const shared = await records();
    let clock = 0;
    const open = (owner: string) => new Claims(shared, owner, { leaseMs: 100, now: () => clock });
    const [mine, theirs] = [open("a"), open("b")];
    const work = "ab".repeat(32);
    await mine.beat();
    expect(await mine.take(work)).toMatchObject({ is: "ours", claim: { tries: 0 } });
    for (let look = 0; look < 5; look++) {
      expect(await theirs.take(work)).toEqual({ is: "held", owner: "a" });
      clock += 20;
    }
    const taken = await theirs.take(work);
    expect(taken).toMatchObject({ is: "ours", claim: { tries: 1 } });
    if (taken.is === "ours") await theirs.done(taken.claim);
    expect(await shared.list("ab")).toEqual([]);
  });
});
