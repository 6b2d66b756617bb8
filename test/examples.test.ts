// The examples: each is one file of at most 40 lines that adds something of a user's own, and runs.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { main } from "../packages/cli/src/main.js";
import { fakeStream } from "../packages/cli/test/fake-io.js";
import { scratchFolder } from "./scratch.js";

const folder = fileURLToPath(new URL("../examples/", import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith(".study.ts"));
const cwd = scratchFolder("examples");

/** Runs an example from an empty store; its folder of results. */
async function ran(name: string): Promise<string> {
  const [stdout, stderr] = [fakeStream(), fakeStream()];
  const out = join(cwd, name, "run");
  const env = { W2S_STORE: join(cwd, name, "store"), HF_HUB_OFFLINE: "1" };
  const args = ["run", join(folder, name), "--out", out];
  expect(await main(args, { stdout, stderr, cwd, env }), stderr.text).toBe(0);
  return out;
}

const outcomesIn = (out: string) =>
  JSON.parse(readFileSync(join(out, "results.json"), "utf8")).outcomes;

describe("examples", () => {
  it.each(names)("%s has at most 40 lines and runs", async (name) => {
    expect(readFileSync(join(folder, name), "utf8").split("\n").length - 1).toBeLessThanOrEqual(40);
    const out = await ran(name);
    expect(readdirSync(out)).toContain("results.json");
  });

  it("measure.study.ts gives its measure for every role", async () => {
    const out = await ran("measure.study.ts");
    const [outcome] = outcomesIn(out);
    const { weak, student, ceiling } = outcome.measures.brier;
    for (const { value, low, high } of [weak, student, ceiling]) {
      // Two options' squared distances add up to 2 at most.
      expect([low, high].every((end) => end >= 0 && end <= 2)).toBe(true);
      expect(value).toBeGreaterThan(0);
    }
    expect(readFileSync(join(out, "results.csv"), "utf8")).toContain("student_brier_low");
  });

  it("figure.study.ts draws its figure on the page, with its data beside it", async () => {
    const out = await ran("figure.study.ts");
    const [{ scores }] = outcomesIn(out);
    const lines = ["weak", "student", "ceiling"].map(
      (role) => `words,${role},${scores[role].accuracy.value}\r\n`,
    );
    const csv = readFileSync(join(out, "figures", "bars.csv"), "utf8");
    expect(csv).toBe(`task,role,accuracy\r\n${lines.join("")}`);
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain(
      `width="${200 * scores.ceiling.accuracy.value}" height="16"`,
    );
  });

  it("program.study.ts gives a row for its method beside naive's", async () => {
    const methods = outcomesIn(await ran("program.study.ts")).map(
      (one: { method: string }) => one.method,
    );
    expect(methods).toEqual(["naive", "climb"]);
  });

  it("supervisor.study.ts gives a row for its supervisor", async () => {
    const [outcome] = outcomesIn(await ran("supervisor.study.ts"));
    expect(outcome).toMatchObject({ supervisor: "praise", student: "strong:16" });
    // A word of praise is among the texts that are good, and sometimes among the others.
    const { value } = outcome.scores.weak.accuracy;
    expect(value).toBeGreaterThan(0.5);
    expect(value).toBeLessThan(1);
  });
});
