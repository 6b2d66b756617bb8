// How often, and after which waits, a request is made again. The client's own strategy has one
// quota for all requests together, some 35 repetitions: with 32 of them under way a network that is
// cut for a second used it up, and whatever failed from then on was given up at once.

import { setTimeout } from "node:timers/promises";
import type { S3ClientConfig } from "@aws-sdk/client-s3";

type Strategy = Extract<
  NonNullable<S3ClientConfig["retryStrategy"]>,
  { refreshRetryTokenForRetry: unknown }
>;
type Token = Awaited<ReturnType<Strategy["acquireInitialRetryToken"]>>;

const longestMs = 20_000;
/** So much longer it is waited where a server asks for that. */
const longerMs = 5_000;

/**
 * Makes every request by itself up to `attempts` times, where the connection broke, or the server
 * failed or was too busy: of ten attempts the last one is made after 23 s at least.
 */
export function askingAgain(attempts: number): Strategy {
  return {
    acquireInitialRetryToken: async () => token(0),
    async refreshRetryTokenForRetry(last, { errorType, retryAfterHint }) {
      const count = last.getRetryCount();
      const mayPass = errorType === "TRANSIENT" || errorType === "THROTTLING";
      if (!mayPass || count + 1 >= attempts) throw new Error("it is not asked again");
      const ms = waitMs(count, errorType === "THROTTLING", Math.random());
      const asked = retryAfterHint === undefined ? 0 : retryAfterHint.getTime() - Date.now();
      await setTimeout(Math.max(ms, Math.min(asked, ms + longerMs)));
      return token(count + 1);
    },
    recordSuccess: () => undefined,
  };
}

/**
 * The wait after so many repetitions, from 0, in ms: 100 ms, or 1 s where the server is too busy,
 * doubled by each, at most 20 s; from half of that to the whole by `chance` in [0, 1], which parts
 * requests that failed together.
 */
export function waitMs(repetitions: number, isBusy: boolean, chance: number): number {
  const first = isBusy ? 1_000 : 100;
  return Math.min(longestMs, first * 2 ** repetitions) * (0.5 + chance / 2);
}

/** Its wait has passed when the client hears of it. */
const token = (count: number): Token => ({
  getRetryCount: () => count,
  getRetryDelay: () => 0,
});
