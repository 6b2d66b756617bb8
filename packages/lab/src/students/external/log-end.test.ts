import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { logEnd } from "./log-end.js";

describe("logEnd", () => {
  it("is the last bytes, from a whole character on, or all that there is", async () => {
    const path = join(scratchFolder("log-end"), "log.txt");
    await writeFile(path, "first\nzwei äé€");
    expect(await logEnd(path, 1000)).toBe("first\nzwei äé€");
    // € has three bytes, é and ä two.
    expect(await logEnd(path, 7)).toBe("äé€");
    expect(await logEnd(path, 6)).toBe("é€");
    expect(await logEnd(path, 2)).toBe("");
    expect(await logEnd(`${path}.none`, 7)).toBe("");
  });

  it("reads no more than that of a log that no string could hold", async () => {
    const path = join(scratchFolder("log-end"), "log.txt");
    await writeFile(path, "");
    await truncate(path, 2 ** 30); // Sparse: a gigabyte that takes no place.
    await writeFile(path, "out of memory\n", { flag: "a" });
    expect((await logEnd(path, 100)).replaceAll("\0", "")).toBe("out of memory\n");
  });
});
