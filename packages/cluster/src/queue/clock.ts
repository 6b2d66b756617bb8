// Leases go by clocks: one that is wrong is refused.

import { InputError } from "@w2s/base";

/** How far this machine's clock may be from the server's. */
const mostAsideMs = 5000;

/**
 * BullMQ writes leases and delays by its caller's clock: one that is wrong would take work from
 * others, or leave it lying.
 * @param ask gives the server's time, in ms since the epoch
 * @throws InputError when this machine's clock is too far from it
 */
export async function assertClock(shown: string, ask: () => Promise<number>): Promise<void> {
  const before = Date.now();
  const there = await ask();
  const after = Date.now();
  const [ahead, behind] = [before - there, there - after];
  if (Math.max(ahead, behind) < mostAsideMs) return;
  const seconds = Math.round(Math.max(ahead, behind) / 1000);
  throw new InputError(
    `queue ${shown}: this machine's clock is ${seconds} s ${ahead > 0 ? "ahead of" : "behind"} ` +
      "the server's, which leases go by; set it right",
  );
}
