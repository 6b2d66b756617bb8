// What a bench is: our code and a peer do the same work in turn, and the medians are compared.

import type { Interleave } from "./harness/interleave.js";
import type { Peer } from "./harness/peer.js";

export { BenchError } from "./bench-error.js";

export interface Bench {
  readonly name: string;
  /** One line for `--list`. */
  readonly summary: string;
  /** What the ratio, and more where it says so, must be. One line. */
  readonly requirement: string;
  /** Why the bench cannot run here, in one line; undefined when it can. */
  readonly missing?: (choice: Choice) => string | undefined;
  readonly run: (context: Context) => Promise<Result>;
}

/** What the command line chose for a bench. */
export interface Choice {
  /** Name of a model's folder; undefined: the bench's own choice. */
  readonly model?: string | undefined;
}

export interface Context extends Choice {
  /** A folder for the run's data, removed afterwards. */
  readonly folder: string;
  /** Prints a line for a reader. */
  readonly say: (line: string) => void;
  /** Runs both sides in turn. */
  readonly interleave: Interleave;
  /** Starts the Python peer `peers/NAME.py` with a JSON argument; it ends with the run. */
  readonly peer: (name: string, setup: object) => Promise<Peer>;
  /**
   * Starts the Node peer `peers/NAME.mjs` likewise, with the packages that `peers/package.json`
   * names.
   */
  readonly nodePeer: (name: string, setup: object) => Promise<Peer>;
  /** Runs the child `children/NAME.js` in a fresh Node process; gives the JSON it prints. */
  readonly child: <T>(name: string, setup: object) => Promise<T>;
}

export interface Result {
  /** Median of ours, in `unit`. */
  readonly ours: number;
  readonly peer: number;
  readonly unit: string;
  /** How many times better ours is; above 1 we win. */
  readonly ratio: number;
  /** Whether `requirement` is met. */
  readonly met: boolean;
}
