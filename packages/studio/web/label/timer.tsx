// How long an item has been shown, and what is left where there is a limit.

import { useEffect, useRef, useState } from "react";

/** A clock that begins anew with every item. */
export function useClock(item: unknown): () => number {
  const start = useRef(performance.now());
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins with the item
  useEffect(() => {
    start.current = performance.now();
  }, [item]);
  return () => Math.round(performance.now() - start.current);
}

interface TimerProps {
  readonly elapsed: () => number;
  readonly limitSeconds: number | null;
  /** Hears once that the time is over. */
  readonly onOver: () => void;
}

/** Seconds of the item; make it anew for each. */
export function Timer({ elapsed, limitSeconds, onOver }: TimerProps) {
  const [seconds, setSeconds] = useState(0);
  const over = useRef(onOver);
  over.current = onOver;
  useEffect(() => {
    const tick = setInterval(() => {
      const ms = elapsed();
      setSeconds(Math.floor(ms / 1000));
      if (limitSeconds === null || ms < limitSeconds * 1000) return;
      clearInterval(tick);
      over.current();
    }, 200);
    return () => clearInterval(tick);
  }, [elapsed, limitSeconds]);
  const left = limitSeconds === null ? null : Math.max(0, Math.ceil(limitSeconds) - seconds);
  return (
    <span className={left !== null && left <= 5 ? "timer short" : "timer"} role="timer">
      {left === null ? `${seconds} s` : `${left} s left`}
    </span>
  );
}
