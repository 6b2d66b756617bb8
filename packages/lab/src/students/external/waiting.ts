// A command has no timeout unless it is given one: it is said now and then that it still runs.

import { minute, roughly } from "@w2s/base";

/** What a line says of a command that is waited for. */
export interface CommandWait {
  /** What messages call it. */
  readonly name: string;
  readonly program: string;
  readonly log: string;
  readonly timeoutMs: number | undefined;
}

const firstMs = 600_000;
/** Timers take no more. */
export const longestMs = 2 ** 31 - 1;

/**
 * Says that a command still runs, after 10 minutes and whenever that has doubled.
 * @returns what ends it
 */
export function sayWaiting(waiting: CommandWait, say: (line: string) => void): () => void {
  const since = minute(new Date());
  let timer: NodeJS.Timeout | undefined;
  const next = (afterMs: number, pastMs: number) => {
    timer = setTimeout(
      () => {
        say(lineOf(waiting, since, afterMs));
        next(2 * afterMs, afterMs);
      },
      Math.min(afterMs - pastMs, longestMs),
    );
  };
  next(firstMs, 0);
  return () => clearTimeout(timer);
}

function lineOf({ name, program, log, timeoutMs }: CommandWait, since: string, ms: number): string {
  const until =
    timeoutMs === undefined ? "no timeout ends it" : `its timeout is ${timeoutMs / 1000} s`;
  const how = `since ${since} (${roughly(ms)}); ${until}; its log is ${log}`;
  return `${name}: ${program} still runs, ${how}`;
}
