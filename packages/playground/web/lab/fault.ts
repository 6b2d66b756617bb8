// What went wrong in the worker, as the one line that the page shows.

import { InputError } from "@w2s/base";

/** A line, and whether the fault is the page's own. */
export interface Fault {
  readonly message: string;
  readonly ours: boolean;
}

/** How ONNX Runtime and browsers say that memory ran out. */
const noMemory = /bad_alloc|out of memory|could not allocate|allocation failed/i;

/** The rest of what is not the reader's own is for the console. */
export function faultOf(error: unknown): Fault {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof InputError) return { message: lineOf(message), ours: false };
  console.warn(error);
  if (noMemory.test(message)) {
    const advice = "choose fewer examples, fewer seeds or smaller models, and reload the page";
    return { message: `this browser has no memory left for the page: ${advice}`, ours: false };
  }
  return { message: lineOf(message), ours: true };
}

const lineOf = (message: string): string => message.split("\n")[0]!.slice(0, 300);
