// What a keeper and its runner say to each other, over the channel of a forked process.

import type { Order } from "../order.js";

/** What a keeper asks. */
export type Asked =
  | { readonly is: "open"; readonly order: Order }
  | { readonly is: "run"; readonly pass: string; readonly steps: readonly string[] }
  | { readonly is: "stop" };

/** What a runner says. */
export type Said =
  | { readonly is: "ready" }
  /** It cannot plan the study; why, in one line, and whether that stays so on this machine. */
  | { readonly is: "refused"; readonly line: string; readonly isFinal: boolean }
  | { readonly is: "progress"; readonly label: string; readonly share: number }
  | { readonly is: "warning"; readonly line: string }
  | { readonly is: "done" }
  | { readonly is: "failed"; readonly line: string }
  /** A result that goes in is not there: the step's name. */
  | { readonly is: "gone"; readonly step: string };
