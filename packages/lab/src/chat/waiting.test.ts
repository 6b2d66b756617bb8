import { describe, expect, it } from "vitest";
import { backoffMs, Gate, retryAfterMs, someAtOnce, waited } from "./waiting.js";

const never = new AbortController().signal;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** When each of `count` callers passed, in milliseconds from now. */
async function passed(gate: Gate, count: number, tokens: number): Promise<number[]> {
  const began = performance.now();
  return Promise.all(
    Array.from({ length: count }, async () => {
      await gate.pass(tokens, never);
      return performance.now() - began;
    }),
  );
}

describe("Gate", () => {
  it("spaces requests by their number, and by their tokens", async () => {
    // 1,200 a minute: one every 50 ms.
    const byNumber = await passed(new Gate({ requestsPerMinute: 1200 }), 4, 1);
    // 60,000 tokens a minute is one a millisecond: 80 ms for 80.
    const byTokens = await passed(new Gate({ tokensPerMinute: 60_000 }), 3, 80);
    for (const [i, at] of byNumber.entries()) expect(at).toBeGreaterThanOrEqual(50 * i - 2);
    for (const [i, at] of byTokens.entries()) expect(at).toBeGreaterThanOrEqual(80 * i - 2);
  });

  it("lets nobody pass while it is closed, those who wait already included", async () => {
    const gate = new Gate({ requestsPerMinute: 1200 });
    const all = passed(gate, 3, 1);
    gate.close(200);
    const [, ...others] = await all;
    for (const at of others) expect(at).toBeGreaterThanOrEqual(195);
  });

  it("is left at once when the run is aborted", async () => {
    const gate = new Gate({ requestsPerMinute: 1 });
    const aborted = new AbortController();
    await gate.pass(1, aborted.signal);
    const waiting = gate.pass(1, aborted.signal);
    aborted.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });
});

describe("waited", () => {
  it("rejects with the signal's reason", async () => {
    const aborted = new AbortController();
    setTimeout(() => aborted.abort(new Error("enough")), 10);
    await expect(waited(10_000, aborted.signal)).rejects.toThrow("enough");
  });
});

describe("backoffMs", () => {
  it("doubles up to a minute, and is never less than half of that", () => {
    for (const [attempt, whole] of [500, 1000, 2000, 4000].entries()) {
      for (let i = 0; i < 20; i++) {
        const ms = backoffMs(500, attempt);
        expect(ms).toBeGreaterThanOrEqual(whole / 2);
        expect(ms).toBeLessThanOrEqual(whole);
      }
    }
    expect(backoffMs(500, 30)).toBeLessThanOrEqual(60_000);
  });
});

describe("retryAfterMs", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  it.each([
    [null, undefined],
    ["3", 3000],
    ["0.5", 500],
    ["-1", 0],
    ["Thu, 01 Jan 2026 00:00:10 GMT", 10_000],
    ["Wed, 31 Dec 2025 00:00:10 GMT", 0],
    ["soon", undefined],
    ["", undefined],
  ])("reads %j as %j ms", (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});

describe("someAtOnce", () => {
  it("does so many at a time, and gives results in their order", async () => {
    let [now, most] = [0, 0];
    const doubled = await someAtOnce([5, 1, 3, 2], 2, async (item) => {
      most = Math.max(most, ++now);
      await sleep(item);
      now -= 1;
      return 2 * item;
    });
    expect(doubled).toEqual([10, 2, 6, 4]);
    expect(most).toBe(2);
  });

  it("begins nothing new after a failure, and lets what was begun come to its end", async () => {
    const ended: number[] = [];
    const all = someAtOnce([0, 1, 2, 3], 2, async (item) => {
      if (item === 0) throw new Error("no");
      await sleep(20);
      ended.push(item);
    });
    await expect(all).rejects.toThrow("no");
    expect(ended).toEqual([1]);
  });
});
