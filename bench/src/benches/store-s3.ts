// Small steps of a bucket, written and read by another machine. No peer keeps steps; the limit
// stands in a peer's place.

import { Agent, get } from "node:http";
import { join } from "node:path";
import { openBucketStore } from "@w2s/bucket";
import { stepName } from "@w2s/lab/engine";
import { type Bench, BenchError } from "../bench.js";
import {
  type BucketServer,
  type BucketServerKind,
  bucketServers,
} from "../harness/bucket-servers.js";

const [count, limit, together] = [10_000, 500, 32];
const account = { AWS_ACCESS_KEY_ID: "bench", AWS_SECRET_ACCESS_KEY: "bench" };

export const storeS3: Bench = {
  name: "store-s3",
  summary: "10,000 small steps read from a bucket of a local server; the limit is the peer",
  requirement: `at least ${limit} steps a second from the quickest server that is there`,
  missing: () =>
    here().length > 0
      ? undefined
      : "there is no server of buckets: neither weed (PATH, or W2S_SEAWEED; .ci/seaweed installs " +
        "it) nor moto_server (PATH, or W2S_MOTO; .ci/moto)",
  async run({ folder, say }) {
    Object.assign(process.env, account);
    const rates: number[] = [];
    for (const kind of here()) {
      const server = await kind.start(join(folder, kind.name), account);
      try {
        rates.push(await measured(kind, server, join(folder, "machines", kind.name), say));
      } finally {
        server.process.kill("SIGKILL");
      }
    }
    const ours = Math.max(...rates);
    return { ours, peer: limit, unit: "steps/s", ratio: ours / limit, met: ours >= limit };
  },
};

const here = () => bucketServers.filter(({ program }) => program !== undefined);

/** Steps read a second. */
async function measured(
  { name }: BucketServerKind,
  server: BucketServer,
  machines: string,
  say: (line: string) => void,
): Promise<number> {
  const { endpoint } = server;
  await server.bucket("steps");
  const open = (machine: string) =>
    openBucketStore("s3://steps/bench", {
      env: { W2S_S3_ENDPOINT: endpoint, W2S_BUCKET_CACHE: join(machines, machine) },
    });
  const writing = await open("writer");
  const written = await rate(async (i) => {
    await writing.write(stepOf(i), { facts: { accuracy: i / count }, arrays: {} });
  });
  const reading = await open("reader");
  const used = process.cpuUsage();
  const ours = await rate(async (i) => {
    const found = await reading.read(stepName(stepOf(i)));
    if (found === undefined) throw new BenchError(`store-s3: step ${i} is not there`);
  });
  const { user, system } = process.cpuUsage(used);
  const plain = await rate((i) => plainly(server, i));
  const again = await rate(async (i) => void (await reading.read(stepName(stepOf(i)))));
  say(
    `${name}: written: ${written.toFixed(0)} a second; read: ${ours.toFixed(0)} a second, ` +
      `${((user + system) / 1000 / count).toFixed(2)} ms of our processor each; the server ` +
      `gives a plain client, unsigned, ${plain.toFixed(0)} of their objects a second; ` +
      `read again from this machine's copy: ${again.toFixed(0)} a second`,
  );
  return ours;
}

const stepOf = (i: number) => ({ kind: "score", version: 1, params: { i }, inputs: {} });

const agent = new Agent({ keepAlive: true, maxSockets: together });

/** What the server itself can do: a step's object by Node's own client, and no more. */
function plainly({ endpoint, unsigned: headers }: BucketServer, i: number): Promise<void> {
  const name = stepName(stepOf(i));
  const url = `${endpoint}/steps/bench/steps/${name.slice(0, 2)}/${name}/step.json`;
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new BenchError(`store-s3: ${answer.statusCode}`));
      answer.resume().on("end", resolve);
    }).on("error", reject);
  });
}

/** How many a second, some at a time. */
async function rate(work: (i: number) => Promise<void>): Promise<number> {
  const started = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: together }, worker));
  return count / ((performance.now() - started) / 1000);
}
