// That a command still runs, said more and more seldom.

import { minute } from "@w2s/base";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sayWaiting } from "./waiting.js";

const minuteMs = 60_000;

describe("sayWaiting", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("says since when and where its log is, after 10 minutes, 20, 40, ...", () => {
    const since = minute(new Date());
    const lines: string[] = [];
    const about = { name: "mine", program: "python3", log: "/a/log.txt", timeoutMs: undefined };
    const end = sayWaiting(about, (line) => lines.push(line));
    vi.advanceTimersByTime(10 * minuteMs - 1);
    expect(lines).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(lines).toEqual([
      `mine: python3 still runs, since ${since} (about 10 min); no timeout ends it; ` +
        "its log is /a/log.txt",
    ]);
    vi.advanceTimersByTime(70 * minuteMs);
    expect(lines.map((line) => /about [^)]*/.exec(line)?.[0])).toEqual([
      "about 10 min",
      "about 20 min",
      "about 40 min",
      "about 80 min",
    ]);
    end();
    vi.advanceTimersByTime(1000 * minuteMs);
    expect(lines).toHaveLength(4);
  });

  it("says what timeout it has", () => {
    const lines: string[] = [];
    const about = { name: "mine", program: "a", log: "log", timeoutMs: 3_600_000 };
    const end = sayWaiting(about, (line) => lines.push(line));
    vi.advanceTimersByTime(10 * minuteMs);
    end();
    expect(lines[0]).toContain("; its timeout is 3600 s; its log is log");
  });
});
