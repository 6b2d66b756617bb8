// npm run bench -- NAME: our code and a peer do the same work in turn; prints both and how many
// times better ours is.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { didYouMean } from "@w2s/base";
import { type Bench, BenchError, type Choice, type Result } from "./bench.js";
import { benches } from "./benches/index.js";
import { runChild } from "./harness/child.js";
import { digits } from "./harness/format.js";
import { interleaver } from "./harness/interleave.js";
import { takeLock } from "./harness/lock.js";
import { machine, ownVersions } from "./harness/machine.js";
import { nodePackages } from "./harness/node-packages.js";
import { Peer } from "./harness/peer.js";
import { disturbance, watchOthers, whyBusy } from "./harness/quiet.js";
import { benchPython } from "./harness/venv.js";

const usage =
  "usage: npm run bench -- NAME [--json] [--force] [--model NAME], or npm run bench -- --list";

const flags = {
  json: { type: "boolean", default: false },
  list: { type: "boolean", default: false },
  force: { type: "boolean", default: false },
  model: { type: "string" },
} as const;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.list) {
    const width = Math.max(...benches.map(({ name }) => name.length));
    for (const { name, summary } of benches) console.log(`${name.padEnd(width)}  ${summary}`);
    return 0;
  }
  const bench = chooseBench(positionals);
  // With --json, stdout is the one line; what a person reads meanwhile goes to stderr.
  const say = values.json ? console.error : console.log;
  const missing = bench.missing?.(values);
  if (missing !== undefined) {
    say(`${bench.name}: skipped: ${missing}`);
    if (values.json) console.log(JSON.stringify({ name: bench.name, skipped: missing }));
    return 0;
  }
  takeLock();
  const python = await benchPython(say);
  const busy = await whyBusy();
  if (busy !== undefined && !values.force) throw new BenchError(busy);
  if (busy !== undefined)
    say(`warning: ${busy.split(";")[0]}; the numbers below are not worth much`);

  say(`${bench.name}: ${bench.summary}`);
  const { result, versions } = await measure(bench, values, python, say);
  const { ours, peer, unit, ratio, met } = result;
  say(
    `ours ${digits(ours)} ${unit}, peer ${digits(peer)} ${unit}; ratio ${digits(ratio, 3)} ` +
      "(above 1: ours is better)",
  );
  say(`required: ${bench.requirement}: ${met ? "met" : "MISSED"}`);
  if (values.json) {
    const rounded = {
      ours: Number(digits(ours)),
      peer: Number(digits(peer)),
      unit,
      ratio: Number(digits(ratio)),
    };
    console.log(JSON.stringify({ name: bench.name, ...rounded, machine: machine(), versions }));
  } else {
    const list = Object.entries(versions).map((pair) => pair.join(" "));
    say(`on ${machine()}; ${list.join(", ")}`);
  }
  return 0;
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: flags, allowPositionals: true });
  } catch (error) {
    throw new BenchError(`${(error as Error).message.split(". ")[0]}; ${usage}`);
  }
}

function chooseBench(positionals: readonly string[]): Bench {
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0) throw new BenchError(usage);
  const known = benches.map((bench) => bench.name);
  const bench = benches[known.indexOf(name)];
  if (bench) return bench;
  throw new BenchError(`unknown bench "${name}"${didYouMean(name, known)}; --list names them all`);
}

/**
 * Runs a bench with a data folder and peers that end with it, and tells what else the machine did
 * meanwhile.
 */
async function measure(
  bench: Bench,
  { model, force }: Choice & { readonly force: boolean },
  python: string,
  say: (line: string) => void,
): Promise<{ result: Result; versions: Record<string, string> }> {
  const folder = mkdtempSync(join(tmpdir(), "w2s-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const peers: Peer[] = [];
  let childCpu = 0;
  const watch = watchOthers(() => childCpu + peers.reduce((sum, { cpu }) => sum + cpu, 0));
  const others = watch();
  const indented = (line: string) => say(`  ${line}`);
  try {
    const result = await bench.run({
      folder,
      model,
      say: indented,
      interleave: interleaver(watch, indented, force ? 0 : 60),
      peer: async (name, setup) => {
        const peer = await Peer.start(python, name, setup);
        peers.push(peer);
        return peer;
      },
      nodePeer: async (name, setup) => {
        const peer = await Peer.startNode(name, {
          ...setup,
          packages: await nodePackages(indented),
        });
        peers.push(peer);
        return peer;
      },
      child: async <T>(name: string, setup: object) => {
        const output = await runChild<T & { cpu: number }>(name, setup);
        childCpu += output.cpu;
        return output;
      },
    });
    const cores = others();
    indented(
      `${cores > disturbance ? "warning: " : ""}other processes used ${cores.toFixed(2)} cores ` +
        "meanwhile",
    );
    const versions = Object.assign(ownVersions(), ...peers.map((peer) => peer.versions));
    return { result, versions };
  } finally {
    await Promise.all(peers.map((peer) => peer.close()));
  }
}

// Leaving by exit() removes the data and the lock; peers end when their input does.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const ours = error instanceof BenchError || (error as Error).name === "InputError";
  console.error(ours ? `bench: ${(error as Error).message}` : error);
  process.exitCode = ours ? 2 : 1;
}
