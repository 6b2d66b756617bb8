// Buckets' servers for tests: moto (.ci/moto; W2S_MOTO names it, or PATH has it) and SeaweedFS
// (.ci/seaweed; W2S_SEAWEED, or weed of PATH). Without one, tests that need it are skipped, and
// say so.

import { type BucketServerKind, bucketServers } from "../bench/src/harness/bucket-servers.js";
import { afterFile } from "./after-file.js";
import { scratchFolder } from "./scratch.js";

/** Every kind of server that is installed, the quickest to start first. */
export const installed: readonly BucketServerKind[] = bucketServers.filter(
  ({ program }) => program !== undefined,
);
export const hasBucket = installed.length > 0;
for (const { name, program } of bucketServers)
  if (program === undefined) console.info(`tests in a bucket of ${name} skipped: it is not there`);

/** Credentials of no account but the server's own. */
export const credentials = {
  AWS_ACCESS_KEY_ID: "AKIAW2STESTKEY00TEST",
  AWS_SECRET_ACCESS_KEY: "w2s/test+secret/that+appears/nowhere0000",
};

/** A running server. */
export interface Bucket {
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  readonly port: number;
  /** Makes a bucket. */
  bucket(name: string): Promise<void>;
  /** For so long it takes connections and answers nothing. */
  sleep(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server of this test file's own, empty. */
export async function startBucket(kind = installed[0]!): Promise<Bucket> {
  const started = await kind.start(scratchFolder("bucket-server"), credentials);
  const { endpoint, port, process: server } = started;
  afterFile(() => void server.kill("SIGKILL"));
  return {
    endpoint,
    port,
    bucket: (name) => started.bucket(name),
    async sleep(ms) {
      server.kill("SIGSTOP");
      await new Promise((resolve) => setTimeout(resolve, ms));
      server.kill("SIGCONT");
    },
    async stop() {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGKILL");
      await ended;
    },
  };
}
