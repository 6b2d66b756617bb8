import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { freePort } from "../../../bench/src/harness/server-programs.js";
import { credentials } from "../../../test/bucket-server.js";
import { type Fault, faultyServer } from "../../../test/faulty-server.js";
import { scratchFolder } from "../../../test/scratch.js";
import { bucketFailure } from "./bucket-error.js";
import { type BucketStore, openBucketStore } from "./bucket-store.js";

beforeEach(() => {
  for (const [key, value] of Object.entries(credentials)) vi.stubEnv(key, value);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  for (const file of ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"])
    vi.stubEnv(file, "none/at/all");
});
afterEach(() => void vi.unstubAllEnvs());

const place = "s3://bucket/runs";
const env = (endpoint?: string) => ({
  ...(endpoint === undefined ? {} : { W2S_S3_ENDPOINT: endpoint }),
  W2S_BUCKET_CACHE: scratchFolder("cache"),
});
const elsewhere = "or name another store with --store or W2S_STORE";

/** What opening, or `then`, throws where the server answers so. */
async function refusal(
  fault: (method: string, path: string) => Fault | undefined,
  then: (store: BucketStore) => Promise<unknown> = async () => undefined,
): Promise<Error> {
  const server = await faultyServer(undefined, fault);
  try {
    await then(await openBucketStore(place, { env: env(server.endpoint), attempts: 1 }));
  } catch (error) {
    return error as Error;
  } finally {
    await server.stop();
  }
  throw new Error("nothing was thrown");
}

/** Answers as an empty place does, but for requests of one method. */
const butFor = (method: string, fault: Fault) => (asked: string, path: string) => {
  if (asked === method) return fault;
  return path.includes("list-type")
    ? { status: 200, body: "<ListBucketResult/>" }
    : { status: 404, code: "NoSuchKey" };
};

describe("a bucket that refuses is one clear line", () => {
  const answers: [string, Fault, string, string][] = [
    [
      "is not there",
      { status: 404, code: "NoSuchBucket" },
      "InputError",
      "there is no such bucket; make it",
    ],
    [
      "denies access",
      { status: 403, code: "AccessDenied" },
      "StoreError",
      "access is denied; ask for the rights to list, read, write and delete there",
    ],
    [
      "does not know the key",
      { status: 403, code: "InvalidAccessKeyId" },
      "StoreError",
      "access is denied",
    ],
    [
      "takes the key no more",
      { status: 400, code: "ExpiredToken" },
      "StoreError",
      "the credentials have expired; renew them",
    ],
    [
      "has another time",
      { status: 403, code: "RequestTimeTooSkewed" },
      "StoreError",
      "this machine's clock is wrong; set it",
    ],
    [
      "lies in another region",
      { status: 301, code: "PermanentRedirect" },
      "StoreError",
      "the bucket lies in another region; set AWS_REGION to it",
    ],
    [
      "is too busy",
      { status: 503, code: "SlowDown" },
      "StoreError",
      "the server is too busy to answer, however often it was asked; run fewer at once",
    ],
    [
      "fails",
      { status: 500, code: "InternalError" },
      "StoreError",
      "the server failed, however often it was asked; see its own log",
    ],
  ];

  it.each(answers)("when it %s", async (_, fault, kind, says) => {
    const error = await refusal(() => fault);
    expect(error.name).toBe(kind);
    expect(error.message.startsWith(`store ${place}: ${says}`)).toBe(true);
    expect(error.message.endsWith(elsewhere)).toBe(true);
    expect(error.message).not.toContain("\n");
  });

  it.each([
    ["XMinioStorageFull", 507],
    ["QuotaExceeded", 403],
  ])("when it is full: %s", async (code, status) => {
    const step = { kind: "fit", version: 1, params: {}, inputs: {} };
    const error = await refusal(butFor("PUT", { status, code }), (store) =>
      store.write(step, { facts: 1, arrays: {} }),
    );
    expect(error.name).toBe("StoreError");
    expect(error.message).toBe(
      `store ${place}: the bucket is full; make room (w2s cache prune helps), ${elsewhere}`,
    );
  });

  it("when it may be read and not written, before the work", async () => {
    const error = await refusal(butFor("PUT", { status: 403, code: "AccessDenied" }), (store) =>
      store.assertWritable(),
    );
    expect(error.message).toContain("access is denied");
    expect(error.message).toContain("(PutObject was refused)");
  });

  it("when it may be read and written and not listed, by the right that lacks", async () => {
    const denied: Fault = { status: 403, code: "AccessDenied" };
    const error = await refusal((method, path) =>
      path.includes("list-type") ? denied : butFor("LIST", denied)(method, path),
    );
    expect(error.message).toContain("list, read, write and delete there (ListObjectsV2 was");
  });

  it("when nobody listens", async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    await expect(openBucketStore(place, { env: env(endpoint), attempts: 2 })).rejects.toThrow(
      `store ${place}: the server does not answer; see that it runs and can be reached ` +
        `(W2S_S3_ENDPOINT), ${elsewhere}`,
    );
  });

  it.each([200, 404])("when what answers does not speak S3: %d", async (status) => {
    const page = "<html><head><meta></head><body>Log in</body></html>";
    const server = createHttpServer((_, answer) => {
      answer.writeHead(status);
      answer.end(page);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const opened = openBucketStore(place, {
      env: env(`http://127.0.0.1:${port}`),
      attempts: 1,
      readOnly: true,
    });
    await expect(opened.finally(() => server.close())).rejects.toThrow(
      `store ${place}: what answers there does not speak S3; see the endpoint (W2S_S3_ENDPOINT)`,
    );
  });

  it("when what answers does not speak TLS", async () => {
    const server = createHttpServer((_, answer) => void answer.end()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const opened = openBucketStore(place, { env: env(`https://127.0.0.1:${port}`), attempts: 1 });
    await expect(opened.finally(() => server.close())).rejects.toThrow(
      `store ${place}: what answers there does not speak TLS, which https:// asks for; see the ` +
        `endpoint (W2S_S3_ENDPOINT), its http:// or https:// and its port, ${elsewhere}`,
    );
  });

  it.each([
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "is signed by nobody whom this machine trusts; name the"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "is signed by nobody whom this machine trusts; name the"],
    ["CERT_HAS_EXPIRED", "is not valid now; have it renewed, see this machine's clock"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "is another name's; name the server so (W2S_S3_ENDPOINT)"],
    ["CERT_REVOKED", "was revoked; have it renewed"],
  ])("when its certificate is refused: %s", (code, says) => {
    const refused = Object.assign(new Error("raw words of TLS"), { code });
    for (const error of [refused, new Error("wrapped", { cause: refused })]) {
      const told = bucketFailure(place, error) as Error;
      expect(told.name).toBe("StoreError");
      expect(told.message).toContain(`store ${place}: the server's certificate ${says}`);
      expect(told.message).not.toContain("raw words");
    }
  });

  it("when the server takes the connection and says nothing", async () => {
    const taken: Socket[] = [];
    const server = createServer((socket) => void taken.push(socket)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    try {
      const soon = { env: env(`http://127.0.0.1:${port}`), attempts: 2, silenceMs: 200 };
      await expect(openBucketStore(place, soon)).rejects.toThrow(
        `store ${place}: the server does not answer; see that it runs`,
      );
      expect(taken.length).toBeGreaterThanOrEqual(2);
    } finally {
      for (const socket of taken) socket.destroy();
      server.close();
    }
  });

  it("when there are no credentials, or no region", async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    vi.stubEnv("AWS_REGION", undefined);
    await expect(openBucketStore(place, { env: env() })).rejects.toThrow(
      `store ${place}: the region is not known; set AWS_REGION, ${elsewhere}`,
    );
    for (const key of Object.keys(credentials)) vi.stubEnv(key, undefined);
    await expect(openBucketStore(place, { env: env(endpoint) })).rejects.toThrow(
      `store ${place}: no credentials were found; set AWS_ACCESS_KEY_ID and ` +
        `AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, ${elsewhere}`,
    );
  });
});
