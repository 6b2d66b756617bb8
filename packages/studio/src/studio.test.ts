// The studio's answers about runs, by requests: lists, reports, rows, evidence, files, faults.

import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { random, resultsFormat, roleNames, writeBlocks } from "@w2s/lab";
import { sha256 } from "@w2s/lab/engine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../test/scratch.js";
import { outcome } from "../../report/test/outcomes.js";
import { createStudio, type Studio } from "./studio.js";

const folder = scratchFolder("studio");
const runs = join(folder, "runs");
let studio: Studio;

const rows = ["naive", "confidence"].flatMap((method) =>
  ["sst2", "boolq"].map((task) => outcome({ task, method })),
);
const file = (study: string, outcomes = rows) =>
  JSON.stringify({ format: resultsFormat, study, notes: [], outcomes });

function writeRun(name: string, results: string): void {
  mkdirSync(join(runs, name, "figures"), { recursive: true });
  writeFileSync(join(runs, name, "results.json"), results);
}

/** 30 rows of evidence of either supervisor, in blocks of 10. */
async function writeEvidence(name: string, results: string): Promise<void> {
  const task = {
    ...{ name: "sst2", shape: "classify" as const, optionNames: ["bad", "good"] },
    examples: Array.from({ length: 10 }, (_, i) => ({
      ...{ id: `e${i}`, inputs: [i === 7 ? "a Rare word" : `text ${i}`], label: i % 2 },
      group: String(i),
    })),
  };
  const draw = random(1, "evidence of a test");
  const shares = () =>
    Float32Array.from(Array.from({ length: 10 }, () => draw.uniform()).flatMap((p) => [1 - p, p]));
  async function* blocks() {
    for (let cell = 0; cell < 6; cell++) {
      yield {
        ...{ task, seed: cell, split: "test" as const, supervisor: `weak ${cell % 2}` },
        taught: { student: "strong", labels: "soft" as const, method: "naive" },
        rows: Int32Array.from({ length: 10 }, (_, i) => i),
        said: { weak: shares(), student: shares() },
        words: {},
      };
    }
  }
  const about = { results, texts: "texts" as const, tasks: [task], roles: [...roleNames] };
  await writeBlocks(join(runs, name), about, blocks());
}

beforeAll(async () => {
  writeRun("one", file("study one"));
  writeRun("two", file("study two", rows.slice(0, 3)));
  writeRun("damaged", '{"format": 3, "study": 7}');
  writeRun("older", '{"format": 1}');
  await writeEvidence("one", sha256(file("study one")));
  await writeEvidence("two", "other results");
  mkdirSync(join(runs, "empty"));
  mkdirSync(join(runs, "going"));
  const begun = { event: "run", at: Date.now(), format: 1, study: "g", pid: process.pid };
  const line = JSON.stringify({ ...begun, host: hostname() });
  writeFileSync(join(runs, "going", "events.jsonl"), `${line}\n{"event":"plan","at"`);
  writeFileSync(join(folder, "secret.json"), '"secret"');
  symlinkSync(join(folder, "secret.json"), join(runs, "one", "link.json"));
  symlinkSync(folder, join(runs, "outside"));
  writeFileSync(join(runs, "one", "figures", "own.svg"), "<svg/>");
  writeFileSync(join(runs, "one", "page.html"), "<script>alert(1)</script>");
  cpSync(join(runs, "one", "results.json"), join(runs, "one", "results.csv"));
  studio = await createStudio({ folder });
});
afterAll(() => studio?.close());

