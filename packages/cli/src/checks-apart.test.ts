import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../test/scratch.js";
import { checksApart } from "./checks-apart.js";

async function script(text: string): Promise<string> {
  const path = join(scratchFolder("checks"), "checks.mjs");
  await writeFile(path, text);
  return path;
}

describe("checksApart", () => {
  it("tells what was found, and nothing that a driver wrote", async () => {
    const checks = [{ name: "webgpu", ok: null, detail: "no adapter" }];
    const found = await checksApart(
      await script(
        'console.error("Warning: Couldn\'t load Vulkan"); console.log("a driver"); ' +
          `console.log(${JSON.stringify(JSON.stringify(checks))});`,
      ),
    );
    expect(found).toEqual(checks);
  });

  it("says how the process ended where it did so early", async () => {
    const crash = "process.stderr.write('driver\\nlost\\n', () => process.kill(process.pid, 9));";
    expect(await checksApart(await script(`${crash} setInterval(() => 0, 1000);`))).toEqual([
      {
        name: "onnxruntime",
        ok: false,
        detail: "trying devices ended its process by SIGKILL: driver lost",
      },
    ]);
  });
});
