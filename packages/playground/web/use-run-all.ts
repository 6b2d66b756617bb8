// All supervisors, one after the other.

import { useEffect, useState } from "react";
import type { Settings, Width } from "../src/settings.js";
import { isUnderWay, type Running } from "./use-lab.js";

interface Lab {
  readonly settings: Settings;
  /** What came of these settings, or how far they are. */
  readonly current: Running | undefined;
  readonly run: (settings: Settings) => void;
  readonly choose: (chosen: Partial<Settings>) => void;
}

export function useRunAll({ settings, current, run, choose }: Lab) {
  /** Supervisors that are still to be run, when all are. */
  const [left, setLeft] = useState<readonly Width[]>([]);
  useEffect(() => {
    const [next, ...rest] = left;
    const { phase } = current ?? {};
    if (next === undefined || phase === undefined) return;
    if (phase === "fault" || phase === "stopped") setLeft([]);
    if (phase !== "done") return;
    setLeft(rest);
    choose({ supervisor: next });
  }, [left, current, choose]);
  return {
    isRunningAll: left.length > 0,
    /** Those that are not run yet, and at last the one that is chosen. */
    runAll(supervisors: readonly Width[]) {
      const all = [...supervisors, settings.supervisor];
      if (current && isUnderWay(current)) return setLeft(all);
      setLeft(all.slice(1));
      if (all[0] === settings.supervisor) run(settings);
      else choose({ supervisor: all[0]! });
    },
    /** Something else is chosen. */
    runNoMore: () => setLeft([]),
  };
}
