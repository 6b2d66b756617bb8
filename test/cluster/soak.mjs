// Runs a small study of the world again and again by each executor, kills its processes at random
// moments (kill -9: who hands out, workers, runners), restarts the server, and compares every
// results.json with that of one undisturbed process. Ends with 1 when any differs or is missing.
//
//   node test/cluster/soak.mjs [--minutes 10] [--executors workers,redis] [--dir DIR] [--seed 1]

import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    executors: { type: "string" },
    dir: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});
const bin = fileURLToPath(new URL("../../packages/cli/bin/w2s.js", import.meta.url));
const dir = values.dir ?? mkdtempSync(join(tmpdir(), "w2s-soak-"));
const endsAt = Date.now() + Number(values.minutes) * 60_000;
const redisProgram = (process.env.PATH ?? "")
  .split(":")
  .map((folder) => join(folder, "redis-server"))
  .find(existsSync);
const executors = (values.executors ?? (redisProgram ? "workers,redis" : "workers")).split(",");

const study = `
import { confidence, model, naive, probe, study, worldTask } from "w2s";
const world = (width) =>
  probe(model("zoo:w2s-world-" + width, { as: "world-" + width, pooling: "last" }).layer(2), {
    learningRate: 1e-2,
    epochs: 10,
  });
export default study({
  name: "soak",
  task: ["sorted", "brackets"].map((name) => worldTask(name, { examples: 400 })),
  supervisors: [world(24)],
  students: [world(48)],
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 2,
});
`;
mkdirSync(dir, { recursive: true });
writeFileSync(join(dir, "soak.study.ts"), study);

/** Numbers in [0, 1) that a seed gives again: mulberry32. */
let state = Number(values.seed);
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function start(args, env = {}) {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: dir,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const one = { child, out: "", code: undefined };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (one.out += data));
  one.ended = new Promise((resolve) =>
    child.on("close", (code, signal) => {
      one.code = code ?? signal;
      resolve(one.code);
    }),
  );
  return one;
}

function childrenOf(pid) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((one) => {
      try {
        return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${one}/stat`, "utf8"))[1]) === pid;
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function startRedis(port) {
  const child = spawn(redisProgram, ["--port", String(port), "--save", ""], { stdio: "ignore" });
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    const isThere = await new Promise((resolve) => {
      socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    });
    socket.destroy();
    if (isThere) return child;
    await pause(50);
  }
}

const argsOf = (name, ...more) =>
  ["run", "soak.study.ts", "--threads", "1", "--no-evidence", "--tries", "1000"]
    .concat(["--store", `store-${name}`, "--out", `out-${name}`])
    .concat(more);
const resultsOf = (name) => {
  try {
    return readFileSync(join(dir, `out-${name}`, "results.json"), "utf8");
  } catch {
    return undefined;
  }
};

const alone = start(argsOf("alone"));
if ((await alone.ended) !== 0) throw new Error(alone.out);
const expected = resultsOf("alone");

const tally = { kills: 0, restarts: 0, runs: 0, wrong: 0, lost: 0 };
const port = 20_000 + (process.pid % 20_000);
for (let round = 0; Date.now() < endsAt; round++) {
  const executor = executors[round % executors.length];
  const name = `${executor}-${round}`;
  const isQueue = executor === "redis";
  const env = isQueue ? { W2S_QUEUE: `redis://127.0.0.1:${port}` } : {};
  let server = isQueue ? await startRedis(port) : undefined;
  let workers = isQueue ? [start(["work"], env), start(["work"], env)] : [];
  const begin = () => start(argsOf(name, ...(isQueue ? [] : ["--workers", "2"])), env);
  let run = begin();
  const wanted = 2 + Math.floor(random() * 6);
  const kill = (pid) => {
    try {
      process.kill(pid, "SIGKILL");
      tally.kills += 1;
    } catch {
      // It had just ended.
    }
  };
  for (let n = 0; n < wanted && run.code === undefined; n++) {
    await pause(100 + random() * 2500);
    if (run.code !== undefined) break;
    const what = random();
    if (what < 0.25) {
      kill(run.child.pid);
      await run.ended;
      run = begin();
    } else if (isQueue && what < 0.5) {
      const [victim, ...others] = workers;
      kill(victim.child.pid);
      workers = [...others, start(["work"], env)];
    } else if (isQueue && what < 0.6) {
      server.kill("SIGKILL");
      tally.restarts += 1;
      await pause(300);
      server = await startRedis(port);
    } else {
      const keepers = isQueue ? workers : [run];
      const runners = keepers.flatMap((one) => childrenOf(one.child.pid));
      if (runners.length > 0) kill(runners[Math.floor(random() * runners.length)]);
    }
  }
  const code = await Promise.race([run.ended, pause(180_000)]);
  tally.runs += 1;
  const found = resultsOf(name);
  if (code !== 0 || found === undefined) {
    tally.lost += 1;
    console.error(`${name}: ended with ${code}: ${run.out}`);
  } else if (found !== expected) {
    tally.wrong += 1;
    console.error(`${name}: other results`);
  }
  for (const one of [run, ...workers]) one.child.kill("SIGKILL");
  server?.kill("SIGKILL");
  for (const one of ["store", "out"])
    rmSync(join(dir, `${one}-${name}`), { recursive: true, force: true });
}
console.log(
  `${tally.kills} kills and ${tally.restarts} restarts of the server in ${tally.runs} runs by ` +
    `${executors.join(", ")}: ${tally.wrong} wrong, ${tally.lost} lost`,
);
// The pauses that nobody waits for any more would keep the process.
process.exit(tally.wrong + tally.lost > 0 ? 1 : 0);
