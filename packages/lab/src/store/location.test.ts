import { describe, expect, it } from "vitest";
import { assertStorePlace, defaultStoreDir, isBucket } from "./location.js";

describe("defaultStoreDir", () => {
  it("is W2S_STORE, else the XDG cache folder, else ~/.cache", () => {
    const HOME = "/home/ada";
    expect(defaultStoreDir({ W2S_STORE: "/s", XDG_CACHE_HOME: "/x", HOME }, "linux")).toBe("/s");
    expect(defaultStoreDir({ XDG_CACHE_HOME: "/x", HOME }, "linux")).toBe("/x/w2s/store");
    expect(defaultStoreDir({ HOME }, "linux")).toBe("/home/ada/.cache/w2s/store");
  });

  it("leaves a bucket's name as it is", () => {
    expect(defaultStoreDir({ W2S_STORE: "s3://bucket/a/b" }, "linux")).toBe("s3://bucket/a/b");
    expect(isBucket("s3://bucket/a/b")).toBe(true);
    expect(isBucket("/home/s3")).toBe(false);
  });

  it("ignores an empty W2S_STORE and a relative XDG_CACHE_HOME", () => {
    expect(defaultStoreDir({ W2S_STORE: "", XDG_CACHE_HOME: "x", HOME: "/h" }, "linux")).toBe(
      "/h/.cache/w2s/store",
    );
  });
});

describe("assertStorePlace", () => {
  it.each([
    "store",
    "../a b/st@re",
    "/data/s3:x/u@h",
    "C:/stores",
    "./a:b@c",
    "s3://bucket",
    "s3://bucket/me@lab:1",
  ])("takes %s", (place) => expect(() => assertStorePlace(place)).not.toThrow());

  it.each(["s4://bucket/x", "s3:/bucket/x", "S3://bucket/x", "s3:bucket", "minio://host/b"])(
    "refuses %s, and shows it",
    (place) =>
      expect(() => assertStorePlace(place)).toThrow(
        `store: must be a folder or s3://BUCKET/PREFIX, got "${place}"`,
      ),
  );

  it.each([
    "https://AK:LEAKPW@minio:9000/b",
    "s3:/AK:LEAKPW@b/x",
    "s3:AK:LEAKPW@b",
    "S3://AK:LEAKPW@b/x",
    "s3://AK:LEAKPW@b/x",
    "s3://AK:LEAK/LEAKPW@b/x",
    "minio://AK:LEAKPW@host/b",
    "s3+https://AK:LEAKPW@host/b",
    "https://host/b?secret=LEAKPW",
    "AK:LEAKPW@minio:9000/b",
  ])("refuses %s, and shows nothing of it", (place) => {
    const line = /^store: must be a folder or s3:\/\/BUCKET\/PREFIX, got another form, not shown/;
    expect(() => assertStorePlace(place)).toThrow(line);
    expect(() => assertStorePlace(place)).not.toThrow(/LEAK|AK:/);
    expect(() => defaultStoreDir({ W2S_STORE: place })).toThrow(line);
  });
});
