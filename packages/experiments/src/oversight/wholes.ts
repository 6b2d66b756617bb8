// Examples that come apart no further: the only part is what is asked itself, and there is nothing
// to point to. What a protocol then brings is what the overseer has.

import type { Apart, ApartOptions, Example, ExamplePart, TakeApart, Task } from "@w2s/lab";

/** The world's skills without parts that experiments ask about. */
const wholeTasks = ["parity", "majority"] as const;

/** Skills of the world that protocols are tried on: six with parts, then those without. */
export const overseenTasks = [
  "compare",
  "sorted",
  "palindrome",
  "maximum",
  "containment",
  "outsider",
  ...wholeTasks,
] as const;

/** What is asked as its own only part, however often it is taken apart. */
const whole = ({ text, label }: Pick<ExamplePart, "text" | "label">): Apart => ({
  parts: [{ text, label, apart: () => whole({ text, label }) }],
  combine: (answers) => answers[0]!,
  claims: [],
  combiner: "whole",
});

const wholeExample = (_: unknown, { inputs, label }: Pick<Example, "inputs" | "label">) => {
  const { parts, combine, combiner } = whole({ text: inputs[0]!, label });
  return { parts: [...parts], combine, combiner };
};

/** Likewise, and its parts come apart into themselves. */
const withWholeParts =
  (take: TakeApart): TakeApart =>
  (row, example): ApartOptions | undefined => {
    const own = take(row, example);
    if (own === undefined) return undefined;
    return { ...own, parts: own.parts.map((part) => ({ ...part, apart: () => whole(part) })) };
  };

/**
 * A task of the world, of which every protocol can be asked: examples without parts come apart into
 * their wholes, and so do parts, so that an attack against a protocol can be asked about them.
 */
export function asWhole(task: Task): Task {
  const { parts } = task.options;
  const isWhole = (wholeTasks as readonly string[]).includes(task.name);
  if (!isWhole && typeof parts !== "function") return task;
  const take = isWhole || typeof parts !== "function" ? wholeExample : withWholeParts(parts);
  return { ...task, options: { ...task.options, parts: take } } as Task;
}

/** Whether every protocol can be asked of these tasks: all come apart. */
export const allComeApart = (tasks: readonly Task[]): boolean =>
  tasks.every(({ options }) => options.parts !== undefined);
