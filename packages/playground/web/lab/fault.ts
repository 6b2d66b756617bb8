// What went wrong in the worker, as the one line that the page shows.

import { InputError } from "@w2s/base";
import type { Fault } from "./protocol.js";

/** How ONNX Runtime and browsers say that memory ran out. */
const noMemory = /bad_alloc|out of memory|could not allocate|allocation failed|Aborted\(OOM\)/i;

/** What a reader can do about it. */
export const lessMemory =
  "close other tabs, or choose fewer examples, fewer seeds or smaller models";

/** The rest of what is not the reader's own is for the console. */
export function faultOf(error: unknown): Fault {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof InputError) return { message: lineOf(message), ours: false, isSpent: false };
  console.warn(error);
  if (noMemory.test(message)) {
    return {
      message: `this browser has no memory left for the page: ${lessMemory}`,
      ours: false,
      isSpent: true,
    };
  }
  return { message: lineOf(message), ours: true, isSpent: false };
}

const lineOf = (message: string): string => message.split("\n")[0]!.slice(0, 300);
