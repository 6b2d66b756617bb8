// Results of this visit, by their settings, so that one can climb the ladder and look back.

import { useEffect, useState } from "react";
import { toHash } from "../src/settings.js";
import type { Running } from "./use-lab.js";

/** Finished runs by their address. */
export type Rungs = ReadonlyMap<string, Running>;

export function useRungs(running: Running | undefined): Rungs {
  const [rungs, setRungs] = useState<Rungs>(new Map());
  useEffect(() => {
    if (running?.phase !== "done") return;
    setRungs((known) => new Map(known).set(toHash(running.settings), running));
  }, [running]);
  return rungs;
}
