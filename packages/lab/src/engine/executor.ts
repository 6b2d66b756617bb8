// Executors: who runs what a plan still needs. This process where nobody else is given (here.ts);
// @w2s/cluster hands passes to other processes and machines.

import type { Device, Runtime } from "@w2s/grad";
import type { Reporter } from "../reporter.js";
import type { Store } from "../store/index.js";
import type { Ledger } from "./ledger.js";
import type { Wave } from "./needed.js";

/** Where steps run, and who hears of it. */
export interface RunOptions {
  readonly store: Store;
  readonly reporter: Reporter;
  /** What programs run on: one of the plan's device; default: that device, when work is to do. */
  readonly runtime?: Runtime;
  /** Who runs steps; default: this process. */
  readonly executor?: Executor;
  /** When aborted, the run stops at the next safe point and rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Counts, and bounds, what services are asked; default: one without a bound. */
  readonly ledger?: Ledger;
}

/** What steps are computed with. */
export interface Machine {
  readonly threads: number;
  readonly device: Device;
}

/** Runs what is needed, whoever computes it. */
export interface Executor {
  /**
   * Waves of steps, inputs before users: all of their results are in the store when it resolves.
   * @throws MissingStep when a result that was there is not any more
   */
  run(waves: readonly Wave[]): Promise<void>;
}
