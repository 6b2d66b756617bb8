import { widthOf } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { fakeIo, fakeStream } from "../../test/fake-io.js";
import { reporterFor } from "./index.js";

const work = { kind: "features", label: "SmolLM2-135M layer 5", unit: "texts", total: 6000 };
const summary = {
  study: "s",
  trials: 20,
  steps: 34,
  cached: 9,
  toRun: 25,
  estimateMs: 125_000,
  work: [],
};
const esc = "\u001b";

/** A run of 60 seconds that tells its progress every second. */
function play(
  io: Parameters<typeof reporterFor>[0],
  options: { json: boolean; color: boolean },
): void {
  let now = 0;
  const reporter = reporterFor({ ...io, now: () => now }, options);
  reporter.plan(summary);
  reporter.begin(work);
  for (let second = 1; second <= 60; second++) {
    now = second * 1000;
    reporter.progress(second * 100);
    if (second === 30) reporter.warn("3 texts were cut\nat 512 tokens");
  }
  reporter.end(work, now);
  reporter.close();
  reporter.close();
}

describe("a run in a log", () => {
  it("gets a line at start and end, one every ten seconds between, and no escape codes", () => {
    const io = fakeIo("/nowhere");
    play(io, { json: false, color: true });
    expect(io.out()).toBe("");
    expect(io.err().split("\n")).toEqual([
      "plan      20 trials, 34 steps: 9 cached, 25 to run, about 2 min",
      "features  SmolLM2-135M layer 5: 6,000 texts to do",
      "features  SmolLM2-135M layer 5: 1,000 / 6,000 texts, 6,000 texts/min, 0:50 left",
      "features  SmolLM2-135M layer 5: 2,000 / 6,000 texts, 6,000 texts/min, 0:40 left",
      "features  SmolLM2-135M layer 5: 3,000 / 6,000 texts, 6,000 texts/min, 0:30 left",
      "warning   3 texts were cut at 512 tokens",
      "features  SmolLM2-135M layer 5: 4,000 / 6,000 texts, 6,000 texts/min, 0:20 left",
      "features  SmolLM2-135M layer 5: 5,000 / 6,000 texts, 6,000 texts/min, 0:10 left",
      "features  SmolLM2-135M layer 5: 6,000 / 6,000 texts, 6,000 texts/min, 0:00 left",
      "features  SmolLM2-135M layer 5: 6,000 texts done in 1:00",
      "",
    ]);
  });
});

describe("a run for a program", () => {
  it("is JSON lines on stdout and nothing on stderr, progress at most once a second", () => {
    const io = fakeIo("/nowhere");
    play(io, { json: true, color: true });
    const events = io
      .out()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(io.err()).toBe("");
    expect(events[0]).toMatchObject({ event: "plan", toRun: 25 });
    expect(events.map(({ event }) => event).filter((event) => event !== "progress")).toEqual([
      "plan",
      "begin",
      "warning",
      "end",
    ]);
    expect(events.filter(({ event }) => event === "progress")).toHaveLength(60);
  });
});

describe("a run on a terminal", () => {
  it.each([120, 60, 20, 8])("redraws one line that fits %i columns", (columns) => {
    const stderr = fakeStream({ isTTY: true, columns });
    play(fakeIo("/nowhere", { stderr }), { json: false, color: true });
    const drawn = stderr.text
      .split(/[\r\n]/)
      .filter((line) => line.includes("%") || line.includes(" / "));
    expect(drawn.length).toBeGreaterThan(10);
    for (const line of drawn) expect(widthOf(line)).toBeLessThan(columns);
    expect(stderr.text).toContain(esc);
  });

  it("keeps the plan, warnings and finished work above the line, never hides the cursor", () => {
    const stderr = fakeStream({ isTTY: true, columns: 80 });
    play(fakeIo("/nowhere", { stderr }), { json: false, color: true });
    const kept = stderr.text.split("\n").map((line) =>
      line
        .split(`\r${esc}[K`)
        .at(-1)!
        .replaceAll(new RegExp(`${esc}\\[\\d+m`, "g"), ""),
    );
    expect(kept).toEqual([
      "plan      20 trials, 34 steps: 9 cached, 25 to run, about 2 min",
      "warning   3 texts were cut at 512 tokens",
      "features  SmolLM2-135M layer 5   6,000 texts in 1:00",
      "",
    ]);
    expect(stderr.text).not.toContain(`${esc}[?25l`);
  });

  it.each([
    ["NO_COLOR", { NO_COLOR: "1" }, true],
    ["--no-color", {}, false],
  ])("writes no escape code with %s", (_, env, color) => {
    const stderr = fakeStream({ isTTY: true, columns: 80 });
    play(fakeIo("/nowhere", { stderr, env }), { json: false, color });
    expect(stderr.text).toContain("━");
    expect(stderr.text).not.toContain(esc);
  });

  it("gets whole lines when the terminal is dumb", () => {
    const stderr = fakeStream({ isTTY: true, columns: 80 });
    play(fakeIo("/nowhere", { stderr, env: { TERM: "dumb" } }), { json: false, color: true });
    expect(stderr.text).not.toContain("\r");
  });
});
