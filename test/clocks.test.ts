// Times as a run prints and keeps them, each against another count of the same run: what events
// say a piece of work took, what its passes and its steps have on record, what the whole took, and
// a clock outside. No bound is about how fast a machine is.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { main } from "../packages/cli/src/main.js";
import { fakeStream } from "../packages/cli/test/fake-io.js";
import { scratchFolder } from "./scratch.js";

const cwd = scratchFolder("clocks");
const store = join(cwd, "store");
/** What the supervisor waits when it is asked. */
const pause = 300;

const study = `import { drawn, probe, rows, study, supervisor, table } from "w2s";
const wait = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${pause});
const slow = supervisor("slow", {}, ({ examples, rows }) => {
  wait();
  const isFine = (row) => examples[row].inputs[0].includes("fine");
  return Array.from(rows, (row) => (isFine(row) ? [0.2, 0.8] : [0.7, 0.3]));
});
const isGood = (i) => i % 3 > 0;
const textOf = (i) => (isGood(i) ? "fine " : "dull ") + i;
const texts = Array.from({ length: 120 }, (_, i) => ({ text: textOf(i), good: isGood(i) }));
export default study({
  task: table(rows("words", texts), { text: "text", label: "good" }),
  supervisors: slow,
  students: probe(drawn(8, { as: "strong" })),
  seeds: 2,
});
`;

interface Event {
  readonly event: string;
  readonly at: number;
  readonly kind: string;
  readonly label: string;
  readonly steps: number;
  readonly toRun: number;
  readonly estimateMs: number | null;
  readonly durationMs: number;
}

async function run(out: string, ...more: string[]) {
  const [stdout, stderr] = [fakeStream(), fakeStream()];
  const io = { stdout, stderr, cwd, env: { W2S_STORE: store, HOME: cwd } };
  const begun = Date.now();
  const args = ["run", "slow.study.ts", "--out", out, "--threads", "1", ...more];
  expect(await main(args, io), stderr.text).toBe(0);
  const lines = readFileSync(join(cwd, out, "events.jsonl"), "utf8")
    .trim()
    .split("\n");
  return {
    outside: Date.now() - begun,
    events: lines.map((line) => JSON.parse(line) as Event),
    record: JSON.parse(readFileSync(join(cwd, out, "run.json"), "utf8")),
    told: stderr.text,
  };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const ends = (events: readonly Event[]) => events.filter(({ event }) => event === "end");
const took = (events: readonly Event[]): number =>
  sum(ends(events).map(({ durationMs }) => durationMs));

describe("a run's times", () => {
  let first: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    writeFileSync(join(cwd, "slow.study.ts"), study);
    first = await run("first");
  }, 300_000);

  it("hold every step of the plan once, one piece of work after the other", () => {
    const plan = first.events.find(({ event }) => event === "plan")!;
    expect(sum(ends(first.events).map(({ steps }) => steps))).toBe(plan.toRun);
    expect(first.record.steps.run).toBe(plan.toRun);
    let last = 0;
    let open = 0;
    for (const { event, at } of first.events) {
      expect(at).toBeGreaterThanOrEqual(last);
      last = at;
      if (event === "begin") open += 1;
      if (event === "end") open -= 1;
      expect([0, 1]).toContain(open);
    }
  });

  it("add up to no more than the whole, and the whole to no more than a clock outside", () => {
    const { events, record, outside } = first;
    const rounding = 2 * ends(events).length;
    expect(took(events)).toBeGreaterThan(0);
    expect(took(events)).toBeLessThanOrEqual(record.wallMs + rounding);
    expect(record.wallMs).toBeLessThanOrEqual(outside + 2);
    const at = (name: string) => events.find(({ event }) => event === name)!.at;
    expect(record.wallMs).toBeLessThanOrEqual(at("ended") - at("run") + outside);
  });

  it("are no less than what the work waited, in its event and in its steps' records", () => {
    const labels = ends(first.events).filter(({ label }) => label.includes("own supervisors"));
    expect(labels.length).toBeGreaterThan(0);
    const asked = sum(labels.map(({ steps }) => steps));
    expect(took(labels)).toBeGreaterThanOrEqual(asked * (pause - 1));
  });

  it("are those that steps and passes have on record, which are within them", () => {
    const steps = readdirSync(join(store, "steps"), { recursive: true })
      .map(String)
      .filter((name) => name.endsWith("timing.json"))
      .map((name) => JSON.parse(readFileSync(join(store, "steps", name), "utf8")));
    expect(steps).toHaveLength(first.record.steps.run);
    const recorded = sum(steps.map(({ durationMs }) => durationMs));
    const passes = Object.values(
      JSON.parse(readFileSync(join(store, "pass-times.json"), "utf8")),
    ) as [number, number, number][][];
    const passed = sum(passes.flat().map(([, , ms]) => ms));
    // A step's result is kept within its pass, a pass is within its piece of work.
    expect(recorded).toBeLessThanOrEqual(passed);
    expect(passed).toBeLessThanOrEqual(took(first.events));
    expect(recorded).toBeGreaterThanOrEqual(pause);
  });
});
