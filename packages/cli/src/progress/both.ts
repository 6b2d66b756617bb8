// One run, two listeners.

import type { RunReporter } from "./run-reporter.js";

/** Tells both of everything, the first one first. */
export function both(one: RunReporter, other: RunReporter): RunReporter {
  const isHeard = one.evaluated ?? other.evaluated;
  return {
    ...(isHeard && {
      evaluated(evaluation) {
        one.evaluated?.(evaluation);
        other.evaluated?.(evaluation);
      },
    }),
    plan(summary) {
      one.plan(summary);
      other.plan(summary);
    },
    begin(work) {
      one.begin(work);
      other.begin(work);
    },
    progress(done, loss) {
      one.progress(done, loss);
      other.progress(done, loss);
    },
    end(work, durationMs) {
      one.end(work, durationMs);
      other.end(work, durationMs);
    },
    warn(message) {
      one.warn(message);
      other.warn(message);
    },
    note(message) {
      one.note(message);
      other.note(message);
    },
    close() {
      one.close();
      other.close();
    },
  };
}
