// Claims against runs, as a user calls it: the real lab, an experiment at a size for tests.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fakeIo, fakeStream } from "../../test/fake-io.js";
import { loadLab } from "../lab.js";
import { main } from "../main.js";

let folder: string;

async function w2s(line: string, columns = 140) {
  const stdout = fakeStream({ columns });
  const io = fakeIo(folder, { stdout, lab: loadLab });
  const code = await main(line.split(" "), io);
  return { code, out: stdout.text, err: io.err() };
}

const places = [{ document: "paper", quote: "some words" }];
const claims = {
  documents: [{ id: "paper", title: "A paper", file: "paper.txt", wrapped: false }],
  claims: [
    {
      id: "ceilings-are-above-zero",
      places,
      says: "Ceilings score.",
      check: { study: "scaling", quantity: "ceiling", expect: { above: 0.1 } },
    },
    {
      id: "ceilings-are-perfect",
      places,
      says: "Ceilings score more than all.",
      check: { study: "scaling", quantity: "ceiling", expect: { above: 1 } },
    },
    { id: "later", places, says: "It will come.", untestable: "a forecast" },
  ],
};
const small = "--limit 240 --seeds 2";
const world = "--task world:sorted --model zoo:w2s-world-8:2 --model zoo:w2s-world-16:2";

beforeAll(async () => {
  folder = scratchFolder("verify");
  writeFileSync(join(folder, "mine.json"), JSON.stringify(claims));
  expect(await w2s(`run scaling ${world} ${small} --out runs/scaling`)).toMatchObject({ code: 0 });
}, 240_000);

describe("w2s verify", () => {
  it("holds claims against runs, prints verdicts and numbers, writes page and record", async () => {
    const { code, out, err } = await w2s("verify --claims mine.json");
    expect(code).toBe(0);
    expect(out).toMatch(
      /ceilings-are-above-zero +world +agrees +\.\d{3} \[\.\d{3}, \.\d{3}\] +1 task, 2 rows, 2 seeds/,
    );
    expect(out).toMatch(/ceilings-are-perfect +world +differs/);
    expect(out).toContain(
      "the world: 1 agree, 1 differ, 0 unclear, 0 not run, 1 not testable here",
    );
    expect(out).toContain("real models: 0 agree, 0 differ, 0 unclear, 2 not run, 1 not testable");
    expect(err).toContain("written to runs/claims.md, its record for --since: runs/claims.json");
    const page = readFileSync(join(folder, "runs/claims.md"), "utf8");
    expect(page).toContain("runs/scaling (a part of it)");
    expect(JSON.parse(readFileSync(join(folder, "runs/claims.json"), "utf8")).format).toBe(1);
  });

  it("says of named claims everything, and writes nothing", async () => {
    const { out, err } = await w2s("verify later --claims mine.json");
    expect(out).toContain("later: It will come. Not testable here: a forecast.");
    expect(out).not.toContain("ceilings");
    const measured = await w2s("verify ceilings-are-perfect --claims mine.json");
    expect(measured.out).toContain(
      "Ceilings score more than all. Measured by scaling: the ceiling's score: above 1.",
    );
    expect(measured.out).toMatch(/ceilings-are-perfect +real +not run/);
    expect(err).toBe("");
  });

  it("has one line of JSON for programs", async () => {
    const { out } = await w2s("verify --claims mine.json --json --out claims.md");
    const { claims: found, runs } = JSON.parse(out);
    expect(found[0].results[0]).toMatchObject({ setting: "world", verdict: "agrees" });
    expect(found[0].results[0].measured).toMatchObject({ tasks: 1, rows: 2, seeds: 2 });
    expect(runs[0]).toMatchObject({ study: "scaling", folder: "runs/scaling", whole: false });
  });

  it("says what changed since a record, a run, and a folder of runs", async () => {
    await w2s("verify --claims mine.json --out before.md");
    const same = await w2s("verify --claims mine.json --since before.json");
    expect(same.out).toContain("nothing changed since before.json");
    const file = join(folder, "before.json");
    const record = readFileSync(file, "utf8");
    writeFileSync(file, record.replace('"verdict": "agrees"', '"verdict": "differs"'));
    const turned = await w2s("verify --claims mine.json --since before.json");
    expect(turned.out).toMatch(
      /changed since before.json:\n- ceilings-are-above-zero, the world: differs (\S+ \[.*\]) -> agrees \1/,
    );
    await cp(join(folder, "runs"), join(folder, "old"), { recursive: true });
    for (const since of ["old", "old/scaling", "scaling"]) {
      const { out } = await w2s(`verify --claims mine.json --since ${since}`);
      expect(out).toContain(`nothing changed since ${since}`);
    }
    const { changes } = JSON.parse(
      (await w2s("verify --claims mine.json --since before.json --json")).out,
    );
    expect(changes).toMatchObject([{ id: "ceilings-are-above-zero", setting: "world" }]);
  });

  it("lets a record stand for runs that lie here no longer", async () => {
    await w2s("verify --claims mine.json --out kept.md");
    mkdirSync(join(folder, "none"));
    const line = "verify --claims mine.json --runs none";
    const without = await w2s(line);
    expect(without.out).not.toContain("agrees ");
    const kept = await w2s(`${line} --keep kept.json --since kept.json`);
    expect(kept.out).toContain("nothing changed since kept.json");
    expect(kept.out).toMatch(/ceilings-are-above-zero +world +agrees/);
  });

  it("runs the studies that have no run yet, and none twice", async () => {
    const part = "--only task=sorted,student=world-32:2/last --limit 60 --seed 0";
    const line = `verify ceilings-are-perfect --claims mine.json --runs new --run ${part}`;
    const first = await w2s(line);
    expect(first.code).toBe(0);
    expect(first.err).toContain(
      "written to new/scaling-only-sorted-world-32-2-last-limit-60: results.json",
    );
    expect(first.out).toMatch(/ceilings-are-perfect +world +differs/);
    expect(await w2s(line)).toMatchObject({ code: 0, err: "", out: first.out });
  });

  it.each([
    [
      "verify ceiling-are-perfect --claims mine.json",
      'unknown claim "ceiling-are-perfect"; did you mean "ceilings-are-perfect"?',
    ],
    ["verify --claims nowhere.json", "nowhere.json: cannot be read: no such file"],
    [
      "verify --since nowhere",
      '--since: must be a record that w2s verify wrote, a run, or a folder of runs, got "nowhere"',
    ],
    ["verify --runs nowhere", "--runs: must be a folder of runs, there is none at"],
    ["verify --since mine.json", 'mine.json: "format" must be given'],
    [
      "verify --keep nowhere.json",
      '--keep: must be a record that w2s verify wrote, got "nowhere.json"',
    ],
    ["verify --keep mine.json", 'mine.json: "format" must be given'],
  ])("refuses in a line: w2s %s", async (line, message) => {
    const { code, err } = await w2s(line);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  it("refuses a claim without a study", async () => {
    const [first] = claims.claims;
    const without = { ...claims, claims: [{ ...first, check: undefined }] };
    writeFileSync(join(folder, "without.json"), JSON.stringify(without));
    const { code, err } = await w2s("verify --claims without.json");
    expect(code).toBe(2);
    expect(err).toContain(
      'without.json: claim "ceilings-are-above-zero" must have a "check" that names the study',
    );
  });
});
