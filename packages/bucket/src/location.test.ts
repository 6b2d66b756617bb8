import { describe, expect, it } from "vitest";
import { bucketPlace, cacheBytes, endpointOf } from "./location.js";

describe("bucketPlace", () => {
  it("is a bucket and a prefix, with slashes where they belong", () => {
    expect(bucketPlace("s3://my.bucket-1")).toEqual({
      bucket: "my.bucket-1",
      prefix: "",
      text: "s3://my.bucket-1",
    });
    expect(bucketPlace("s3://abc//runs/2026/")).toEqual({
      bucket: "abc",
      prefix: "runs/2026/",
      text: "s3://abc/runs/2026",
    });
  });

  it("refuses other texts without repeating them", () => {
    for (const text of ["s3://", "s3://ab", "s3://KEY:secret@bucket/x", "s3://Bucket/x"]) {
      expect(() => bucketPlace(text)).toThrow(
        "store: a bucket's place must be s3://BUCKET/PREFIX, with a bucket's name of 3 to 63",
      );
      expect(() => bucketPlace(text)).not.toThrow("secret");
    }
  });
});

describe("endpointOf", () => {
  it("is the first that the environment names", () => {
    expect(endpointOf({})).toBeUndefined();
    expect(endpointOf({ AWS_ENDPOINT_URL: "http://a:1" })).toBe("http://a:1");
    expect(endpointOf({ AWS_ENDPOINT_URL: "http://a", W2S_S3_ENDPOINT: "https://b" })).toBe(
      "https://b",
    );
  });

  it("refuses what is no address, and one that holds a password, which it does not repeat", () => {
    expect(() => endpointOf({ W2S_S3_ENDPOINT: "localhost:9000" })).toThrow(
      "W2S_S3_ENDPOINT: must be an address, https://HOST or http://HOST:PORT",
    );
    const told = () => endpointOf({ AWS_ENDPOINT_URL: "http://ada:secret@host:9000" });
    expect(told).toThrow("AWS_ENDPOINT_URL: must not hold a user or a password");
    expect(told).not.toThrow("secret");
  });
});

describe("cacheBytes", () => {
  it("is 20 GB unless a size is given", () => {
    expect(cacheBytes({})).toBe(20e9);
    expect(cacheBytes({ W2S_BUCKET_CACHE_SIZE: "1.5 gb" })).toBe(1.5e9);
    expect(() => cacheBytes({ W2S_BUCKET_CACHE_SIZE: "much" })).toThrow(
      'W2S_BUCKET_CACHE_SIZE: must be a size such as 500MB, 20GB or 1TB, got "much"',
    );
  });
});
