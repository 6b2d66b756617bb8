import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { hostLabel, isAlive } from "./process.js";

describe("isAlive", () => {
  it("is true of this process and false of one that has ended", () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    expect([isAlive(process.pid), isAlive(pid)]).toEqual([true, false]);
  });

  it.runIf(process.platform === "linux")("is false of one that nobody asked about", async () => {
    // A sleep that was a shell has a child that it knows nothing of.
    const parent = spawn("sh", ["-c", "sleep 1 & echo $!; exec sleep 60"]);
    try {
      const pid = Number(String((await once(parent.stdout, "data"))[0]));
      expect(isAlive(pid)).toBe(true);
      await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 20_000);
      expect(process.kill(pid, 0)).toBe(true);
    } finally {
      parent.kill();
    }
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
