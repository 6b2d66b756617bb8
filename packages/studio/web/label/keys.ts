// One key an answer: which key does what, and keys that are meant for nobody else.

import { useEffect, useRef } from "react";

/** How sure people say they are: a key, a name, and where between chance and certainty. */
export const sureness = [
  { key: "a", name: "a guess", share: 0 },
  { key: "s", name: "rather sure", share: 0.5 },
  { key: "d", name: "sure", share: 1 },
] as const;

/** Probability that an answer is right: from even chances to certainty. */
export const confidenceOf = (share: number, options: number): number =>
  1 / options + share * (1 - 1 / options);

/** Hears keys that no field, button combination or repetition is meant by. */
export function useKeys(onKey: (key: string) => boolean): void {
  const latest = useRef(onKey);
  latest.current = onKey;
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const isField = (event.target as HTMLElement).closest("input, select, textarea") !== null;
      if (isField || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      if (latest.current(event.key.toLowerCase())) event.preventDefault();
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, []);
}
