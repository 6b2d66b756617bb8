// Servers that answer and take no queue: each is said in one line, before anything is written.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openQueueServer } from "../../packages/cluster/src/queue/connection.js";
import { scratchFolder } from "../scratch.js";
import { Command } from "./processes.js";
import { type ServerKind, serverKinds, serversLikeRedis, type TestServer } from "./servers.js";

const running: TestServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function begun({ start }: ServerKind): Promise<TestServer> {
  const server = await start("LEAKPW");
  running.push(server);
  return server;
}

/** What is said of a server that is not opened. */
async function refusal(address: string): Promise<string> {
  const opened = openQueueServer(address).then(
    (server) => server.close().then(() => "it was opened"),
    (error: Error) => error.message,
  );
  const said = await opened;
  expect(said).not.toMatch(/LEAKPW|\n/);
  return said;
}

async function adviceOf(address: string): Promise<readonly string[]> {
  const server = await openQueueServer(address);
  await server.close();
  return server.advice;
}

describe.each(serversLikeRedis)("$name", (kind) => {
  const { program, scheme } = kind;

  /** A server, to which commands were given. */
  const told = async (...commands: readonly (readonly [string, ...string[]])[]) => {
    const server = await begun(kind);
    const { Redis } = await import("ioredis");
    const redis = new Redis(server.address.replace(/^valkey/, "redis"));
    for (const [name, ...args] of commands) await redis.call(name, ...args);
    redis.disconnect();
    return { ...server, shown: `queue ${scheme}://127.0.0.1:${server.port}` };
  };

  it.skipIf(program === undefined)("that is a replica", async () => {
    const { address, shown } = await told(["REPLICAOF", "127.0.0.1", "1"]);
    expect(await refusal(address)).toBe(
      `${shown}: is a replica, which takes no writes; name its primary, 127.0.0.1:1 as it sees it`,
    );
  });

  it.skipIf(program === undefined)("that has no such database", async () => {
    const { address, shown } = await told();
    expect(await refusal(`${address}/99`)).toMatch(
      new RegExp(`^${shown}/99: has no such database`),
    );
    expect(await adviceOf(`${address}/1`)).toEqual([]);
  });

  it.skipIf(program === undefined)("that lets its user run no script", async () => {
    const rights = ["on", ">LEAKPW", "~*", "+@all", "-eval"];
    const { port, shown } = await told(["ACL", "SETUSER", "small", ...rights]);
    expect(await refusal(`${scheme}://small:LEAKPW@127.0.0.1:${port}`)).toMatch(
      new RegExp(`^${shown}: does not let the user do .*NOPERM.*; allow it all commands on keys`),
    );
  });

  it.skipIf(program === undefined)("that drops keys is told of, and opened", async () => {
    const { address, shown } = await told(["CONFIG", "SET", "maxmemory-policy", "allkeys-lru"]);
    expect(await adviceOf(address)).toEqual([
      `${shown}: drops keys where its memory is full (maxmemory-policy allkeys-lru), and a queue ` +
        "must lose none; set noeviction",
    ]);
  });

  it.skipIf(program === undefined)("that wants no password is opened without it", async () => {
    const { address, shown } = await told(["CONFIG", "SET", "requirepass", ""]);
    expect(await adviceOf(address)).toEqual([
      `${shown}: asks for no password; the one in its address is not used`,
    ]);
  });

  it.skipIf(program === undefined)("as it should be, of which nothing is said", async () => {
    expect(await adviceOf((await told()).address)).toEqual([]);
  });
});

describe.each(serverKinds.filter(({ name }) => name === "PostgreSQL"))("$name", (kind) => {
  const { program } = kind;

  it.skipIf(program === undefined)("that lets its user write nothing, or has no room", async () => {
    const { port } = await begun(kind);
    const psql = (sql: string) => {
      const given = ["-h", "127.0.0.1", "-p", String(port), "-U", "w2s", "-qc", sql, "postgres"];
      execFileSync(join(program!, "..", "psql"), given);
    };
    psql("create role small login");
    psql("create role reads login superuser");
    psql("alter role reads set default_transaction_read_only = on");
    psql("create role crowded login connection limit 0");
    // A process: the driver is no module that Vitest's conditions load.
    const folder = scratchFolder("refused");
    const of = async (user: string) => {
      const queue = `postgres://${user}:LEAKPW@127.0.0.1:${port}/postgres`;
      const one = new Command(folder, ["work", "--queue", queue]);
      expect(await one.ended, one.out).toBe(2);
      expect(one.out.trim()).not.toMatch(/LEAKPW|\n/);
      return one.out;
    };
    const rights = /does not let the user do .*; allow it to make the schema bullmq and to write/;
    expect(await of("small")).toMatch(rights);
    expect(await of("reads")).toMatch(rights);
    expect(await of("crowded")).toMatch(/has no connection left \(.*\); raise its max_connections/);
  });
});
