import { describe, expect, it } from "vitest";
import { availableBytes, processBytes, processesThatFit } from "./memory.js";

const workers = (wanted: number, parameters: number, free: number) =>
  processesThatFit(`--workers ${wanted}`, wanted, processBytes(parameters), free);

describe("processesThatFit", () => {
  it("are all that were asked for where memory takes them", () => {
    expect(workers(4, 1e6, 16e9)).toEqual({ fit: 4 });
    expect(workers(2, 0, 1e9)).toEqual({ fit: 2 });
  });

  it("are fewer, at least one, and says so", () => {
    // 135 million parameters: 400 MB + 16 x 135 MB = 2.56 GB each.
    expect(workers(4, 135e6, 6e9)).toEqual({
      fit: 2,
      line: "--workers 4: 6.0 GB of memory are free and each may need 2.6 GB; running 2",
    });
    expect(workers(4, 135e6, 1e9).fit).toBe(1);
  });
});

describe("availableBytes", () => {
  const files =
    (more: Readonly<Record<string, string>> = {}) =>
    (path: string) => {
      const all = { "/proc/meminfo": "MemTotal: 64000 kB\nMemAvailable:   32000 kB\n", ...more };
      if (!(path in all)) throw new Error(`no ${path}`);
      return all[path as keyof typeof all];
    };
  const free = () => 7;
  const group = "/sys/fs/cgroup";

  it("are the system's where nothing limits them", () => {
    for (const limit of [0, 2 ** 64])
      expect(availableBytes({ read: files(), limit, free })).toBe(32_000 * 1024);
    const none = () => {
      throw new Error("no such file");
    };
    expect(availableBytes({ read: none, limit: 0, free })).toBe(7);
  });

  it.each([
    [`${group}/memory.current`, `${group}/memory.stat`, "inactive_file"],
    [`${group}/memory/memory.usage_in_bytes`, `${group}/memory/memory.stat`, "total_inactive_file"],
  ])("are a control group's where that has fewer: by %s", (used, stat, cold) => {
    const read = files({ [used]: "5000000\n", [stat]: `anon 1\n${cold} 2000000\nx 1\n` });
    // 10 MB may be had, of which 5 MB are used; 2 MB of those are files' and can be taken.
    expect(availableBytes({ read, limit: 10e6, free })).toBe(7e6);
    expect(availableBytes({ read, limit: 1e6, free })).toBe(0);
    expect(availableBytes({ read, limit: 1e12, free })).toBe(32_000 * 1024);
  });

  it("are without what this process has where nobody tells of the group", () => {
    const some = availableBytes({ read: files(), limit: 2 ** 45, free });
    expect(some).toBe(32_000 * 1024);
    expect(availableBytes({ read: files(), limit: 1, free })).toBe(0);
  });
});
