// Ctrl-C: the first asks the work to stop after its current step, the second quits at once.

import type { Interruptible, Output } from "./io.js";

/**
 * Listens for SIGINT while work runs. The listener goes away with the first signal, so that the
 * second is the system's to handle: it ends the process even while native code keeps JavaScript
 * from running. A second one that came before we could hear the first is done as the system would.
 * Nothing is lost by that, nor by SIGTERM or kill -9: the store is whole at any moment, and no
 * terminal state was changed.
 */
export function interruptible(stderr: Output): Interruptible {
  return async (work) => {
    const controller = new AbortController();
    const stopListening = () => process.off("SIGINT", onInterrupt);
    const onInterrupt = () => {
      if (controller.signal.aborted) {
        stopListening();
        process.kill(process.pid, "SIGINT");
        return;
      }
      stderr.write(
        `${stderr.isTTY ? "\n" : ""}stopping after the current step; Ctrl-C again quits at once\n`,
      );
      controller.abort();
      setImmediate(stopListening); // After those that wait already.
    };
    process.on("SIGINT", onInterrupt);
    try {
      return await work(controller.signal);
    } finally {
      stopListening();
    }
  };
}

/** Whether the error is the interrupt itself, not one that came after it for another reason. */
export function isInterrupt(error: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted) return false;
  for (let at = error; at !== undefined; at = at instanceof Error ? at.cause : undefined) {
    if (at === signal.reason) return true;
  }
  return false;
}
