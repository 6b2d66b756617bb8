// Where a bucket's store is, and what the environment says of it. Credentials are no part of it:
// the client finds them itself, in the environment or in its provider chain.

import { InputError, sizeInBytes } from "@w2s/base";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a store lies, once its text is checked: what its keys begin with, and in which bucket. */
export interface BucketPlace {
  readonly bucket: string;
  /** What all keys begin with: empty, or ended by a slash. */
  readonly prefix: string;
  /** Both as one text, without a slash at its end: `s3://bucket/prefix`. */
  readonly text: string;
}

/** @throws InputError when the text is no place in a bucket; it is not repeated, lest it tell. */
export function bucketPlace(text: string): BucketPlace {
  const [, bucket, path = ""] = /^s3:\/\/([^/]*)(\/.*)?$/.exec(text) ?? [];
  if (bucket === undefined || !/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new InputError(
      "store: a bucket's place must be s3://BUCKET/PREFIX, with a bucket's name of 3 to 63 small " +
        "letters, digits, dots and dashes; credentials belong in the environment",
    );
  }
  const parts = path.split("/").filter((part) => part !== "");
  return {
    bucket,
    prefix: parts.map((part) => `${part}/`).join(""),
    text: ["s3:/", bucket, ...parts].join("/"),
  };
}

/**
 * The server that W2S_S3_ENDPOINT, AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL name, the first that is
 * set; undefined: Amazon's.
 * @throws InputError when it is no http address, or holds a user or a password.
 */
export function endpointOf(env: Environment): string | undefined {
  const name = ["W2S_S3_ENDPOINT", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"].find(
    (one) => env[one],
  );
  if (name === undefined) return undefined;
  const url = URL.canParse(env[name]!) ? new URL(env[name]!) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new InputError(`${name}: must be an address, https://HOST or http://HOST:PORT`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new InputError(
      `${name}: must not hold a user or a password; credentials belong in AWS_ACCESS_KEY_ID and ` +
        "AWS_SECRET_ACCESS_KEY, or in a profile",
    );
  }
  return env[name]!;
}

/** What fits on this machine when nobody says, in bytes. */
const usualLimit = 20e9;

/** W2S_BUCKET_CACHE_SIZE in bytes: "500MB", "20GB". Default 20 GB. @throws InputError. */
export function cacheBytes(env: Environment): number {
  const text = env.W2S_BUCKET_CACHE_SIZE;
  if (!text) return usualLimit;
  const size = sizeInBytes(text);
  if (size === undefined) {
    throw new InputError(
      `W2S_BUCKET_CACHE_SIZE: must be a size such as 500MB, 20GB or 1TB, got "${text}"`,
    );
  }
  return size;
}
