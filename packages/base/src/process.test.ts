import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { hostLabel, isAlive } from "./process.js";

describe("isAlive", () => {
  it("is true of this process and false of one that has ended", () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    expect([isAlive(process.pid), isAlive(pid)]).toEqual([true, false]);
  });

  it("is false of what is no process's number", () => {
    expect([0, -1, 1.5, Number.NaN].map(isAlive)).toEqual([false, false, false, false]);
  });
});

describe("hostLabel", () => {
  it("holds nothing that a file's name could not", () => {
    expect(hostLabel()).toMatch(/^[A-Za-z0-9.-]+$/);
  });
});
