// Servers of buckets for tests and benches, empty, on loopback, where their programs are installed.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, programAt } from "./server-programs.js";

/** An account that a server is told of. */
export interface Account {
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
}

/** A server that answers. */
export interface BucketServer {
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** What a request that nobody signed must have with it to read an object. */
  readonly unsigned: Readonly<Record<string, string>>;
  /** Makes a bucket. */
  bucket(name: string): Promise<void>;
}

/** A kind of server: where its program lies (undefined: nowhere), and how it is begun. */
export interface BucketServerKind {
  readonly name: string;
  readonly program: string | undefined;
  /**
   * @param folder one of its own, for what it keeps
   * @throws Error when it ends, or does not answer within a minute
   */
  start(folder: string, account: Account): Promise<BucketServer>;
}

/** A server in Python for tests of programs; it holds everything in memory. */
const moto: BucketServerKind = {
  name: "moto",
  program: programAt("moto_server", process.env.W2S_MOTO),
  async start() {
    const port = await freePort();
    const args = ["-H", "127.0.0.1", "-p", String(port)];
    const started = await answering(this, spawn(this.program!, args, { stdio: "ignore" }), port);
    // It looks for a signature, and does not check it.
    const authorization = "AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/s3/aws4_request";
    return { ...started, unsigned: { authorization } };
  },
};

/** A server that people run, with checks of signatures; a disk's in place of a memory's. */
const seaweed: BucketServerKind = {
  name: "SeaweedFS",
  program: programAt("weed", process.env.W2S_SEAWEED),
  async start(folder, account) {
    const kept = join(folder, "weed");
    mkdirSync(kept, { recursive: true });
    const identities = [
      {
        name: "owner",
        credentials: [
          { accessKey: account.AWS_ACCESS_KEY_ID, secretKey: account.AWS_SECRET_ACCESS_KEY },
        ],
        actions: ["Admin", "Read", "Write", "List", "Tagging"],
      },
      // Who signs nothing may do everything, too: tests make buckets and look at objects plainly.
      { name: "anonymous", actions: ["Admin", "Read", "Write", "List"] },
    ];
    const config = join(folder, "weed.json");
    writeFileSync(config, JSON.stringify({ identities }));
    const port = await freePort();
    const parts = ["filer.port", "master.port", "volume.port"];
    // Each, and the bucket's part, listens for the others, too.
    const listening = [...parts, ...[...parts, "s3.port"].map((part) => `${part}.grpc`)];
    const flags = {
      dir: kept,
      ip: "127.0.0.1",
      "ip.bind": "127.0.0.1",
      s3: true,
      "s3.port": port,
      "s3.config": config,
      // Doors for tables, which nobody asks for.
      "s3.port.iceberg": 0,
      "s3.port.lance": 0,
      "master.volumeSizeLimitMB": 64,
      "master.telemetry": false,
      "volume.max": 0,
      ...Object.fromEntries(
        await Promise.all(listening.map(async (part) => [part, await freePort()] as const)),
      ),
    };
    const given = Object.entries(flags).map(([flag, value]) => `-${flag}=${value}`);
    const args = ["-logdir", folder, "server", ...given];
    return answering(this, spawn(this.program!, args, { stdio: "ignore" }), port);
  },
};

/** Every kind of server that a bucket may lie on here; the first is there in a second or two. */
export const bucketServers: readonly BucketServerKind[] = [moto, seaweed];

/** Waits until a bucket can be made: a server of several parts listens before all are there. */
async function answering(
  { name }: BucketServerKind,
  process: ChildProcess,
  port: number,
): Promise<BucketServer> {
  const endpoint = `http://127.0.0.1:${port}`;
  const made = async (bucket: string) => {
    const { ok, status } = await fetch(`${endpoint}/${bucket}`, { method: "PUT" });
    return ok || status === 409;
  };
  const until = Date.now() + 60_000;
  while (!(await made("first").catch(() => false))) {
    if (process.exitCode !== null || Date.now() > until) {
      process.kill("SIGKILL");
      throw new Error(`${name} does not answer on port ${port}`);
    }
    await sleep(100);
  }
  return {
    endpoint,
    port,
    process,
    unsigned: {},
    async bucket(bucket) {
      if (!(await made(bucket))) throw new Error(`${name} makes no bucket ${bucket}`);
    },
  };
}
