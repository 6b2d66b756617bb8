// Ctrl-C, and SIGTERM: the first asks the work to stop after its current step, the second quits at
// once.

import type { Interruptible, Output } from "./io.js";

const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Listens for SIGINT and SIGTERM while work runs. The listeners go with the first signal, so that
 * the second is the system's to handle: it ends the process even while native code keeps JavaScript
 * from running. A second one that came before we could hear the first is done as the system would.
 * Nothing is lost by that, nor by kill -9: the store is whole at any moment, and no terminal state
 * was changed.
 */
export function interruptible(stderr: Output): Interruptible {
  return async (work) => {
    const controller = new AbortController();
    const stopListening = () => {
      for (const signal of signals) process.off(signal, onInterrupt);
    };
    const onInterrupt = (signal: (typeof signals)[number]) => {
      if (controller.signal.aborted) {
        stopListening();
        process.kill(process.pid, signal);
        return;
      }
      const again = signal === "SIGINT" ? "Ctrl-C again" : "once more";
      const line = `stopping after the current step; ${again} quits at once\n`;
      stderr.write(stderr.isTTY ? `\n${line}` : line);
      controller.abort();
      setImmediate(stopListening); // After those that wait already.
    };
    for (const signal of signals) process.on(signal, onInterrupt);
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
