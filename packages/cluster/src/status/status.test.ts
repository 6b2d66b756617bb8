// That what is written of a run ends with how it ended, on a disk that is slow.

import { setTimeout as passed } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Board } from "../passes/board.js";
import { StatusKeeper } from "./status.js";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

describe("StatusKeeper", () => {
  it("says last how a run ended, also while an earlier word is on its way", async () => {
    const about = { study: "one", executor: "slurm", device: "cpu" };
    /** States, in the order in which a reader comes to see them. */
    const seen: string[] = [];
    let writes = 0;
    const slowly = async (_: string, text: string) => {
      // The second takes longer than what comes after it.
      await passed(++writes === 2 ? 300 : 10);
      seen.push(JSON.parse(text).state);
    };
    const status = new StatusKeeper("folder", about, new Board([]), slowly);
    await status.begin();
    // Two moments to write: at the second the first is not through, and nothing is piled up.
    vi.advanceTimersByTime(4000);
    await status.end("done");
    await passed(400);
    expect(seen).toEqual(["running", "running", "done"]);
  });
});
