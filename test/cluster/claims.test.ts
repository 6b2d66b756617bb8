// Eight processes claim the same many small pieces of work: each is done once. 4,000 of them here;
// W2S_CLAIMS=100000 for more.

import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../scratch.js";

const script = fileURLToPath(new URL("claim-many.mjs", import.meta.url));
const count = Number(process.env.W2S_CLAIMS ?? 4000);
/** Some 3 ms a piece on two idle cores, ten times that on busy ones; then they are removed. */
const mostMs = 60_000 + 30 * count;

describe("claims of eight processes", () => {
  it(
    `give each of ${count} pieces of work to one of them`,
    async () => {
      const folder = scratchFolder("claims");
      const workers = Array.from({ length: 8 }, (_, i) =>
        spawn(process.execPath, [script, folder, String(count), `worker-${i}`], {
          stdio: ["ignore", "pipe", "inherit"],
        }),
      );
      const said = await Promise.all(workers.map(({ stdout }) => text(stdout)));
      const each = said.map((lines) =>
        lines
          .trim()
          .split("\n")
          .filter((line) => line !== ""),
      );
      const all = each.flat();
      expect(all).toHaveLength(count);
      expect(new Set(all).size).toBe(count);
      expect(each.filter((some) => some.length > 0).length).toBeGreaterThan(1);
      await rm(folder, { recursive: true }); // So many that a hook's time-out may not do.
    },
    mostMs,
  );
});
