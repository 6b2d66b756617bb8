import { nodeRuntime, type Runtime } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { inLanes, type Lane } from "./lanes.js";

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The CPU runtime, which counts its threads and those that were closed. */
function counted() {
  const count = { made: 0, closed: 0 };
  const runtime: Runtime = {
    ...nodeRuntime,
    apart: () => {
      count.made++;
      return { ...nodeRuntime, close: async () => void count.closed++ };
    },
  };
  return { runtime, count };
}

describe("inLanes", () => {
  it("does so many jobs at a time, and gives results in the jobs' order", async () => {
    let [under, most] = [0, 0];
    const run = async (ms: number) => {
      most = Math.max(most, ++under);
      await sleep(ms);
      under--;
      return ms;
    };
    expect(await inLanes([9, 1, 5, 2, 3], 2, { runtime: nodeRuntime }, run)).toEqual([
      9, 1, 5, 2, 3,
    ]);
    expect(most).toBe(2);
  });

  it("makes a lane's runtime when it is asked for, once, and closes it", async () => {
    const { runtime, count } = counted();
    const run = async (asks: number, { apart }: Lane) => {
      const own = asks ? apart() : undefined;
      await sleep(1);
      if (own) expect(apart()).toBe(own);
    };
    await inLanes([1, 1, 1, 1], 2, { runtime }, run);
    expect(count).toEqual({ made: 2, closed: 2 });
    await inLanes([0, 0], 2, { runtime }, run);
    expect(count.made).toBe(2);
  });

  it("begins nothing after a failure, and tells those under way", async () => {
    const { runtime, count } = counted();
    const begun: string[] = [];
    const run = async (job: string, { signal, apart }: Lane) => {
      begun.push(job);
      apart();
      if (job === "bad") throw new Error("broken");
      await sleep(5);
      signal.throwIfAborted();
    };
    await expect(inLanes(["good", "bad", "late"], 2, { runtime }, run)).rejects.toThrow("broken");
    expect(begun).toEqual(["good", "bad"]);
    expect(count.closed).toBe(2);
  });

  it("ends with the reason of an aborted signal", async () => {
    const run = async () => {};
    const signal = AbortSignal.abort(new Error("stopped by hand"));
    await expect(inLanes([1], 2, { runtime: nodeRuntime, signal }, run)).rejects.toThrow(
      "stopped by hand",
    );
  });
});
