// Before a command: can the runtime that all computing needs be loaded? An install that was cut
// short leaves its package without its library, and Node's own message helps nobody.

import { createRequire } from "node:module";
import { oneLine } from "./exit.js";
import { RunError } from "./results/write-error.js";

/** @throws RunError in one line that says what to do when onnxruntime-node cannot be loaded. */
export function assertRuntimeLoads(load: () => unknown = loadRuntime): void {
  try {
    load();
  } catch (cause) {
    const { message } = cause as Error;
    const reason = oneLine(message.split("\nRequire stack:")[0]!).slice(0, 200);
    throw new RunError(
      `onnxruntime-node cannot be loaded on ${process.platform} ${process.arch}: ${reason}; ` +
        `where ` +
        "its install step failed, set ONNXRUNTIME_NODE_INSTALL=skip in the environment (no GPU " +
        "libraries are downloaded then), remove node_modules and install again",
      { cause },
    );
  }
}

/** As the package that runs programs sees it. */
function loadRuntime(): unknown {
  const grad = createRequire(import.meta.url).resolve("@w2s/grad/package.json");
  return createRequire(grad)("onnxruntime-node");
}
