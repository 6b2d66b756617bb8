// The smallest useful model knows the parts of problems and not the whole: fresh heads, trained on
// the truth, asked about held-out questions. What oversight in the world rests on.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { main } from "../packages/cli/src/main.js";
import { fakeStream } from "../packages/cli/test/fake-io.js";
import { scratchFolder } from "./scratch.js";

const temp = scratchFolder("parts");

interface Row {
  readonly task: string;
  readonly scores: { readonly weak: { readonly accuracy: { readonly value: number } } };
}

describe("studies/parts.study.ts", () => {
  it("shows a supervisor right on parts and near chance on at least four wholes", async () => {
    const study = fileURLToPath(new URL("../studies/parts.study.ts", import.meta.url));
    const [stdout, stderr] = [fakeStream(), fakeStream()];
    const env = { W2S_STORE: join(temp, "store"), HF_HUB_OFFLINE: "1" };
    const out = join(temp, "run");
    const args = ["run", study, "--set", "arms=none", "--threads", "1", "--out", out];
    expect(await main(args, { stdout, stderr, cwd: temp, env }), stderr.text).toBe(0);

    const { outcomes } = JSON.parse(readFileSync(join(out, "results.json"), "utf8")) as {
      readonly outcomes: readonly Row[];
    };
    const weak = new Map(outcomes.map(({ task, scores }) => [task, scores.weak.accuracy.value]));
    const wholes = [...weak.keys()].filter((name) => !name.endsWith("-parts"));
    const overseen = wholes.filter(
      (name) => weak.get(name)! < 0.6 && weak.get(`${name}-parts`)! >= 0.95,
    );
    expect(overseen.length, JSON.stringify([...weak])).toBeGreaterThanOrEqual(4);
  }, 300_000);
});
