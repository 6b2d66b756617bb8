// A run of the tests has a temporary folder of its own, for tests and for what they start. Whatever
// still lies in it at the end was left behind, by a test or by what it tests, and the run fails.

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Sets it for all workers. Gives what looks at it afterwards. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "w2s-tests-"));
  // What os.tmpdir() reads, on POSIX and on Windows.
  for (const name of ["TMPDIR", "TEMP", "TMP"]) process.env[name] = folder;
  // Some tests load ONNX Runtime themselves: packages/grad/src/runtime/no-telemetry.ts.
  process.env.ORT_DISABLE_TELEMETRY = "1";
  return () => {
    const left = readdirSync(folder);
    rmSync(folder, { recursive: true, force: true });
    if (left.length === 0) return;
    console.error(leftBehind(left));
    process.exitCode = 1; // What a teardown throws is printed, and the run passes.
  };
}

/** One line that names what was left. */
export function leftBehind(names: readonly string[]): string {
  return (
    `tests left ${names.length} in the temporary folder: ${[...names].sort().join(", ")}; ` +
    "use scratchFolder of test/scratch.ts"
  );
}
