// Examples in bands of rising difficulty, each level in one.

import { InputError, shownValue } from "@w2s/base";
import type { SupervisorRoom } from "../supervisor.js";

/**
 * Each example's band, 0 the easiest: levels in order, so that every band has about as many
 * examples.
 * @throws InputError where the fact is missing or no number, and for fewer levels than bands
 */
export function levelled(
  { task, examples }: Pick<SupervisorRoom, "task" | "examples">,
  fact: string,
  bands: number,
): Int32Array {
  const level = examples.map(({ id, facts }) => {
    const value = Number(facts?.[fact] ?? Number.NaN);
    if (Number.isFinite(value)) return value;
    throw new InputError(
      `recursive: example ${JSON.stringify(id)} of task "${task.name}" needs "${fact}", a ` +
        `number, got ${shownValue(facts?.[fact])}; name it in the task's "facts"`,
    );
  });
  const count = new Map<number, number>();
  for (const one of level) count.set(one, (count.get(one) ?? 0) + 1);
  const levels = [...count.keys()].sort((a, b) => a - b);
  if (levels.length < bands) {
    throw new InputError(
      `recursive: task "${task.name}" has ${levels.length} levels of "${fact}", fewer than the ` +
        `${bands} rounds`,
    );
  }
  const bandOf = new Map<number, number>();
  let before = 0;
  let band = 0;
  levels.forEach((one, i) => {
    const own = count.get(one)!;
    // A level belongs where its middle lies; none is skipped, and each band gets one.
    const due = Math.floor((bands * (before + own / 2)) / examples.length);
    const most = i === 0 ? 0 : band + 1;
    const least = bands - (levels.length - i);
    band = Math.max(least, Math.min(due, most));
    bandOf.set(one, band);
    before += own;
  });
  return Int32Array.from(level, (one) => bandOf.get(one)!);
}
