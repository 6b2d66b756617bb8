// What the README and the front page say of the demo, held against its own results: every head is
// new, and on every task supervision brings something out in one pair and not in another.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { main } from "../packages/cli/src/main.js";
import { fakeStream } from "../packages/cli/test/fake-io.js";
import { scratchFolder } from "./scratch.js";

const cwd = scratchFolder("demo");
const tasks = ["sorted", "safety", "majority"];

interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

type Arm =
  | { readonly run: false; readonly reason: string }
  | {
      readonly run: true;
      readonly scores: { readonly accuracy: { readonly value: number } };
      readonly difference: Interval;
    };

interface Row {
  readonly task: string;
  readonly supervisor: string;
  readonly student: string;
  readonly method: string;
  readonly scores: {
    readonly [role in "weak" | "student" | "ceiling"]: { readonly accuracy: Interval };
  };
  readonly gain: Interval;
  readonly pgr: Interval & { readonly defined: boolean };
  readonly arms: { readonly [arm in "untouched" | "uninformed" | "selfTaught"]: Arm };
}

let rows: readonly Row[];

beforeAll(async () => {
  const [stdout, stderr] = [fakeStream(), fakeStream()];
  const env = { W2S_STORE: join(cwd, "store"), HF_HUB_OFFLINE: "1" };
  const args = ["demo", "--out", "demo"];
  expect(await main(args, { stdout, stderr, cwd, env }), stderr.text).toBe(0);
  const results = JSON.parse(readFileSync(join(cwd, "demo/results.json"), "utf8"));
  rows = results.outcomes;
}, 600_000);

/** The student clears its supervisor and the student of labels without information, at 95%. */
function isBroughtOut({ gain, pgr, arms: { uninformed } }: Row): boolean {
  return pgr.defined && gain.low > 0 && uninformed.run && uninformed.difference.low > 0;
}

describe("the demo", () => {
  it("asks what no student answers before it is taught", () => {
    for (const { task, arms } of rows) {
      const { untouched } = arms;
      if (untouched.run) expect(untouched.scores.accuracy.value, task).toBeLessThanOrEqual(0.6);
      else expect(untouched.reason, task).toBe("its head is new: chance");
    }
  });

  it.each(tasks)("shows a pair that is brought out, and one that is not: %s", (task) => {
    const own = rows.filter((row) => row.task === task);
    expect(own).toHaveLength(8);
    expect(own.filter(isBroughtOut)).not.toHaveLength(0);
    expect(own.filter((row) => !isBroughtOut(row))).not.toHaveLength(0);
  });
});

describe("the README", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  // Another processor rounds otherwise, and trains a little otherwise: so much may a number move.
  const [score, comparisons] = [0.02, 2];

  it("has the rows of a task as they come out", () => {
    const names = String.raw`(\S+) +(\S+) +(naive|confidence)`;
    const numbers = String.raw`(\.\d+) +(\.\d+) ± \.\d+ +(\.\d+)`;
    const line = new RegExp(`^${names} +${numbers} +-?\\.\\d+ \\[`, "gm");
    const printed = [...readme.matchAll(line)];
    expect(printed).toHaveLength(8);
    for (const [whole, supervisor, student, method, weak, scored, ceiling] of printed) {
      const row = rows.find(
        (each) =>
          each.task === "majority" &&
          each.supervisor.endsWith(supervisor!) &&
          each.student.endsWith(student!) &&
          each.method === method,
      );
      expect(row, whole).toBeDefined();
      const { scores } = row!;
      for (const [role, text] of Object.entries({ weak, student: scored, ceiling })) {
        const { value } = scores[role as keyof typeof scores].accuracy;
        expect(Math.abs(value - Number(text)), `${role}: ${whole}`).toBeLessThan(score);
      }
    }
  });

  it("names pairs that are brought out, and pairs that are not, as they come out", () => {
    const pair = String.raw`\`(\S+)\` to \`(\S+)\`, (naive|confidence): gain (-?\.\d+)`;
    const line = new RegExp(String.raw`^\| (\w+) \| ${pair} .*? \| ${pair} `, "gm");
    const named = [...readme.matchAll(line)];
    expect(named.map(([, task]) => task).sort()).toEqual([...tasks].sort());
    for (const [whole, task, ...said] of named) {
      for (const [isOut, [weak, strong, method, gain]] of [
        [true, said.slice(0, 4)],
        [false, said.slice(4)],
      ] as const) {
        const row = rows.find(
          (each) =>
            each.task === task &&
            each.supervisor.includes(`${weak}:`) &&
            each.student.includes(`${strong}:`) &&
            each.method === method,
        );
        expect(row && isBroughtOut(row), whole).toBe(isOut);
        expect(Math.abs(row!.gain.value - Number(gain)), whole).toBeLessThan(2 * score);
      }
    }
  });

  it("counts the comparisons that students win as they come out", () => {
    const said = /In (\d+) of\s(\d+)\scomparisons .*? in (\d+) they .*? the same .*? none/s;
    const [, gains, all, uninformed] = (said.exec(readme) ?? []).map(Number);
    const clears = (arm: "uninformed" | "selfTaught") =>
      rows.filter(({ arms }) => {
        const each = arms[arm];
        return each.run && each.difference.low > 0;
      }).length;
    expect(rows).toHaveLength(all!);
    const gained = rows.filter(isBroughtOut).length;
    expect(Math.abs(gained - gains!)).toBeLessThanOrEqual(comparisons);
    expect(Math.abs(clears("uninformed") - uninformed!)).toBeLessThanOrEqual(comparisons);
    expect(clears("selfTaught")).toBeLessThanOrEqual(comparisons);
  });
});
