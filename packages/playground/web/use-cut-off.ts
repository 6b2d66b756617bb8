// Whether the browser ended the page while it ran, as one without memory does, without a word: what
// is under way stands in the tab's own storage until it is done or the page is left.

import { useEffect, useState } from "react";
import { toHash } from "../src/settings.js";
import { isUnderWay, type Running } from "./use-lab.js";

const key = "w2s-playground-under-way";

/** The address of the run that was cut off; null: none was, or it is to be tried again. */
export function useCutOff(running: Running | undefined): {
  readonly cutOff: string | null;
  readonly tryAgain: () => void;
} {
  const [cutOff, setCutOff] = useState(leftBefore);
  const underWay = running && isUnderWay(running) ? toHash(running.settings) : null;
  useEffect(() => note(underWay), [underWay]);
  useEffect(() => {
    const forget = () => note(null);
    addEventListener("pagehide", forget);
    return () => removeEventListener("pagehide", forget);
  }, []);
  return { cutOff, tryAgain: () => setCutOff(null) };
}

/** What was under way, if the page was loaded again; a copy of a tab has its storage, too. */
function leftBefore(): string | null {
  const [navigation] = performance.getEntriesByType("navigation");
  const isReload = (navigation as PerformanceNavigationTiming | undefined)?.type === "reload";
  return isReload ? withStorage((storage) => storage.getItem(key)) : null;
}

function note(underWay: string | null): void {
  withStorage((storage) =>
    underWay === null ? storage.removeItem(key) : storage.setItem(key, underWay),
  );
}

/** A browser may forbid its storage. */
function withStorage<T>(use: (storage: Storage) => T): T | null {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}
