import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";

const door = new URL("../../dist/index.js", import.meta.url).href;

describe("nodeRuntime", () => {
  it("has the runtime report nothing: no identity is written, nothing is looked up", () => {
    const folder = scratchFolder("telemetry");
    const script = `
      const { add, compile, input, nodeRuntime } = await import(${JSON.stringify(door)});
      const a = input("float32", ["n"]);
      const program = await nodeRuntime.load(compile({ a }, ({ a }) => ({ sum: add(a, a) })));
      await program.release();`;
    const { ORT_DISABLE_TELEMETRY: _, ...env } = process.env;
    execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      env: { ...env, TMPDIR: folder, TEMP: folder, TMP: folder },
    });
    // With telemetry on, ".ses" and "mat-debug-PID.log" lie here before the process ends.
    expect(readdirSync(folder)).toEqual([]);
  });
});
