// How a worker holds its passes.

const stalledMs = 5000;

/** BullMQ's options, the same for every server. */
export const leases = (lockDuration: number, tries: number) => ({
  autorun: false,
  lockDuration,
  maxStalledCount: tries - 1,
  stalledInterval: stalledMs,
});
