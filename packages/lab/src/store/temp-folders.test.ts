import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { diskTime, makeTempFolder, sweepScratch, sweepTempFolders } from "./temp-folders.js";

let root: string;
beforeEach(() => {
  root = scratchFolder("temp");
});

const host = hostname().replaceAll(/[^A-Za-z0-9.-]/g, "-");
/** Above the largest process id that Linux gives. */
const deadPid = 2 ** 22 + 1;

describe("sweepScratch", () => {
  const old = new Date(Date.now() - 15 * 24 * 60 * 60 * 1000);
  const names = ["a", "b", "c"].map((letter) => letter.repeat(64));
  /** A step's work, with a checkpoint below, begun long ago. */
  beforeEach(async () => {
    for (const name of names) {
      await mkdir(join(root, name, "work", "7"), { recursive: true });
      await writeFile(join(root, name, "work", "7", "weights"), "");
      for (const path of ["work/7/weights", "work/7", "work", ""])
        await utimes(join(root, name, path), old, old);
    }
  });

  it("removes what nobody went on with, and nothing that is written to or held", async () => {
    await utimes(join(root, names[0]!, "work", "7", "weights"), new Date(), new Date());
    await writeFile(join(root, `${names[1]}.host~1~-~abc.lock`), "");
    await sweepScratch(root, Date.now());
    expect((await readdir(root)).sort()).toEqual([
      names[0],
      names[1],
      `${names[1]}.host~1~-~abc.lock`,
    ]);
  });
});

describe("sweepTempFolders", () => {
  it("removes what a dead process of this host left, files and all", async () => {
    await mkdir(join(root, `${host}~${deadPid}~abc`));
    await writeFile(join(root, `${host}~${deadPid}~abc`, "facts.json"), "{");
    await sweepTempFolders(root, Date.now());
    expect(await readdir(root)).toEqual([]);
  });

  it("leaves what a living process works on, our own included", async () => {
    await makeTempFolder(root);
    await mkdir(join(root, `${host}~${process.ppid}~abc`));
    await sweepTempFolders(root, Date.now());
    expect(await readdir(root)).toHaveLength(2);
  });

  it("leaves another host's folder for a day: it cannot see that host's processes", async () => {
    const folder = join(root, `elsewhere~${deadPid}~abc`);
    await mkdir(folder);
    await sweepTempFolders(root, Date.now());
    expect(await readdir(root)).toHaveLength(1);
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 3600 * 1000);
    await utimes(folder, twoDaysAgo, twoDaysAgo);
    await sweepTempFolders(root, Date.now());
    expect(await readdir(root)).toEqual([]);
  });

  it("does nothing where there is no such folder", async () => {
    await expect(sweepTempFolders(join(root, "missing"), 0)).resolves.toBeUndefined();
  });
});

describe("diskTime", () => {
  afterEach(() => void vi.useRealTimers());

  it("is the disk's clock, so that a machine whose own is wrong sweeps nobody's work", async () => {
    const folder = join(root, `elsewhere~${deadPid}~abc`);
    await mkdir(folder);
    vi.useFakeTimers({ now: Date.now() + 365 * 24 * 3600 * 1000, toFake: ["Date"] });
    await sweepTempFolders(root, await diskTime(root));
    expect(await readdir(root)).toHaveLength(1);
  });

  it("makes nothing old where nothing can be written, and leaves no file", async () => {
    expect(await diskTime(join(root, "missing"))).toBe(0);
    expect(await readdir(root)).toEqual([]);
  });
});
