// Servers of a test's own, on loopback, ended by their process: Redis, Valkey and PostgreSQL where
// their programs are installed, and a network that can be cut.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import {
  postgresProgram,
  redisProgram,
  valkeyProgram,
} from "../../bench/src/harness/queue-servers.js";
import { freePort } from "../../bench/src/harness/server-programs.js";
import { scratchFolder } from "../scratch.js";
import { pause } from "./processes.js";

/** A server that can be restarted, with what it knew or without. */
export interface TestServer {
  readonly port: number;
  readonly address: string;
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** All that it holds, as text. */
  dump(): Promise<string>;
}

export { redisProgram, valkeyProgram };

/** A kind of server that a queue may lie on. */
export interface ServerKind {
  readonly name: "Redis" | "Valkey" | "PostgreSQL";
  /** What its addresses begin with. */
  readonly scheme: "redis" | "valkey" | "postgres";
  /** Where its program lies; undefined: tests over it are skipped. */
  readonly program: string | undefined;
  /**
   * @param password what its address has; PostgreSQL trusts whoever connects
   * @param folder for what it keeps; default: one of the test file's
   */
  start(password: string, folder?: string): Promise<TestServer>;
}

/** All of them: a test that is for any server runs over each. */
export const serverKinds: readonly ServerKind[] = [
  { name: "Redis", scheme: "redis", program: redisProgram, start: startRedis },
  { name: "Valkey", scheme: "valkey", program: valkeyProgram, start: startValkey },
  {
    ...{ name: "PostgreSQL", scheme: "postgres", program: postgresProgram },
    start: (password, folder = scratchFolder("postgres")) => startPostgres(folder, password),
  },
];

/** Those that a test's own process can open: PostgreSQL's driver is no module that Vitest loads. */
export const serversLikeRedis = serverKinds.filter(({ scheme }) => scheme !== "postgres");

/** How all of them say that they take connections. */
const readyWords = /ready to accept connections/i;

/**
 * Starts a server and waits until it says itself that it is ready: at its port another may answer,
 * of a test that was given the same one.
 * @returns undefined where it ended, as it does where the port is another's
 */
async function started(start: () => ChildProcess): Promise<ChildProcess | undefined> {
  const child = start();
  const isReady = await new Promise<boolean>((resolve) => {
    let said = "";
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on("data", (text) => {
        if (said.length < 100_000) said += String(text); // It is read on, so that nothing waits.
        if (readyWords.test(said)) resolve(true);
      });
    }
    child.once("exit", () => resolve(false));
  });
  return isReady ? child : undefined;
}

/** Starts a server at a port that is free, another one where it was taken meanwhile. */
async function atFreePort(start: (port: number) => ChildProcess) {
  for (let tries = 0; tries < 5; tries++) {
    const port = await freePort();
    const child = await started(() => start(port));
    if (child !== undefined) return { port, child };
  }
  throw new Error("a server of a test's own ended before it was ready, five times");
}

/** Starts a server once more at its own port, which the system may still hold for a moment. */
async function again(start: () => ChildProcess): Promise<ChildProcess> {
  for (let tries = 0; tries < 50; tries++) {
    const child = await started(start);
    if (child !== undefined) return child;
    await pause(200);
  }
  throw new Error("a server of a test's own could not be begun again");
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}

/** Redis that keeps nothing: after a restart it knows no job. */
export function startRedis(password: string): Promise<TestServer> {
  return startLikeRedis(redisProgram!, "redis", password);
}

/** Valkey that keeps nothing. */
export function startValkey(password: string): Promise<TestServer> {
  return startLikeRedis(valkeyProgram!, "valkey", password);
}

