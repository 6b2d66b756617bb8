import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { faultyServer } from "../../../test/faulty-server.js";
import { scratchFolder } from "../../../test/scratch.js";
import { fakeIo } from "../test/fake-io.js";
import { main } from "./main.js";

let cwd: string;
beforeEach(() => {
  cwd = scratchFolder("store-place");
});

async function w2s(line: string, env: Readonly<Record<string, string>> = {}) {
  const io = fakeIo(cwd, { env });
  const code = await main(line.split(" "), io);
  return { code, said: io.out() + io.err() };
}

const leaking = [
  "https://AK:LEAKPW@minio:9000/b",
  "s3:/AK:LEAKPW@b/x",
  "S3://AK:LEAKPW@b/x",
  "s3://AK:LEAKPW@b/x",
  "minio://AK:LEAKPW@host/b",
  "AK:LEAKPW@minio:9000/b",
];

describe("a store's place with credentials in it", () => {
  it.each(leaking)("is refused by every command and shown by none: %s", async (place) => {
    const line = /w2s: store: must be a folder or s3:\/\/BUCKET\/PREFIX, got another form, not/;
    for (const command of ["cache path", "cache ls", "cache copy --to x"]) {
      const named = await w2s(`${command} --store ${place}`);
      const meant = await w2s(command, { W2S_STORE: place });
      for (const { code, said } of [named, meant]) {
        expect(code).toBe(2);
        expect(said).toMatch(line);
        expect(said).not.toContain("LEAKPW");
      }
    }
    const { code, said } = await w2s(`doctor --store ${place}`);
    expect(code).toBe(1);
    expect(said).toMatch(/FAIL {2}store .*got another form, not shown/);
    expect(said).not.toContain("LEAKPW");
    expect(await readdir(cwd)).toEqual([]);
  });
});

describe("w2s cache path", () => {
  it("prints no place that a run refuses", async () => {
    const { code, said } = await w2s("cache path --store s3://A_KEY/x");
    expect(code).toBe(2);
    expect(said).toMatch(/^w2s: store: a bucket's place must be s3:\/\/BUCKET\/PREFIX/);
    expect(await w2s("cache path --store s3://bucket/x")).toEqual({
      code: 0,
      said: "s3://bucket/x\n",
    });
  });
});

describe("w2s cache of a bucket", () => {
  it("says so when the store that is named is not there, as of a folder", async () => {
    const server = await faultyServer(undefined, (method, path) =>
      path.includes("list-type")
        ? { status: 200, body: "<ListBucketResult/>" }
        : { status: method === "GET" ? 404 : 405, code: "NoSuchKey" },
    );
    const env = {
      W2S_S3_ENDPOINT: server.endpoint,
      W2S_BUCKET_CACHE: join(cwd, "copies"),
      W2S_STORE: "s3://bucket/nowhere",
    };
    for (const key of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) process.env[key] ??= "none";
    try {
      for (const command of ["ls", "verify", "prune --all", "copy --to other"]) {
        const named = await w2s(`cache ${command} --store s3://bucket/nowhere`, env);
        const meant = await w2s(`cache ${command}`, env);
        for (const [{ code, said }, option] of [
          [named, "--store"],
          [meant, "W2S_STORE"],
        ] as const) {
          expect(said).toBe(
            `w2s: ${option}: there is no store at s3://bucket/nowhere; a run makes one, so name ` +
              "the one that runs write to\n",
          );
          expect(code).toBe(2);
        }
      }
    } finally {
      await server.stop();
    }
    expect(existsSync(join(cwd, "other"))).toBe(false);
  });
});
