// What a queue's server refuses, in one line that names it.

import { lineOf, RunError } from "../errors.js";
import { isLost } from "./lost.js";
import type { QueueServer } from "./server.js";

/** What helps, by what Redis says. */
const help: readonly (readonly [said: RegExp, help: string])[] = [
  [/\bOOM\b/, "; it is out of memory: raise its maxmemory"],
  [/\bREADONLY\b/, "; it is a replica by now: name its primary"],
  [/\bWRONGTYPE\b/, "; something else is under its keys: give w2s a database of its own, as in /1"],
];

/**
 * The server, whose queues and workers say what it refuses in one line.
 * @param clean takes out of a line what the address keeps secret
 */
export function saying(server: QueueServer, clean: (line: string) => string): QueueServer {
  const told = (error: unknown): unknown => {
    if (isLost(error)) return error;
    const line = clean(lineOf(error)).replace(/\.? script: .*$/, "");
    const helps = help.find(([said]) => said.test(line))?.[1] ?? "";
    return new RunError(`queue ${server.shown}: refuses what it is asked (${line})${helps}`, {
      cause: error,
    });
  };
  return {
    ...server,
    queue: (name) => telling(server.queue(name), told),
    worker: (name, lockMs, tries) => telling(server.worker(name, lockMs, tries), told),
  };
}

/** The same, whose calls fail by what `told` makes of their errors. */
function telling<T extends object>(one: T, told: (error: unknown) => unknown): T {
  return new Proxy(one, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name);
      if (typeof value !== "function") return value;
      return async (...given: unknown[]) => {
        try {
          return await value.apply(of, given);
        } catch (error) {
          throw told(error);
        }
      };
    },
  });
}
