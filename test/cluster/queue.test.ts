// A study by workers that take its passes from a queue: the same bytes as by one process, whoever
// is killed, whatever becomes of the server and of the network.

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../scratch.js";
import { Command, childrenOf, pause, resultsOf, runArgs, withStudy } from "./processes.js";
import { Network, serverKinds, type TestServer } from "./servers.js";

const secret = "correct-horse-battery";
const folder = withStudy(scratchFolder("queue"));
let expected: string;
beforeAll(async () => {
  const alone = new Command(folder, runArgs("alone"));
  expect(await alone.ended, alone.out).toBe(0);
  expected = resultsOf(folder, "alone");
}, 120_000);

describe.each(serverKinds)("w2s run --queue over $name", ({ scheme: name, program, start }) => {
  const isLikeRedis = name !== "postgres";
  let server: TestServer;
  let network: Network;
  let env: Readonly<Record<string, string>>;
  let workers: Command[] = [];
  const worker = (...args: string[]) => {
    const one = new Command(folder, ["work", ...args], env);
    workers.push(one);
    return one;
  };
  const begin = (run: string, ...args: string[]) =>
    new Command(folder, [...runArgs(`${name}-${run}`), ...args], env);

  beforeAll(async () => {
    if (program === undefined) return;
    server = await start(secret);
    network = await Network.before(server.port);
    env = { W2S_QUEUE: server.address.replace(`:${server.port}`, `:${network.port}`) };
  }, 60_000);
  afterAll(async () => {
    for (const one of workers) one.kill();
    await pause(2000); // Their runners hear of it.
    network?.close();
    await server?.stop();
  });

  it.skipIf(program === undefined)(
    "gives the bytes that one process gives; SIGTERM drains",
    async () => {
      const [one, two] = [worker(), worker()];
      const run = begin("two");
      expect(await run.ended, run.out).toBe(0);
      expect(resultsOf(folder, `${name}-two`)).toBe(expected);
      const status = new Command(folder, ["status", `out-${name}-two`]);
      expect(await status.ended).toBe(0);
      expect(status.out).toMatch(/ {2}worker \S+ +\d+ done, idle/);
      for (const each of [one, two]) each.kill("SIGTERM");
      for (const each of [one, two]) {
        expect(await each.ended, each.out).toBe(0);
        expect(each.out).toContain("drained: nothing is left running here");
      }
      workers = [];
    },
    240_000,
  );

  // The longest: over Valkey it is the soak's (docs/executors.md).
  it.skipIf(name === "valkey" || program === undefined)(
    "gives them with workers killed, the server restarted and the network cut",
    async () => {
      worker();
      worker();
      const run = begin("killed", "--tries", "20");
      await run.says("passes by the queue");
      let isOver = false;
      run.ended.then(() => {
        isOver = true;
      });
      let kills = 0;
      for (let round = 0; round < 5 && !isOver; round++) {
        await pause(1500 + 300 * round);
        const victim = workers[0]!;
        const [runner] = childrenOf(victim.child.pid!);
        if (round % 2 === 0 && runner !== undefined) process.kill(runner, "SIGKILL");
        else {
          victim.kill();
          workers = workers.slice(1);
          worker();
        }
        kills += 1;
        if (round === 1) await server.restart();
        if (round === 2) await network.cut(1500);
      }
      expect(await run.ended, run.out).toBe(0);
      expect(kills).toBeGreaterThan(1);
      expect(resultsOf(folder, `${name}-killed`)).toBe(expected);
      for (const each of workers) each.kill();
      workers = [];
    },
    240_000,
  );

  it.skipIf(program === undefined)(
    "goes on where whoever handed out was killed",
    async () => {
      worker();
      const first = begin("again");
      await first.says("passes by the queue");
      await pause(2500);
      first.kill();
      await first.ended;
      // What a run leaves that was killed: its order, and passes.
      const kept = await server.dump();
      expect(kept).toContain("tiny.study.ts");
      expect(kept).not.toContain(secret);
      const again = begin("again");
      expect(await again.ended, again.out).toBe(0);
      expect(resultsOf(folder, `${name}-again`)).toBe(expected);
      workers.pop()!.kill();
    },
    240_000,
  );

  it.skipIf(program === undefined)(
    "refuses workers of another device, store or study",
    async () => {
      const other = withStudy(scratchFolder("other"));
      const elsewhere = worker("--device", "webgpu");
      const blind = worker("--store", join(other, "store"));
      const run = begin("refused");
      await elsewhere.says(/does not serve tiny-\w+: works on webgpu, the run is for cpu/);
      const another = /does not serve tiny-\w+: store \S+: must be the run's own, \S+ as \S+ sees/;
      await blind.says(another);
      await run.says(another);
      await run.says(/does not serve tiny-\w+: works on webgpu/);
      for (const each of workers) each.kill();
      run.kill("SIGINT");
      await run.ended;
      appendFileSync(join(folder, "run.log"), run.out);
      workers = [];
    },
    240_000,
  );

  it.skipIf(program === undefined)(
    "lets workers go whose server is gone, and that wait for nothing",
    async () => {
      const one = worker();
      await one.says("waiting for passes");
      await server.restart();
      const two = worker();
      await two.says("waiting for passes");
      two.kill("SIGTERM");
      await two.says("drained");
      const drainedAt = performance.now();
      expect(await two.ended, two.out).toBe(0);
      expect(performance.now() - drainedAt).toBeLessThan(15_000);
      await network.cutDuring(async () => {
        await one.says(/: gone \(/);
        one.kill("SIGTERM");
        expect(await one.ended, one.out).toBe(0);
      });
      workers = [];
    },
    240_000,
  );

  it.skipIf(name !== "redis" || program === undefined)(
    "lets go, too, who waits for a server that went seconds ago: workers and runs",
    async () => {
      const going = await start(secret);
      const queue = ["--queue", going.address];
      const idle = worker("--device", "webgpu", ...queue);
      const busy = worker("--slots", "2", ...queue);
      const run = begin("going", ...queue);
      await busy.says("serving tiny");
      await pause(1500); // In the middle of a pass.
      await going.stop();
      const planning = worker("--slots", "2", ...queue);
      await pause(4000);
      const all = [idle, busy, planning];
      for (const each of all) each.kill("SIGTERM");
      run.kill("SIGINT");
      const since = performance.now();
      for (const each of all) await each.ended;
      expect(await run.ended, run.out).toBe(130);
      expect(performance.now() - since).toBeLessThan(20_000);
      for (const each of [idle, busy]) {
        expect(each.out).toContain("drained: nothing is left running here");
      }
      for (const each of [...all, run]) expect(each.out).not.toMatch(/internal:|MaxListeners/);
      workers = workers.filter((one) => !all.includes(one));
    },
    240_000,
  );

  it.skipIf(name !== "redis" || program === undefined)(
    "ends a worker at once that is planning when it is told to drain",
    async () => {
      const run = begin("planning");
      await run.says("passes by the queue");
      const one = worker();
      await one.says("waiting for passes");
      await pause(300);
      one.kill("SIGTERM");
      const since = performance.now();
      expect(await one.ended, one.out).toBe(0);
      expect(performance.now() - since).toBeLessThan(10_000);
      run.kill("SIGINT");
      expect(await run.ended, run.out).toBe(130);
      workers = workers.filter((each) => each !== one);
    },
    240_000,
  );

  it.skipIf(!isLikeRedis || program === undefined)(
    "says in one line what the server refuses",
    async () => {
      const full = await start(secret);
      const { Redis } = await import("ioredis");
      const redis = new Redis(full.address.replace(/^valkey/, "redis"));
      const refused = async (line: RegExp) => {
        const run = begin("full", "--queue", full.address);
        expect(await run.ended, run.out).toBe(1);
        expect(run.out).toMatch(line);
        expect(run.out).not.toMatch(/internal:|correct-horse/);
      };
      await redis.config("SET", "maxmemory", "1");
      await refused(/^w2s: queue \w+:\S+: refuses what it is asked \(OOM .*raise its maxmemory$/m);
      await redis.config("SET", "maxmemory", "0");
      await redis.set("bull:w2s-orders:prioritized", "another's");
      await refused(/^w2s: queue \w+:\S+: refuses what it is asked \(WRONGTYPE .*as in \/1$/m);
      const one = worker("--queue", full.address);
      await one.says(/^queue \w+:\S+: refuses what it is asked \(WRONGTYPE/m);
      one.kill("SIGTERM");
      expect(await one.ended, one.out).toBe(0);
      workers = workers.filter((each) => each !== one);
      redis.disconnect();
      await full.stop();
    },
    240_000,
  );

  // The PostgreSQL of these tests trusts whoever connects: it refuses no password.
  it.skipIf(!isLikeRedis || program === undefined)("says that a password is refused", async () => {
    for (const wrong of [
      server.address.replace(secret, "guessed"),
      server.address.replace(/\/\/.*@/, "//"),
    ]) {
      const one = new Command(folder, ["work", "--queue", wrong]);
      expect(await one.ended).toBe(2);
      expect(one.out).toMatch(/^w2s: queue \w+:\S+: refuses the user or the password \(/);
      expect(one.out.trim()).not.toMatch(/\n|guessed/);
    }
  });

  it.skipIf(program === undefined)("says that there is no such database", async () => {
    const wrong = new URL(server.address);
    wrong.pathname = isLikeRedis ? "/9999" : "/nosuch";
    const one = new Command(folder, ["work", "--queue", String(wrong)]);
    expect(await one.ended).toBe(2);
    expect(one.out).toMatch(/^w2s: queue \S+(9999|nosuch): has no such database \(.*; make it, or/);
    expect(one.out.trim()).not.toContain("\n");
  });

  it.skipIf(program === undefined)("keeps the queue's password to itself", () => {
    const grep = () => execFileSync("grep", ["-rl", secret, folder], { encoding: "utf8" });
    expect(grep).toThrow(); // grep finds nothing: exit code 1.
  });
});

// Each waits, most of the time.
describe("--queue", { concurrent: true, timeout: 120_000 }, () => {
  it.each([
    ["http://user:pw@host/x", "--queue: must be redis://HOST:PORT, rediss://, valkey:// or"],
    ["redis://:pw@127.0.0.1:1", "queue redis://127.0.0.1:1: cannot be reached (ECONNREFUSED)"],
    ["postgres://u:pw@127.0.0.1:1/d", "queue postgres://127.0.0.1:1/d: cannot be reached"],
    ["redis://:pw%@127.0.0.1:1", "--queue: redis://127.0.0.1:1 cannot be read as an address; "],
  ])("says in one line what is wrong with %s, without its password", async (queue, line) => {
    for (const args of [
      ["work", "--queue", queue],
      [...runArgs("bad"), "--queue", queue],
    ]) {
      const one = new Command(folder, args);
      expect(await one.ended).toBe(2);
      expect(one.out).toContain(`w2s: ${line}`);
      expect(one.out).not.toContain("pw");
    }
  });

  it.each(["redis", "rediss", "postgres"])(
    "ends in one line where %s's port takes connections and never answers",
    async (protocol) => {
      const silent = createServer(() => undefined).listen(0, "127.0.0.1");
      await once(silent, "listening");
      const { port } = silent.address() as { readonly port: number };
      const without = protocol === "rediss" ? "one without TLS, " : "";
      const one = new Command(folder, [
        "work",
        "--queue",
        `${protocol}://u:pw@127.0.0.1:${port}/1`,
      ]);
      expect(await one.ended).toBe(2);
      expect(one.out).toBe(
        `w2s: queue ${protocol}://127.0.0.1:${port}/1: does not answer within 10 s as such a ` +
          `server does; is another one there, ${without}or the network slow?\n`,
      );
      silent.close();
    },
  );

  it("is needed to work, and excludes --workers", async () => {
    const none = new Command(folder, ["work"]);
    expect(await none.ended).toBe(2);
    expect(none.out).toContain("w2s: --queue: must name a queue");
    const both = new Command(folder, [...runArgs("b"), "--queue", "redis://x", "--workers", "2"]);
    expect(await both.ended).toBe(2);
    expect(both.out).toContain("w2s: --workers and --queue: each says who runs the steps");
  });
});
