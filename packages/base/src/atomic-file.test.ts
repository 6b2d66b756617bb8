import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../test/scratch.js";
import { removeDrafts, replaceFile, writeFileWhole } from "./atomic-file.js";

let folder: string;
beforeAll(() => {
  folder = scratchFolder("atomic");
});

describe("writeFileWhole", () => {
  it("makes the folder, replaces what lay there and leaves no draft", async () => {
    const path = join(folder, "new", "a.json");
    await writeFileWhole(path, "1");
    await writeFileWhole(path, new TextEncoder().encode("22"));
    expect(await readFile(path, "utf8")).toBe("22");
    expect(await readdir(join(folder, "new"))).toEqual(["a.json"]);
  });

  it("gives one writer's content whole when several write at once", async () => {
    const path = join(folder, "many");
    const contents = ["a", "b", "c", "d"].map((letter) => letter.repeat(100_000));
    await Promise.all(contents.map((content) => writeFileWhole(path, content)));
    expect(contents).toContain(await readFile(path, "utf8"));
  });

  it("throws what the file system says where the file cannot be", async () => {
    const taken = join(folder, "taken");
    await mkdir(join(taken, "inside"), { recursive: true });
    await expect(writeFileWhole(taken, "text")).rejects.toThrow(/EISDIR|EPERM/);
    expect((await readdir(folder)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});

describe("replaceFile", () => {
  it("leaves the file as it was, and no draft, when the writer fails half way", async () => {
    const path = join(folder, "kept");
    await writeFileWhole(path, "old");
    const failing = replaceFile(path, async (draft) => {
      await writeFile(draft, "half");
      throw new Error("no more");
    });
    await expect(failing).rejects.toThrow("no more");
    expect(await readFile(path, "utf8")).toBe("old");
    expect((await readdir(folder)).filter((name) => name.startsWith("kept"))).toEqual(["kept"]);
  });
});

describe("removeDrafts", () => {
  it("deletes what a killed writer left, and nothing else", async () => {
    const path = join(folder, "state");
    for (const name of ["state", "state.12-ab.tmp", "statement.tmp"])
      await writeFile(join(folder, name), "");
    await removeDrafts(path);
    expect((await readdir(folder)).filter((name) => name.startsWith("state"))).toEqual([
      "state",
      "statement.tmp",
    ]);
  });
});
