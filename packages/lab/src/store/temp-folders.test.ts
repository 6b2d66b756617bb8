import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { makeTempFolder, sweepTempFolders } from "./temp-folders.js";

let root: string;
beforeEach(() => {
  root = scratchFolder("temp");
});

const host = hostname().replaceAll(/[^A-Za-z0-9.-]/g, "-");
/** Above the largest process id that Linux gives. */
const deadPid = 2 ** 22 + 1;

describe("sweepTempFolders", () => {
  it("removes what a dead process of this host left, files and all", async () => {
    await mkdir(join(root, `${host}~${deadPid}~abc`));
    await writeFile(join(root, `${host}~${deadPid}~abc`, "facts.json"), "{");
    await sweepTempFolders(root);
    expect(await readdir(root)).toEqual([]);
  });

  it("leaves what a living process works on, our own included", async () => {
    await makeTempFolder(root);
    await mkdir(join(root, `${host}~${process.ppid}~abc`));
    await sweepTempFolders(root);
    expect(await readdir(root)).toHaveLength(2);
  });

  it("leaves another host's folder for a day: it cannot see that host's processes", async () => {
    const folder = join(root, `elsewhere~${deadPid}~abc`);
    await mkdir(folder);
    await sweepTempFolders(root);
    expect(await readdir(root)).toHaveLength(1);
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 3600 * 1000);
    await utimes(folder, twoDaysAgo, twoDaysAgo);
    await sweepTempFolders(root);
    expect(await readdir(root)).toEqual([]);
  });

  it("does nothing where there is no such folder", async () => {
    await expect(sweepTempFolders(join(root, "missing"))).resolves.toBeUndefined();
  });
});
