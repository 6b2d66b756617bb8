import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../test/scratch.js";
import { assertFolderFree } from "./replaceable-folder.js";

const root = scratchFolder("replaceable");

describe("assertFolderFree", () => {
  it("refuses the current folder, the home folder, what holds them, and a file", () => {
    const cwd = join(root, "project", "deep");
    mkdirSync(cwd, { recursive: true });
    for (const [place, held] of [
      [".", cwd],
      ["..", cwd],
      [root, cwd],
      ["/", cwd],
      [homedir(), homedir()],
    ] as const) {
      expect(() => assertFolderFree(place, { overwrite: true, cwd })).toThrow(
        `${place}: must be a folder of its own, got one that holds ${held}`,
      );
    }
    writeFileSync(join(root, "file"), "");
    expect(() => assertFolderFree(join(root, "file"), { overwrite: true })).toThrow(
      "a file lies there; name another folder",
    );
  });
});