async function ask(path: string) {
  const answer = await studio.app.request(path);
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

/** Asked until the digest is made. */
async function made(path: string) {
  for (let i = 0; i < 200; i++) {
    const { status, body } = await ask(path);
    if (status === 200 && !body.isMaking) return body;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${path}: nothing came`);
}

describe("the studio's runs", () => {
  it("are listed with what they are at, and folders that are none are passed over", async () => {
    for (const name of ["one", "two", "damaged", "older"]) await made(`/api/runs/${name}`);
    const { body } = await ask("/api/runs");
    const listed = body.map(({ name, status }: Record<string, string>) => `${name} ${status}`);
    expect(listed.sort()).toEqual([
      "damaged damaged",
      "going running",
      "older damaged",
      "one finished",
      "two finished",
    ]);
    const older = body.find(({ name }: { name: string }) => name === "older");
    expect(older.line).toMatch(/^older\/results\.json: .*; run the study again$/);
  });

  it("have their report in parts, and the study's own figures", async () => {
    const run = await made("/api/runs/one");
    expect(run.summary).toMatchObject({ study: "study one", rows: 4, fault: null });
    expect(run.summary.headline.sentence).toContain("4 comparisons");
    expect(run.sections.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(["seen", "overview", "arms", "models"]),
    );
    expect(run.figures).toEqual(["own"]);
    const part = await studio.app.request("/api/runs/one/sections/overview");
    expect(await part.text()).toContain("<svg");
    expect((await ask("/api/runs/one/sections/nothing")).status).toBe(404);
    expect((await ask("/api/runs/one/sections/..%2fdigest")).status).toBe(404);
  });

  it("have their rows filtered and sorted, as the report writes them", async () => {
    await made("/api/runs/one");
    const { body } = await ask("/api/runs/one/rows?task=sst2&by=student");
    expect([body.total, body.rows.length, body.options.method]).toEqual([
      2,
      2,
      ["naive", "confidence"],
    ]);
    expect(body.rows[0].cells).toHaveLength(body.headers.length);
  });

  it("are compared by what names a row", async () => {
    await made("/api/runs/one");
    const both = await made("/api/compare?a=one&b=two");
    expect([both.rows.length, both.onlyA, both.onlyB]).toEqual([3, 1, 0]);
    expect(both.rows[0]).toMatchObject({ difference: 0, apart: false });
    expect(both.figure).toMatch(/^<svg/);
    expect((await ask("/api/compare?a=one&b=none")).status).toBe(404);
  });
});

describe("the studio's evidence", () => {
  it("comes in pages, filtered, with every row once", async () => {
    const all = await ask("/api/runs/one/evidence?limit=25");
    expect([all.body.rows.length, all.body.total]).toEqual([25, 60]);
    const places: number[] = [];
    for (let next: number | null = 0; next !== null; ) {
      const { body } = await ask(`/api/runs/one/evidence?limit=7&supervisor=weak 1&from=${next}`);
      places.push(...body.rows.map(({ place }: { place: number }) => place));
      next = body.next;
    }
    expect(places).toEqual(
      [10, 30, 50].flatMap((start) => [...Array(10).keys()].map((i) => start + i)),
    );
  });

  it("is found by words and by kind", async () => {
    const { body } = await ask("/api/runs/one/evidence?words=rare+WORD&seed=3");
    expect(body.rows).toMatchObject([{ id: "e7", seed: 3, texts: ["a Rare word"], place: 37 }]);
    const kinds = await ask("/api/runs/one/evidence?kind=copied-errors");
    const answer = (shares: number[]) => shares.indexOf(Math.max(...shares));
    expect(kinds.body.rows.length).toBeGreaterThan(0);
    for (const { said, truth } of kinds.body.rows) {
      expect(answer(said.weak)).toBe(answer(said.student));
      expect(answer(said.weak)).not.toBe(truth);
    }
  });

  it.each([
    ["one/evidence?kind=best", 400, "kind: must be one of overruled-right,"],
    ["one/evidence?from=-1", 400, 'from: must be a whole number of at least 0, got "-1"'],
    ["two/evidence", 400, "of other results"],
    ["going/evidence", 404, "has no evidence"],
    ["one/transcripts", 404, "has no transcripts"],
    ["none", 404, 'no run "none" in this folder'],
    ["empty", 404, "is no folder of a run"],
  ])("says of %s in one line: %i", async (path, status, line) => {
    await made("/api/runs/two");
    const { status: found, body } = await ask(`/api/runs/${path}`);
    expect([found, body.error]).toEqual([status, expect.stringContaining(line)]);
  });
});

describe("the studio's files", () => {
  it("are those of runs, by names that are no paths", async () => {
    const file = await studio.app.request("/api/runs/one/files/results.csv");
    expect([file.status, file.headers.get("content-type")]).toEqual([
      200,
      "text/csv; charset=utf-8",
    ]);
    expect(file.headers.get("x-content-type-options")).toBe("nosniff");
    for (const path of [
      "one/files/..%2f..%2fsecret.json",
      "one/files/%2e%2e%2f%2e%2e%2fsecret.json",
      "one/files/..%5c..%5csecret.json",
      "one/files/%252e%252e%252fsecret.json",
      "one/files/link.json",
      "one/files/page.html",
      "outside/files/secret.json",
      "..%2f/files/secret.json",
      "../files/secret.json",
      "%2e%2e/files/secret.json",
      "one/figures/..%2f..%2f..%2fsecret.json",
      "one/files/secret%00.json",
    ]) {
      const answer = await studio.app.request(`/api/runs/${path}`);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.text()).not.toContain('"secret"');
    }
  });
});
