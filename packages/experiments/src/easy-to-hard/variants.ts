// The variants of a task: which of its parts are easy and which are hard. Their names hold them.

/** What the supervisor knows, what the student is taught on, and what is asked. */
export interface Variant {
  readonly supervise: "easy" | "hard";
  readonly transfer: "easy" | "hard";
  readonly test: "hard" | "any";
}

/** "sorted: easy, hard to hard": the supervisor's examples, the student's, and the test's. */
export const nameOf = (task: string, { supervise, transfer, test }: Variant): string =>
  `${task}: ${supervise}, ${transfer} to ${test}`;

/** The task and variant of a name; undefined for another name. */
export function variantIn(
  name: string,
): { readonly task: string; readonly variant: Variant } | undefined {
  const [, task, supervise, transfer, test] =
    /^(.*): (easy|hard), (easy|hard) to (hard|any)$/s.exec(name) ?? [];
  if (task === undefined) return undefined;
  return { task, variant: { supervise, transfer, test } as Variant };
}
