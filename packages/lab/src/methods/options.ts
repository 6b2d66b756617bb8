// What methods have in common in their options: refusals in one form, and weights that rise.

import { InputError } from "@w2s/base";
import { minimum, mul, scalar, type Tensor } from "@w2s/grad";

/** Ends of a range as mathematics writes them: "[0, 1)" has 0 and not 1. */
type Range = `${"[" | "("}${number}, ${number | "inf"}${"]" | ")"}`;

/** @throws InputError for a value out of range, or one that is no number. */
export function requireRange(method: string, option: string, value: unknown, range: Range): void {
  const [low, high] = range
    .slice(1, -1)
    .split(", ")
    .map((end) => (end === "inf" ? 1 / 0 : +end));
  const isIn =
    typeof value === "number" &&
    (range.startsWith("[") ? value >= low! : value > low!) &&
    (range.endsWith("]") ? value <= high! : value < high!);
  if (isIn) return;
  throw new InputError(`${method}: ${option} must be in ${range}, got ${JSON.stringify(value)}`);
}

/**
 * @throws InputError for a value that is none of the names; `other` says what else could stand
 * there.
 */
export function requireOption(
  method: string,
  option: string,
  value: unknown,
  names: readonly string[],
  other?: string,
): void {
  if (names.includes(value as string)) return;
  const all = [...names.map((name) => `"${name}"`), ...(other === undefined ? [] : [other])];
  const last = all.pop();
  const list = all.length === 0 ? last : `${all.join(", ")} or ${last}`;
  throw new InputError(`${method}: ${option} must be ${list}, got ${JSON.stringify(value)}`);
}

/**
 * A weight that rises in a line from 0 over the first `warmup` share of training to `most`: a
 * scalar.
 */
export function warmedUp(most: number, warmup: number, progress: Tensor): Tensor {
  return warmup > 0 ? mul(minimum(mul(progress, 1 / warmup), 1), most) : scalar(most);
}
