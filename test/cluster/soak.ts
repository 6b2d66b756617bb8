// Runs a study of the world again and again by each executor while its processes are killed at
// random (kill -9: who hands out, workers, runners, tasks, external students' commands), its jobs
// are cancelled, its server is killed and its network is cut, and compares every results.json with
// that of one undisturbed process over a folder. Ends with 1 when any differs or is missing, or
// when a command outlives its run.
//
//   npm run soak -- [--minutes 10] [--executors here,workers,redis,valkey,postgres,slurm]
//     [--dir DIR] [--study FILE] [--store folder|bucket] [--workers 2] [--every 1]
//     [--storm 60] [--seed 1]
//
// --every: seconds between two blows, on average; --storm: seconds after which a run is left alone;
// --store: a bucket of moto's server (W2S_MOTO), in place of a folder.

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Party, parties } from "./parties.js";
import { Command, commandsIn, pause } from "./processes.js";
import { places } from "./soak-places.js";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    executors: { type: "string" },
    dir: { type: "string" },
    study: { type: "string", default: fileURLToPath(new URL("soak.study.ts", import.meta.url)) },
    store: { type: "string", default: "folder" },
    workers: { type: "string", default: "2" },
    every: { type: "string", default: "1" },
    storm: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
  },
});
const dir = resolve(values.dir ?? mkdtempSync(join(tmpdir(), "w2s-soak-")));
mkdirSync(dir, { recursive: true });
const study = resolve(values.study);
const named = values.executors?.split(",") ?? Object.keys(parties);
const executors = named.filter((name) => parties[name]!.isHere());
const absent = named.filter((name) => !executors.includes(name));
if (absent.length > 0) console.log(`not here: ${absent.join(", ")}`);

/** Numbers in [0, 1) that a seed gives again: mulberry32. */
let state = Number(values.seed);
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

if (places[values.store]?.isHere() !== true) throw new Error(`no ${values.store} here to store in`);
const place = await places[values.store]!.begin(dir);
Object.assign(process.env, place.env);

const argsOf = (name: string, store = place.store(name)): string[] =>
  ["run", study, "--threads", "1", "--no-evidence"].concat([
    "--store",
    store,
    "--out",
    `out-${name}`,
  ]);
/** Kills are no fault of a pass; one process alone knows no tries. */
const triesOf = ({ args, env }: Party): string[] =>
  args.length > 0 || "W2S_QUEUE" in env ? ["--tries", "1000"] : [];
function resultsOf(name: string): string | undefined {
  try {
    return readFileSync(join(dir, `out-${name}`, "results.json"), "utf8");
  } catch {
    return undefined;
  }
}

/** What befell one executor, whom kills met, and what came of it. */
const tallyOf = () => ({
  ...{ runs: 0, foremen: 0, keepers: 0, runners: 0, commands: 0 },
  ...{ restarts: 0, cuts: 0, cancels: 0, away: 0, ended: 0, left: 0, wrong: 0, lost: 0 },
});
type Tally = ReturnType<typeof tallyOf>;
type Killed = "foremen" | "keepers" | "runners" | "commands";
const tallies = new Map(executors.map((name) => [name, tallyOf()]));

/** A run under blows: it is begun again when it is killed. */
class Round {
  private run: Command;

  constructor(
    private readonly name: string,
    private readonly party: Party,
    private readonly tally: Tally,
  ) {
    this.run = this.begin();
  }

  private begin(): Command {
    const { party } = this;
    return new Command(dir, [...argsOf(this.name), ...triesOf(party), ...party.args], party.env);
  }

  /** Blows once it has planned, until it ends or for so long; then it is waited for. */
  async through(stormMs: number, everyMs: number): Promise<void> {
    await this.run.says(/^plan/m).catch(() => undefined);
    const calmAt = performance.now() + stormMs;
    while (performance.now() < calmAt && !(await this.endsWithin(2 * everyMs * random()))) {
      // Most blows fall when there is work to lose.
      if (random() < 0.8) await this.run.says(/^plan/m).catch(() => undefined);
      await this.blow();
    }
    const isOver = await this.inCalm(1_800_000);
    this.tally.runs += 1;
    const found = resultsOf(this.name);
    if (!isOver || this.run.child.exitCode !== 0 || found === undefined) {
      this.tally.lost += 1;
      console.error(`${this.name}: ended with ${this.run.child.exitCode}: ${this.run.out}`);
    } else if (found !== expected) {
      this.tally.wrong += 1;
      console.error(`${this.name}: other results`);
    }
    this.run.kill();
    await this.noCommandLeft();
  }

  /** A blow's last effect, a node that is drained or a worker that ends, may come late. */
  private async inCalm(ms: number): Promise<boolean> {
    const until = performance.now() + ms;
    while (performance.now() < until) {
      this.party.mend();
      if (await this.endsWithin(5_000)) return true;
    }
    return false;
  }

  /** Who computes a step twice may be at it a moment longer. */
  private async noCommandLeft(): Promise<void> {
    for (let looks = 0; looks < 60 && commandsIn(dir).length > 0; looks++) await pause(500);
    const left = commandsIn(dir);
    if (left.length === 0) return;
    this.tally.left += left.length;
    console.error(`${this.name}: still there: ${left.join(", ")}`);
  }

