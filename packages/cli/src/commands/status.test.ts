import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Status } from "@w2s/cluster";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fakeIo } from "../../test/fake-io.js";
import { main } from "../main.js";

const status: Status = {
  format: 1,
  study: "demo",
  executor: "workers",
  host: "lab1",
  pid: 42,
  state: "done",
  startedAt: "2026-11-28T12:00:00.000Z",
  updatedAt: "2026-11-28T12:10:00.000Z",
  steps: { total: 20, done: 20 },
  passes: { total: 3, done: 3, running: 0, waiting: 0, failed: 0, skipped: 0 },
  perMinute: 2,
  leftMs: 0,
  workers: [],
  failed: [],
  skipped: [],
  refused: [],
  logs: null,
};

let cwd: string;
beforeEach(() => {
  cwd = scratchFolder("status");
});

async function put(run: string, text: string): Promise<void> {
  await mkdir(join(cwd, "runs", run), { recursive: true });
  await writeFile(join(cwd, "runs", run, "status.json"), text);
}

async function w2s(...words: readonly string[]) {
  const io = fakeIo(cwd);
  return { code: await main(words, io), out: io.out(), err: io.err() };
}

const lineOf = (run: string) =>
  `${join(cwd, "runs", run, "status.json")}: is no status of a run; remove it\n`;

describe("w2s status", () => {
  it("shows the latest run, and gives each whose status is damaged a line", async () => {
    await put("a", '{"format": 1, "stu');
    await put("b", JSON.stringify({ ...status, study: "earlier" }));
    await put("c", JSON.stringify({ ...status, updatedAt: "2026-11-28T12:11:00.000Z" }));
    await put("d", "");
    const { code, out, err } = await w2s("status");
    expect(code).toBe(0);
    expect(out).toMatch(/^demo: done, by workers from lab1/);
    expect(err).toBe(lineOf("a") + lineOf("d"));
    const asked = await w2s("status", "--json");
    expect([JSON.parse(asked.out).study, asked.err]).toEqual(["demo", err]);
    expect((await w2s("status", "b")).out).toMatch(/^earlier: done/);
  });

  it("refuses a run whose status is damaged, and runs of which none has one", async () => {
    await put("a", "{}");
    expect(await w2s("status", "a")).toEqual({ code: 2, out: "", err: `w2s: ${lineOf("a")}` });
    expect(await w2s("status")).toEqual({ code: 2, out: "", err: `w2s: ${lineOf("a")}` });
    await put("b", "{}");
    const { code, err } = await w2s("status");
    expect(code).toBe(2);
    expect(err).toContain(`${lineOf("a")}${lineOf("b")}w2s: no run below runs/ has a status;`);
  });
});
