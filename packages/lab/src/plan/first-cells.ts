// Cells whose supervisor says something for the first time: what it says is the same in the others.

import type { Cell } from "./cell.js";
import type { Plan } from "./plan.js";

/** The first cell of every supervisor of every task. */
export function firstCells({ cells }: Pick<Plan, "cells">): Cell[] {
  const byKey = new Map<string, Cell>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.task, cell.supervisor]);
    if (!byKey.has(key)) byKey.set(key, cell);
  }
  return [...byKey.values()];
}
