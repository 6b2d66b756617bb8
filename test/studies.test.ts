// The studies over the zoo are planned whole: tasks drawn, models found, every step laid out.
// Nothing is trained.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { main } from "../packages/cli/src/main.js";
import { fakeStream } from "../packages/cli/test/fake-io.js";
import { scratchFolder } from "./scratch.js";

const cwd = scratchFolder("studies");

async function w2s(...args: string[]) {
  const [stdout, stderr] = [fakeStream(), fakeStream()];
  const env = { W2S_STORE: join(cwd, "store"), HF_HUB_OFFLINE: "1" };
  const code = await main(args, { stdout, stderr, cwd, env });
  return { code, out: stdout.text, err: stderr.text };
}

describe("studies over the zoo", () => {
  it("are planned without a download: the demo", async () => {
    expect(await w2s("demo", "--dry-run")).toMatchObject({
      code: 0,
      err: "",
      out: expect.stringMatching(/^plan {6}\d+ trials, \d+ steps: 0 cached, \d+ to run\n/),
    });
  });

  const course = fileURLToPath(new URL("../studies/course", import.meta.url));
  it.each(readdirSync(course).filter((name) => name.endsWith(".study.ts")))(
    "are planned without a download: %s",
    async (name) => {
      expect(await w2s("run", join(course, name), "--dry-run")).toMatchObject({
        code: 0,
        err: "",
        out: expect.stringContaining(" 0 cached, "),
      });
    },
  );
});
