// The guard of test/temp-folder.ts, tried.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { removeFolders, scratchFolder } from "./scratch.js";
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

describe("a test's own folder", () => {
  const sleeping = (seconds: number) => {
    const cwd = scratchFolder("asleep");
    spawn("sleep", [String(seconds)], { cwd, stdio: "ignore" });
    return cwd;
  };

  it("is removed once a process in it has ended", () => {
    const folder = sleeping(0.3);
    removeFolders([folder]);
    expect(existsSync(folder)).toBe(false);
  });

  it.skipIf(process.platform !== "linux")("names a process that outlives its test", () => {
    const folder = sleeping(30);
    expect(() => removeFolders([folder], 200)).toThrow("outlive their test: sleep 30");
    expect(existsSync(folder)).toBe(false);
    expect(() => removeFolders([folder], 0)).not.toThrow();
  });
});
