// A run's state as it goes: its events over one connection, folded as the server folds them, and
// what is said of its workers. The connection is let go while nobody looks, and resumed by the last
// event's id.

import { useEffect, useState } from "react";
import { after, type LiveEvent, type RunState, silent } from "../../src/live/run-state.js";
import type { WorkersSaid } from "../../src/live/workers.js";

/** A run that is followed. */
export interface Live {
  readonly state: RunState;
  /** Null where the run has none. */
  readonly workers: WorkersSaid | null;
  /** Whether the server is heard. */
  readonly isConnected: boolean;
}

/** Follows the run at an address while the page is looked at. */
export function useLive(address: string): Live {
  const [live, setLive] = useState<Live>({ state: silent, workers: null, isConnected: false });
  useEffect(() => {
    let source: EventSource | undefined;
    let last = "";
    const open = () => {
      if (source !== undefined || document.visibilityState === "hidden") return;
      source = new EventSource(`${address}/events?after=${encodeURIComponent(last)}`);
      source.addEventListener("open", () => setLive((was) => ({ ...was, isConnected: true })));
      source.addEventListener("error", () => setLive((was) => ({ ...was, isConnected: false })));
      source.addEventListener("reset", () => setLive((was) => ({ ...was, state: silent })));
      source.addEventListener("events", ({ data, lastEventId }) => {
        last = lastEventId;
        const events: readonly LiveEvent[] = JSON.parse(data);
        setLive((was) => ({ ...was, state: events.reduce(after, was.state) }));
      });
      source.addEventListener("workers", ({ data }) => {
        const workers: WorkersSaid | null = JSON.parse(data);
        setLive((was) => ({ ...was, workers }));
      });
    };
    const close = () => {
      source?.close();
      source = undefined;
    };
    const look = () => (document.visibilityState === "hidden" ? close() : open());
    open();
    document.addEventListener("visibilitychange", look);
    return () => {
      close();
      document.removeEventListener("visibilitychange", look);
    };
  }, [address]);
  return live;
}
