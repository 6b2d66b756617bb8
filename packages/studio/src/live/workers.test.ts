// Who works on a run, as its viewers are told: from a status that is whole, damaged, or another's.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Status, statusWords } from "@w2s/cluster";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { createStudio } from "../studio.js";
import { Tail } from "./tail.js";
import { Workers, type WorkersSaid } from "./workers.js";

const status: Status = {
  ...{ format: 1, study: "demo", executor: "queue", device: "cpu", host: "lab1", pid: 42 },
  state: "done",
  ...{ startedAt: "2026-11-28T12:00:00.000Z", updatedAt: "2026-11-28T12:10:00.000Z" },
  steps: { total: 20, done: 10 },
  passes: { total: 3, done: 1, running: 1, waiting: 0, failed: 1, skipped: 0 },
  ...{ perMinute: 2, leftMs: 300_000 },
  workers: [
    {
      ...{ name: "lab2-7", passesDone: 1 },
      at: { pass: "ab", label: "probes <b>", steps: 1, forMs: 5000, share: 0.25, silentMs: 0 },
    },
  ],
  failed: [{ pass: "cd", label: "fit", steps: 1, line: "no \u001b[2Jmemory" }],
  ...{ skipped: [], refused: [], logs: null },
};

let folder: string;
let run: string;
let workers: Workers;
beforeEach(() => {
  folder = scratchFolder("workers");
  run = join(folder, "runs", "demo");
  mkdirSync(run, { recursive: true });
  workers = new Workers(run, "demo", new Tail(join(run, "events.jsonl")));
});
const put = (text: string) => writeFileSync(join(run, "status.json"), text);
const begun = (pid: number) => {
  const event = { event: "run", at: 1, format: 1, study: "demo", pid, host: "lab1" };
  writeFileSync(join(run, "events.jsonl"), `${JSON.stringify(event)}\n`);
};

describe("Workers", () => {
  it("says what w2s status says, and nothing of a run without workers", async () => {
    expect(await workers.now()).toBeNull();
    put(JSON.stringify(status));
    const said = await workers.now();
    expect(said).toEqual(statusWords(status, Date.now()));
    expect(said).toMatchObject({
      workers: [{ name: "lab2-7", doing: "probes <b>, 25%", since: "5 s", done: 1 }],
      notes: [{ what: "failed cd", line: "fit: no  [2Jmemory" }],
    });
  });

  it("says nothing of workers of an earlier run in the same folder", async () => {
    put(JSON.stringify(status));
    begun(42);
    expect(await workers.now()).toMatchObject({ headline: expect.stringContaining("demo: done") });
    begun(43);
    expect(await new Workers(run, "demo", new Tail(join(run, "events.jsonl"))).now()).toBeNull();
  });

  it.each(["", '{"format": 1, "stu', "[]", '{"format": 2}', "null"])(
    "says in one line that a status is damaged: %j",
    async (text) => {
      put(text);
      const fault = "demo/status.json: is no status of a run; remove it";
      expect(await workers.now()).toEqual({ fault });
    },
  );

  it("tells every viewer what it says now, and what changes", async () => {
    const heard: (WorkersSaid | null)[][] = [[], []];
    const stops = await Promise.all(
      heard.map((of) => workers.listen(({ data }) => void of.push(JSON.parse(data)))),
    );
    put(JSON.stringify(status));
    while (heard.some((of) => of.at(-1) === null)) await new Promise((go) => setTimeout(go, 50));
    for (const of of heard) expect(of[0]).toBeNull();
    expect(heard[1]!.at(-1)).toEqual(heard[0]!.at(-1));
    for (const stop of stops) stop();
  });

  it("are told beside a run's events, which keep their ids", async () => {
    begun(42);
    put(JSON.stringify(status));
    const studio = await createStudio({ folder });
    const answer = await studio.app.request("/api/runs/demo/events");
    const reader = answer.body!.getReader();
    let text = "";
    while (!text.includes("event: workers")) {
      text += new TextDecoder().decode((await reader.read()).value);
    }
    await reader.cancel();
    await studio.close();
    const [message] = text.split("\n\n").filter((one) => one.includes("event: workers"));
    expect(message).toContain("probes <b>, 25%");
    expect(message).not.toMatch(/^id:/m);
  });
});
