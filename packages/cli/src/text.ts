// Figures as people read them, and what a device ran.

import { count } from "@w2s/base";

export { bytes, clock, count, counted, minute, plural, roughly } from "@w2s/base";

/** "webgpu ran 120 of 131 nodes; the CPU ran Concat 8, Cast 3". */
export function placementLine(
  device: string,
  { nodes, onCpu }: { readonly nodes: number; readonly onCpu: Readonly<Record<string, number>> },
): string {
  const fallen = Object.entries(onCpu);
  const total = fallen.reduce((sum, [, number]) => sum + number, 0);
  const names = fallen.map(([op, number]) => `${op} ${count(number)}`).join(", ");
  const rest = total === 0 ? "" : `; the CPU ran ${names}`;
  return `${device} ran ${count(nodes - total)} of ${count(nodes)} nodes${rest}`;
}
