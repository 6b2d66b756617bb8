// A Python for tests, where there is one: W2S_PYTHON names it, else the benches' environment or
// python3 is tried.

import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
const pythons = [
  ...(process.env.W2S_PYTHON ? [process.env.W2S_PYTHON] : []),
  join(cache, "w2s/bench-venv/bin/python"),
  "python3",
];

/** A Python that can import all of these. */
export function pythonWith(...packages: readonly string[]): string | undefined {
  return pythons.find((python) => {
    try {
      execFileSync(python, ["-c", `import ${packages.join(", ")}`], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}
