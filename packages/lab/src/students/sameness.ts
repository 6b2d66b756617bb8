// Whether two students are the same under two names.

import type { StudentSpec } from "./kinds.js";

/**
 * All that makes a student what it is, without its names: equal texts, equal students.
 * @param seen what stands for a value in it; default: the value
 */
export function sameness(
  student: StudentSpec,
  seen: (value: unknown) => unknown = (value) => value,
): string {
  return JSON.stringify(student, (key, value: unknown) =>
    ["label", "as", "alias"].includes(key) ? undefined : seen(value),
  );
}