async function startLikeRedis(
  program: string,
  scheme: string,
  password: string,
): Promise<TestServer> {
  const args = ["--save", "", "--requirepass", password];
  const start = (port: number) =>
    spawn(program, ["--port", String(port), ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const first = await atFreePort(start);
  const { port } = first;
  let { child } = first;
  const stop = () => ended(child, "SIGKILL");
  return {
    port,
    address: `${scheme}://:${password}@127.0.0.1:${port}`,
    async restart() {
      await stop();
      await pause(500);
      child = await again(() => start(port));
    },
    stop,
    dump: () => dumpOfRedis(`redis://:${password}@127.0.0.1:${port}`),
  };
}

async function dumpOfRedis(address: string): Promise<string> {
  const { Redis } = await import("ioredis");
  const redis = new Redis(address);
  const readers: Readonly<Record<string, (key: string) => Promise<unknown>>> = {
    hash: (key) => redis.hgetall(key),
    list: (key) => redis.lrange(key, 0, -1),
    set: (key) => redis.smembers(key),
    stream: (key) => redis.xrange(key, "-", "+"),
    string: (key) => redis.get(key),
    zset: (key) => redis.zrange(key, 0, -1),
  };
  const all: unknown[] = [];
  for (const key of await redis.keys("*"))
    all.push([key, await readers[await redis.type(key)]?.(key)]);
  redis.disconnect();
  return JSON.stringify(all);
}

/** PostgreSQL, which keeps what it was told. Not as root, which it refuses. */
async function startPostgres(folder: string, password: string): Promise<TestServer> {
  const data = join(folder, "pg");
  mkdirSync(data);
  const as = process.getuid?.() === 0 ? idOf("postgres") : {};
  if (as.uid !== undefined) {
    for (const one of [join(folder, ".."), folder, data]) chmodSync(one, 0o755);
    chownSync(data, as.uid, as.gid!);
  }
  const bin = join(postgresProgram!, "..");
  const given = { ...as, cwd: data, stdio: "ignore" } as const;
  execFileSync(postgresProgram!, ["-D", join(data, "db"), "-A", "trust", "-U", "w2s"], given);
  const start = (port: number) => {
    const args = ["-D", join(data, "db"), "-p", String(port), "-k", data, "-h", "127.0.0.1"];
    return spawn(join(bin, "postgres"), args, { ...given, stdio: ["ignore", "pipe", "pipe"] });
  };
  const first = await atFreePort(start);
  const { port } = first;
  let { child } = first;
  const stop = () => ended(child, "SIGINT"); // It ends its connections, and itself.
  return {
    port,
    address: `postgres://w2s:${password}@127.0.0.1:${port}/postgres`,
    async restart() {
      await stop();
      child = await again(() => start(port));
    },
    stop,
    async dump() {
      const given = ["-h", "127.0.0.1", "-p", String(port), "-U", "w2s", "postgres"];
      return execFileSync(join(bin, "pg_dump"), given, { encoding: "utf8", maxBuffer: 2 ** 28 });
    },
  };
}

function idOf(user: string): { readonly uid?: number; readonly gid?: number } {
  const id = (flag: string) => Number(execFileSync("id", [flag, user], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** What lies between workers and a server: it can be cut, and mended. */
export class Network {
  private isCut = false;
  private readonly open = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async before(port: number): Promise<Network> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const network = new Network(server, (server.address() as { port: number }).port);
    server.on("connection", (client) => {
      const other = connect(port, "127.0.0.1");
      for (const [one, end] of [
        [client, other],
        [other, client],
      ] as const) {
        network.open.add(one);
        one.on("error", () => undefined);
        one.on("close", () => {
          network.open.delete(one);
          end.destroy();
        });
      }
      if (network.isCut) client.destroy();
      client.pipe(other).pipe(client);
    });
    return network;
  }

  /** Nobody gets through for a time. */
  cut(ms: number): Promise<void> {
    return this.cutDuring(() => pause(ms));
  }

  /** Nobody gets through while something is done. */
  async cutDuring(work: () => Promise<void>): Promise<void> {
    this.isCut = true;
    for (const socket of this.open) socket.destroy();
    await work().finally(() => {
      this.isCut = false;
    });
  }

  close(): void {
    for (const socket of this.open) socket.destroy();
    this.server.close();
  }
}