  /** Ends it before it is through: a run that hears of it takes its jobs back. */
  async end(): Promise<void> {
    this.run.kill("SIGINT");
    await Promise.race([this.run.ended, pause(10_000)]);
    this.run.kill();
  }

  private async endsWithin(ms: number): Promise<boolean> {
    const late = pause(ms).then(() => false);
    if (!(await Promise.race([this.run.ended.then(() => true), late]))) return false;
    const why = whyAgain(this.run);
    if (why === undefined) return true;
    this.tally[why] += 1;
    this.run = this.begin();
    return this.endsWithin(ms);
  }

  private async blow(): Promise<void> {
    const { party, tally } = this;
    const what = random();
    const cuts = [party.cut, place.cut].filter((one) => one !== undefined);
    if (party.restart !== undefined && what < 0.04) {
      tally.restarts += 1;
      await party.restart();
    } else if (cuts.length > 0 && what < 0.08) {
      tally.cuts += 1;
      await cuts[Math.floor(random() * cuts.length)]!(200 + 3000 * random());
    } else if (party.cancel !== undefined && what < 0.12) {
      tally.cancels += party.cancel(random());
    } else if (what < 0.2) await this.killRun();
    else if (what < 0.35) {
      this.kill("keepers", party.keepers(), 1);
      party.mend();
    } else {
      const commands = random() < 0.8 ? commandsIn(dir) : [];
      if (commands.length > 0) return void this.kill("commands", commands, 1);
      const runners = party.runners(this.run);
      if (runners.length > 0) this.kill("runners", runners, random() < 0.2 ? 3 : 1);
      else if (party.args.length === 0 && party.keepers().length === 0) await this.killRun();
    }
  }

  private async killRun(): Promise<void> {
    if (this.kill("foremen", [this.run.child.pid!], 1) === 0) return;
    await this.run.ended;
    this.run = this.begin();
  }

  private kill(who: Killed, pids: number[], count: number): number {
    let killed = 0;
    for (const pid of pids.toSorted(() => random() - 0.5).slice(0, count)) {
      try {
        process.kill(pid, "SIGKILL");
        killed += 1;
      } catch {
        // It had just ended.
      }
    }
    this.tally[who] += killed;
    return killed;
  }
}

let party: Party | undefined;
let round: Round | undefined;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, async () => {
    await round?.end();
    await party?.end();
    await place.end();
    process.exit(1);
  });
}

const alone = new Command(dir, argsOf("alone", "store-alone"));
if ((await alone.ended) !== 0) throw new Error(alone.out);
const expected = resultsOf("alone");
const endsAt = performance.now() + Number(values.minutes) * 60_000;

for (let n = 0; performance.now() < endsAt; n++) {
  const executor = executors[n % executors.length]!;
  const name = `${executor}-${n}`;
  party = await parties[executor]!.begin({
    dir,
    out: `out-${name}`,
    workers: Number(values.workers),
  });
  const tally = tallies.get(executor)!;
  const stormMs = Math.min(Number(values.storm) * 1000, endsAt - performance.now());
  round = new Round(name, party, tally);
  await round.through(stormMs, Number(values.every) * 1000);
  await party.end();
  console.error(`${name}: ${JSON.stringify(tally)}`);
  for (const one of ["store", "out", "server-out"])
    rmSync(join(dir, `${one}-${name}`), { recursive: true, force: true });
}

const all = tallyOf();
for (const [name, tally] of tallies) {
  console.log(`${name}: ${lineOf(tally)}`);
  for (const key of Object.keys(all) as (keyof Tally)[]) all[key] += tally[key];
}
console.log(`all: ${lineOf(all)}`);
await place.end();
// The pauses that nobody waits for any more would keep the process.
process.exit(all.wrong + all.lost + all.left > 0 ? 1 : 0);

/** Why a run ended that is begun again by the same command; undefined: it is over. */
function whyAgain({ child, out }: Command): "away" | "ended" | undefined {
  // Begun while its server was away, it says so and ends.
  if (/queue .* (cannot be reached|does not answer)|sbatch refused/.test(out)) return "away";
  if (/^w2s: store .* the server does not answer/m.test(out) && !/^plan/m.test(out)) return "away";
  // One process alone tries nothing again: where a command of its is killed, it ends.
  return child.exitCode !== 0 && /ended with SIGKILL/.test(out) ? "ended" : undefined;
}

function lineOf(of: Tally): string {
  const kills = of.foremen + of.keepers + of.runners + of.commands;
  return (
    `${kills} kills (${of.foremen} of w2s run, ${of.keepers} of workers and tasks, ` +
    `${of.runners} of runners, ${of.commands} of commands), ${of.cancels} jobs cancelled, ` +
    `${of.restarts} restarts of the server, ${of.cuts} cuts of the network, ` +
    `${of.away} runs begun while it was away, ` +
    `${of.ended} ended with a command, in ${of.runs} runs: ${of.wrong} wrong, ${of.lost} lost, ` +
    `${of.left} commands left`
  );
}
