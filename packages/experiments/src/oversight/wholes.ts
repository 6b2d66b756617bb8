// Tasks without parts under protocols that ask for some: the only part is the question itself, and
// there is nothing to point to. What a protocol then brings is what the overseer has.

import type { Example, Task } from "@w2s/lab";

/** The example as its own only part. */
const whole = (_: unknown, { inputs, label }: Pick<Example, "inputs" | "label">) => ({
  parts: [{ text: inputs[0]!, label }],
  combine: "all" as const,
  claims: [],
});

/** The world's skills without parts that experiments ask about. */
export const wholeTasks = ["parity", "majority"] as const;

/** The task; one of those without parts comes apart into its whole. */
export function asWhole(task: Task): Task {
  const isWhole = (wholeTasks as readonly string[]).includes(task.name);
  return isWhole ? ({ ...task, options: { ...task.options, parts: whole } } as Task) : task;
}
