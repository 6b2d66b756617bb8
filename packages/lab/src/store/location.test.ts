import { describe, expect, it } from "vitest";
import { defaultStoreDir, isBucket } from "./location.js";

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
