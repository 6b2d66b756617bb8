// The guard of test/temp-folder.ts, tried.

import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { scratchFolder } from "./scratch.js";
import setup, { leftBehind } from "./temp-folder.js";

const before = { ...process.env };
function restore(): void {
  for (const name of ["TMPDIR", "TEMP", "TMP"]) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
}
afterEach(() => {
  vi.restoreAllMocks();
  restore();
});

describe("a run's temporary folder", () => {
  it("is where tests write", () => {
    expect(basename(tmpdir())).toMatch(/^w2s-tests-/);
    expect(scratchFolder("one").startsWith(join(tmpdir(), "w2s-one-"))).toBe(true);
  });

  it("fails the run for what is left in it, and takes that away", () => {
    const { exitCode } = process;
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const look = setup();
    mkdirSync(join(tmpdir(), "w2s-lost"));
    look();
    const failed = process.exitCode;
    process.exitCode = exitCode;
    expect(failed).toBe(1);
    expect(said).toHaveBeenCalledWith(leftBehind(["w2s-lost"]));
    said.mockClear();
    restore();
    setup()();
    expect([process.exitCode, said.mock.calls.length]).toEqual([exitCode, 0]);
  });
});
