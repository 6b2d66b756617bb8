import { promises } from "node:fs";
import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { publish } from "./publish.js";

let root: string;
beforeEach(async () => {
  root = scratchFolder("publish");
  await mkdir(join(root, "made"));
  await writeFile(join(root, "made", "step.json"), "{}");
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

/** Another rename, once. */
function renameOnce(other: typeof rename): void {
  vi.spyOn(promises, "rename").mockImplementationOnce(other);
  syncBuiltinESMExports();
}

const gone = () => Object.assign(new Error("gone"), { code: "ENOENT" });
const published = () => publish(join(root, "made"), join(root, "place"), async () => true);

describe("publish", () => {
  it("believes a rename that a network disk did and then denied", async () => {
    const actual = rename;
    renameOnce(async (from, to) => {
      await actual(from, to);
      throw gone();
    });
    await published();
    expect(await readdir(join(root, "place"))).toEqual(["step.json"]);
  });

  it("does not believe one after which nothing is there", async () => {
    renameOnce(async () => {
      throw gone();
    });
    await expect(published()).rejects.toThrow("gone");
  });
});
