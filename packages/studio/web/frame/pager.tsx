// Back and on through pages whose beginnings are known only as one comes to them.

import type { ReactNode } from "react";

interface PagerProps {
  /** Where the pages so far begin, the present one last. */
  readonly starts: readonly number[];
  /** Where the next one begins; null: there is none, or not yet. */
  readonly next: number | null;
  readonly turn: (starts: readonly number[]) => void;
  /** What stands between the two buttons. */
  readonly children?: ReactNode;
}

export function Pager({ starts, next, turn, children }: PagerProps) {
  return (
    <p className="pager">
      <button
        type="button"
        disabled={starts.length === 1}
        onClick={() => turn(starts.slice(0, -1))}
      >
        Back
      </button>
      {children}
      <button type="button" disabled={next === null} onClick={() => turn([...starts, next!])}>
        Next
      </button>
    </p>
  );
}
