// What is the same however passes are handed out: who hears of it, the status, and how it ends.

import type { Reporter } from "@w2s/lab";
import type { StatusKeeper } from "../status/status.js";
import type { Board } from "./board.js";
import { assertAllDone } from "./ending.js";

/** A run's passes while they are handed out. */
export interface HandedOut {
  readonly board: Board;
  readonly status: StatusKeeper;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** How often a pass is tried. */
  readonly tries: number;
  /** What a listener sees of it: "passes in 2 processes". */
  readonly label: string;
}

/**
 * Tells of the passes, lets `work` have them done, then `leave` whatever came of it.
 * @throws what `work` throws; RunError where passes failed
 */
export async function handOut(
  { board, status, reporter, signal, tries, label }: HandedOut,
  work: () => Promise<void>,
  leave: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const total = board.passes.reduce((sum, { steps }) => sum + steps.length, 0);
  const passes = { kind: "passes", label, unit: "steps", total };
  const started = performance.now();
  reporter.begin(passes);
  await status.begin().catch(() => undefined);
  try {
    await work();
    assertAllDone(board, tries);
    await status.end("done");
    reporter.end(passes, performance.now() - started);
  } catch (error) {
    await status.end(signal.aborted ? "interrupted" : "failed");
    throw error;
  } finally {
    await leave();
  }
}

/** Does something when a signal aborts, now where it has; gives what takes that back. */
export function onAbort(signal: AbortSignal, stop: (reason: unknown) => void): () => void {
  const heard = () => stop(signal.reason);
  signal.addEventListener("abort", heard);
  if (signal.aborted) heard();
  return () => signal.removeEventListener("abort", heard);
}
