import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../test/scratch.js";
import { makeFolder, makeFolderSync } from "./make-folder.js";

const folder = scratchFolder("make-folder");

describe.each([
  ["makeFolder", makeFolder],
  ["makeFolderSync", async (path: string) => makeFolderSync(path)],
])("%s", (name, make) => {
  it("makes those above, and leaves what is there", async () => {
    const path = join(folder, name, "a", "b");
    await make(path);
    writeFileSync(join(path, "file"), "");
    await make(path);
    expect(existsSync(join(path, "file"))).toBe(true);
  });

  it("fails at a file", async () => {
    const path = join(folder, `${name}-file`);
    writeFileSync(path, "");
    await expect(make(path)).rejects.toMatchObject({ code: "EEXIST" });
    await expect(make(join(path, "below"))).rejects.toMatchObject({ code: "ENOTDIR" });
  });

  it.runIf(existsSync("/proc/self"))("fails where a folder takes none", async () => {
    await expect(make("/proc/w2s/runs")).rejects.toMatchObject({
      code: "ENOTSUP",
      message: "no folder can be made at /proc/w2s",
    });
  });
});
