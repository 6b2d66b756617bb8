// Servers of a queue for benches, empty, on loopback, where their programs are installed.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BenchError } from "../bench-error.js";
import { freePort, programAt } from "./server-programs.js";

export interface RunningServer {
  /** As `w2s run --queue` takes it. */
  readonly address: string;
  stop(): Promise<void>;
}

/** A kind of server: where its program lies (undefined: nowhere), and how it is begun. */
export interface QueueServerKind {
  readonly name: string;
  readonly program: string | undefined;
  /** @param folder one of its own, empty */
  start(folder: string): Promise<RunningServer>;
}

/** Where `redis-server` is; undefined: nowhere. */
export const redisProgram = programAt("redis-server");
/** Where `valkey-server` is, which W2S_VALKEY may name (.ci/valkey); undefined: nowhere. */
export const valkeyProgram = programAt("valkey-server", process.env.W2S_VALKEY);
/** Where `initdb` is, beside PostgreSQL's other programs; undefined: nowhere. */
export const postgresProgram = programAt(
  "initdb",
  ...[18, 17, 16, 15, 14, 13].map((version) => `/usr/lib/postgresql/${version}/bin/initdb`),
);

/** Every server that a queue may lie on. */
export const queueServers: readonly QueueServerKind[] = [
  { name: "Redis", program: redisProgram, start: () => startRedis(redisProgram!, "redis") },
  { name: "Valkey", program: valkeyProgram, start: () => startRedis(valkeyProgram!, "valkey") },
  { name: "PostgreSQL", program: postgresProgram, start: startPostgres },
];

/** Redis, or Valkey, which takes the same arguments. */
async function startRedis(program: string, scheme: string): Promise<RunningServer> {
  const port = await freePort();
  const args = ["--port", String(port), "--save", ""];
  const child = spawn(program, args, { stdio: "ignore" });
  await answers(port);
  return { address: `${scheme}://127.0.0.1:${port}`, stop: () => ended(child, "SIGTERM") };
}

/** With its own settings, so that each answer waits for the disk. As root it runs as postgres. */
async function startPostgres(folder: string): Promise<RunningServer> {
  const port = await freePort();
  const data = join(folder, "pg");
  mkdirSync(data, { recursive: true });
  const as = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : undefined;
  if (as) {
    // Benches' folders are their user's alone.
    for (const one of [join(folder, ".."), folder]) chmodSync(one, 0o711);
    chownSync(data, as.uid, as.gid);
  }
  const given = { ...as, cwd: data, stdio: "ignore" } as const;
  execFileSync(postgresProgram!, ["-D", join(data, "db"), "-A", "trust", "-U", "w2s"], given);
  const args = ["-D", join(data, "db"), "-p", String(port), "-k", data, "-h", "127.0.0.1"];
  const child = spawn(join(postgresProgram!, "..", "postgres"), args, given);
  await answers(port);
  // SIGINT ends its connections, and itself.
  return {
    address: `postgres://w2s@127.0.0.1:${port}/postgres`,
    stop: () => ended(child, "SIGINT"),
  };
}

const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}

async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const socket = connect(port, "127.0.0.1");
    const isThere = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    });
    socket.destroy();
    if (isThere) return;
    await sleep(50);
  }
  throw new BenchError(`nobody answers at port ${port}`);
}
