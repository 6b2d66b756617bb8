// Who may work in a folder, and for whom one waits.

import { readdir, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hostLabel } from "@w2s/base";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { inFolder } from "./folder-lock.js";
import { processOf } from "./processes.js";

let folder: string;
let waited: string[];
beforeEach(() => {
  folder = join(scratchFolder("folder-lock"), "ab");
  waited = [];
});

const held = <T>(work: () => Promise<T>, signal = new AbortController().signal) =>
  inFolder(folder, { signal, onWait: (who) => waited.push(who) }, work);
const left = () => readdir(dirname(folder));
const lock = (name: string) => `${folder}.${name}~12345678.lock`;
const own = () => {
  const { boot, start } = processOf(process.pid)!;
  return `${boot}_${start}`;
};

describe("inFolder", () => {
  it("lets one work at a time, and leaves nothing", async () => {
    let working = 0;
    const most: number[] = [];
    const work = async () => {
      most.push(++working);
      await new Promise((done) => setTimeout(done, 30));
      working -= 1;
    };
    await Promise.all([held(work), held(work), held(work)]);
    expect(most).toEqual([1, 1, 1]);
    expect(await left()).toEqual([]);
  });

  it("leaves nothing where the work fails", async () => {
    await expect(held(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await left()).toEqual([]);
  });

  it.skipIf(process.platform === "win32").each([
    ["a process that is gone", () => `${hostLabel()}~${2 ** 22 + 1}~b_1`],
    ["one whose number is another's now", () => `${hostLabel()}~${process.pid}~b_1`],
  ])("takes over from %s", async (_, name) => {
    await writeFile(lock(name()), "");
    expect(await held(async () => 1)).toBe(1);
    expect(waited).toEqual([]);
    expect(await left()).toEqual([]);
  });

  it.each([
    ["a living one of this machine", () => `${hostLabel()}~${process.pid}~${own()}`],
    ["another machine's that is touched", () => "elsewhere~7~b_1"],
  ])("waits for %s until it is aborted", async (_, name) => {
    await writeFile(lock(name()), "");
    const aborted = new AbortController();
    setTimeout(() => aborted.abort(new Error("enough")), 100);
    await expect(held(async () => 1, aborted.signal)).rejects.toThrow("enough");
    expect(waited).toEqual([expect.stringMatching(/^process \d+ on \S+$/)]);
    expect(await left()).toHaveLength(1);
  });

  it("takes over from another machine's that stands still", async () => {
    const path = lock("elsewhere~7~b_1");
    await writeFile(path, "");
    const old = new Date(Date.now() - 600_000);
    await utimes(path, old, old);
    expect(await held(async () => 1)).toBe(1);
    expect(await left()).toEqual([]);
  });
});
