// Short soaks; `npm run soak -- --minutes 10` is a long one. Slurm's is apart, so that its name says
// where it is skipped: CI starts a cluster of one node (.ci/run).

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../scratch.js";
import { parties } from "./parties.js";

const script = fileURLToPath(new URL("soak.ts", import.meta.url));

/** What a soak says at its end. */
function soak(executors: string, ...given: string[]): string {
  const args = ["--import", "jiti/register", script, "--executors", executors].concat(given, [
    "--dir",
    scratchFolder("soak"),
  ]);
  return execFileSync(process.execPath, args, {
    ...{ encoding: "utf8", timeout: 190_000 },
    env: { ...process.env, JITI_FS_CACHE: "false" }, // Nothing stays in the temporary folder.
  });
}

describe("soak", () => {
  it("loses and changes nothing in half a minute of kills", () => {
    const said = soak("workers,redis,postgres", "--minutes", "0.5", "--storm", "8");
    expect(said).toMatch(/all: [1-9]\d* kills.* 0 wrong, 0 lost/);
  }, 200_000);

  it.skipIf(!parties.slurm!.isHere())(
    "nor by Slurm, whose controller and jobs end too",
    () => {
      const said = soak("slurm", "--minutes", "0.3", "--storm", "15", "--every", "0.4");
      expect(said).toMatch(/slurm: [1-9]\d* kills.* in [1-9]\d* runs: 0 wrong, 0 lost/);
    },
    200_000,
  );
});
