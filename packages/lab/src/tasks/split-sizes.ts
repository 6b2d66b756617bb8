// How many examples are due to the two halves of a split: as the task's options say, or one half
// each.

import type { Splitting } from "./task.js";

/** Examples due to the halves of what test leaves. */
export interface DueSizes {
  readonly supervise: number;
  /** Transfer, and validation unless that has a source of its own. */
  readonly half: number;
  /** Whether the two are all that there is. */
  readonly isAll: boolean;
  /** Whether fewer are there than were asked for, so that both are smaller in proportion. */
  readonly isScaled: boolean;
}

/**
 * Halves of `rows` examples, or the numbers that `splitting` asks for: the other half is then the
 * rest, or its own number. Where both do not fit, both shrink in proportion.
 * @param ownValidation whether validation has a source of its own
 */
export function dueSizes(
  rows: number,
  { supervise, transfer, validation }: Splitting,
  ownValidation: boolean,
): DueSizes {
  const asked = transfer && Math.round(transfer / (ownValidation ? 1 : 1 - validation));
  const whole = { isAll: true, isScaled: false };
  if (supervise === undefined) {
    const half = Math.min(asked ?? Math.round(rows / 2), rows);
    return { supervise: rows - half, half, ...whole };
  }
  if (asked === undefined) {
    const own = Math.min(supervise, rows);
    return { supervise: own, half: rows - own, ...whole };
  }
  if (supervise + asked <= rows) {
    return { supervise, half: asked, isAll: supervise + asked === rows, isScaled: false };
  }
  const own = Math.round((rows * supervise) / (supervise + asked));
  return { supervise: own, half: rows - own, isAll: true, isScaled: true };
}
