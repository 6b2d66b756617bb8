// What the README and the front page say of the demo, held against its own results: every head is
// new, and on every task supervision brings something out in one pair and not in another.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { main } from "../packages/cli/src/main.js";
import { fakeStream } from "../packages/cli/test/fake-io.js";
import { scratchFolder } from "./scratch.js";

const cwd = scratchFolder("demo");
const tasks = ["sorted", "brackets", "majority"];

interface Interval {
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
  readonly gain: Interval;
  readonly pgr: { readonly defined: boolean; readonly low?: number };
  readonly arms: { readonly untouched: Arm; readonly uninformed: Arm };
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
