// Results of this visit, by their settings, so that one can climb the ladder and look back.

import { useEffect, useState } from "react";
import { toHash } from "../src/settings.js";
import type { Found } from "./lab/protocol.js";
import type { Running } from "./use-lab.js";

/** Finished runs by their address. */
export type Rungs = ReadonlyMap<string, Running>;

/** All finished runs, and what the one that finished last has found. */
export function useRungs(running: Running | undefined): {
  readonly rungs: Rungs;
  readonly latest: Found | undefined;
} {
  const [rungs, setRungs] = useState<Rungs>(new Map());
  const [latest, setLatest] = useState<Found>();
  useEffect(() => {
    if (running?.phase !== "done") return;
    setRungs((known) => new Map(known).set(toHash(running.settings), running));
    setLatest(running.found);
  }, [running]);
  return { rungs, latest };
}
