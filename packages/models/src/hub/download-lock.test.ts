import { existsSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { withLock } from "./download-lock.js";

let root: string;
let path: string;
beforeEach(() => {
  root = scratchFolder("lock");
  path = join(root, "blob.lock");
});

const quick = { beatMs: 20, staleMs: 150, patienceMs: 5_000 };
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("withLock", () => {
  it.each([
    ["a container that is gone", "1 container-of-yesterday"],
    ["an earlier process that had our own number", `${process.pid} ${hostname()}`],
    ["one that died between making and writing it", ""],
  ])("takes over the lock of %s, once it has stood still", async (_, content) => {
    writeFileSync(path, content);
    const began = performance.now();
    expect(await withLock(path, async () => "done", quick)).toBe("done");
    expect(performance.now() - began).toBeGreaterThan(quick.staleMs);
    expect(existsSync(path)).toBe(false);
  });

  it("takes over at once what a dead process of this machine left", async () => {
    writeFileSync(path, `999999999 ${hostname()}`);
    expect(await withLock(path, async () => "done", { ...quick, staleMs: 60_000 })).toBe("done");
  });

  it("takes over at once what has not been touched for long", async () => {
    writeFileSync(path, "1 container-of-yesterday");
    utimesSync(path, new Date(0), new Date(0));
    expect(await withLock(path, async () => "done", { ...quick, patienceMs: 0 })).toBe("done");
  });

  it("waits for a holder that lives, however long its work takes", async () => {
    const order: string[] = [];
    const first = withLock(
      path,
      async () => {
        await sleep(4 * quick.staleMs);
        order.push("first");
      },
      quick,
    );
    const second = withLock(path, async () => order.push("second"), quick);
    await Promise.all([first, second]);
    expect(order).toEqual(["first", "second"]);
  });

  it("gives up after its patience, and says what to do", async () => {
    const holder = withLock(path, () => sleep(300), quick);
    await expect(withLock(path, async () => 1, { ...quick, patienceMs: 50 })).rejects.toThrow(
      `${path}: another download holds this lock; delete this file if none is running`,
    );
    await holder;
  });

  it("leaves alone a lock that another took over meanwhile", async () => {
    await withLock(path, async () => writeFileSync(path, "2 elsewhere"), quick);
    expect(existsSync(path)).toBe(true);
  });
});
