import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { assertFolderFree } from "./replaceable-folder.js";

const root = mkdtempSync(join(tmpdir(), "w2s-replaceable-"));
afterAll(() => rmSync(root, { recursive: true }));

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
