// Ctrl-C: the first asks the work to stop after its current step, the second quits at once.

import type { Interruptible, Output } from "./io.js";

/**
 * Listens for SIGINT while work runs. The listener goes away with the first signal, so that the
 * second is the system's to handle: it ends the process even while native code keeps JavaScript
 * from running. Nothing is lost by that, nor by SIGTERM or kill -9: the store is whole at any
 * moment, and no terminal state was changed.
 */
export function interruptible(stderr: Output): Interruptible {
  return async (work) => {
    const controller = new AbortController();
    const onInterrupt = () => {
      stderr.write(
        `${stderr.isTTY ? "\n" : ""}stopping after the current step; Ctrl-C again quits at once\n`,
      );
      controller.abort();
    };
    process.once("SIGINT", onInterrupt);
    try {
      return await work(controller.signal);
    } finally {
      process.off("SIGINT", onInterrupt);
    }
  };
}
