import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { publish } from "./publish.js";

vi.mock("node:fs/promises", { spy: true });

let root: string;
beforeEach(async () => {
  root = scratchFolder("publish");
  await mkdir(join(root, "made"));
  await writeFile(join(root, "made", "step.json"), "{}");
});
afterEach(() => void vi.restoreAllMocks());

const gone = () => Object.assign(new Error("gone"), { code: "ENOENT" });
const published = () => publish(join(root, "made"), join(root, "place"), async () => true);

describe("publish", () => {
  it("believes a rename that a network disk did and then denied", async () => {
    const actual = await vi.importActual<typeof import("node:fs/promises")>("node:fs/promises");
    vi.mocked(rename).mockImplementationOnce(async (from, to) => {
      await actual.rename(from, to);
      throw gone();
    });
    await published();
    expect(await readdir(join(root, "place"))).toEqual(["step.json"]);
  });

  it("does not believe one after which nothing is there", async () => {
    vi.mocked(rename).mockImplementationOnce(async () => {
      throw gone();
    });
    await expect(published()).rejects.toThrow("gone");
  });
});
