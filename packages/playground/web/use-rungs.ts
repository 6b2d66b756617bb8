// Results of this visit, by their settings, so that one can climb the ladder and look back.

import { useEffect, useState } from "react";
import { toHash } from "../src/settings.js";
import type { Found } from "./lab/protocol.js";
import type { Running } from "./use-lab.js";

/** Finished runs by their address. */
export type Rungs = ReadonlyMap<string, Running>;

/** What a finished run has found, and of what. */
export type Shown = Pick<Running, "settings"> & { readonly found: Found };

/** What a run has found, once it has. */
export const shownOf = (running: Running | undefined): Shown | undefined =>
  running?.found && { settings: running.settings, found: running.found };

/** All finished runs, and the one that finished last. */
export function useRungs(running: Running | undefined): {
  readonly rungs: Rungs;
  readonly latest: Running | undefined;
} {
  const [rungs, setRungs] = useState<Rungs>(new Map());
  const [latest, setLatest] = useState<Running>();
  useEffect(() => {
    if (running?.phase !== "done") return;
    setRungs((known) => new Map(known).set(toHash(running.settings), running));
    setLatest(running);
  }, [running]);
  return { rungs, latest };
}
