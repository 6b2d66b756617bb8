// A short soak; `npm run soak -- --minutes 10` is a long one.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../scratch.js";

const script = fileURLToPath(new URL("soak.ts", import.meta.url));

describe("soak", () => {
  it("loses and changes nothing in half a minute of kills", () => {
    const args = ["--import", "jiti/register", script, "--minutes", "0.5", "--storm", "8"].concat([
      "--executors",
      "workers,redis,postgres",
      "--dir",
      scratchFolder("soak"),
    ]);
    const said = execFileSync(process.execPath, args, {
      ...{ encoding: "utf8", timeout: 190_000 },
      env: { ...process.env, JITI_FS_CACHE: "false" }, // Nothing stays in the temporary folder.
    });
    expect(said).toMatch(/all: [1-9]\d* kills.* 0 wrong, 0 lost/);
  }, 200_000);
});
