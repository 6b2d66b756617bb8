// Small steps of a bucket, written and read by another machine. No peer keeps steps; the limit
// stands in a peer's place.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { Agent, get } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openBucketStore } from "@w2s/bucket";
import { stepName } from "@w2s/lab/engine";
import { type Bench, BenchError } from "../bench.js";

const [count, limit, together] = [10_000, 500, 32];
const port = 5597;
const endpoint = `http://127.0.0.1:${port}`;
const command = process.env.W2S_MOTO || "moto_server";

export const storeS3: Bench = {
  name: "store-s3",
  summary: "10,000 small steps read from a bucket of a local server; the limit is the peer",
  requirement: `at least ${limit} steps a second`,
  missing: () =>
    spawnSync(command, ["--version"]).error && "there is no moto_server (PATH, or W2S_MOTO)",
  async run({ folder, say }) {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: "bench", AWS_SECRET_ACCESS_KEY: "bench" });
    const server = spawn(command, ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
    try {
      await answers(server);
      await fetch(`${endpoint}/steps`, { method: "PUT" });
      const open = (machine: string) =>
        openBucketStore("s3://steps/bench", {
          env: { W2S_S3_ENDPOINT: endpoint, W2S_BUCKET_CACHE: join(folder, machine) },
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
      const plain = await rate(plainly);
      const again = await rate(async (i) => void (await reading.read(stepName(stepOf(i)))));
      say(
        `written: ${written.toFixed(0)} a second; read: ${ours.toFixed(0)} a second, ` +
          `${((user + system) / 1000 / count).toFixed(2)} ms of our processor each; the server ` +
          `gives a plain client, unsigned, ${plain.toFixed(0)} of their objects a second; ` +
          `read again from this machine's copy: ${again.toFixed(0)} a second`,
      );
      return { ours, peer: limit, unit: "steps/s", ratio: ours / limit, met: ours >= limit };
    } finally {
      server.kill();
    }
  },
};

const stepOf = (i: number) => ({ kind: "score", version: 1, params: { i }, inputs: {} });

/** The server looks for one, and does not check it. */
const headers = {
  authorization: "AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/s3/aws4_request",
};
const agent = new Agent({ keepAlive: true, maxSockets: together });

/** What the server itself can do: a step's object by Node's own client, and no more. */
function plainly(i: number): Promise<void> {
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

async function answers(server: ChildProcess): Promise<void> {
  for (let left = 300; left > 0 && server.exitCode === null; left--) {
    if (await fetch(endpoint).catch(() => undefined)) return;
    await sleep(100);
  }
  throw new BenchError(`store-s3: ${command} does not answer on port ${port}`);
}
