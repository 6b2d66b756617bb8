import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventsFile, readEvent } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { EventsFile } from "./events-file.js";

const folder = scratchFolder("events");
const work = { kind: "finetune", label: "tiny", unit: "examples", total: 8 };
const summary = {
  ...{ study: "s", trials: 1, steps: 2, cached: 0, toRun: 2, estimateMs: null },
  work: [{ kind: "finetune", label: "tiny", steps: 2 }],
};
const lines = () => readFileSync(join(folder, eventsFile), "utf8").trim().split("\n");

describe("EventsFile", () => {
  it("writes each event at once, progress at most once a second, all of the schema", () => {
    let now = 0;
    const events = new EventsFile(folder, () => now);
    events.begun("s");
    events.plan(summary);
    events.begin(work);
    expect(lines()).toHaveLength(3);
    for (now = 100; now <= 3000; now += 100) events.progress(now / 1000, 1 / now);
    events.warn("a text was cut");
    events.close();
    events.end(work, 3000);
    events.ended("finished");
    events.warn("too late");
    const read = lines().map(readEvent);
    expect(read.map((event) => event?.event)).toEqual([
      ...["run", "plan", "begin", "progress", "progress", "progress", "warning", "end", "ended"],
    ]);
    expect(read[0]).toMatchObject({ study: "s", pid: process.pid, at: 0 });
    expect(read[3]).toEqual({
      ...{ event: "progress", at: 1000, kind: "finetune", label: "tiny" },
      ...{ done: 1, total: 8, loss: 0.001 },
    });
  });

  it("begins another file for another run, and lets a run be where there is no place", () => {
    const events = new EventsFile(folder, () => 7);
    events.begun("other");
    expect(lines()).toHaveLength(1);
    events.ended("failed", "no memory");
    expect(readEvent(lines()[1]!)).toEqual({
      ...{ event: "ended", at: 7, how: "failed", message: "no memory" },
    });
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "a file");
    const lost = new EventsFile(folder, () => 0);
    lost.begun("s");
    lost.ended("finished");
    expect(readFileSync(folder, "utf8")).toBe("a file");
  });
});

describe("readEvent", () => {
  it.each(["", '{"event":"plan","at":', "null", '{"event":"later","at":1}'])("skips %j", (line) => {
    expect(readEvent(line)).toBeNull();
  });
});
