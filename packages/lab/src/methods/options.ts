// What losses' options have in common: ranges, another loss, and weights that rise through
// training.

import { minimum, mul, scalar, type Tensor } from "@w2s/grad";
import * as z from "zod";
import type { LossMethod } from "./method.js";

/** Ends of a range as mathematics writes them: "[0, 1)" has 0 and not 1. */
type Range = `${"[" | "("}${number}, ${number | "inf"}${"]" | ")"}`;

/** A number in a range. */
export function inRange(range: Range) {
  const [low, high] = range
    .slice(1, -1)
    .split(", ")
    .map((end) => (end === "inf" ? 1 / 0 : +end));
  const isIn = (value: number) =>
    (range.startsWith("[") ? value >= low! : value > low!) &&
    (range.endsWith("]") ? value <= high! : value < high!);
  return z.number().refine(isIn, `must be in ${range}`);
}

/** A method that is one loss: one fit with it. */
export const lossMethod = () =>
  z.custom<LossMethod>(hasLoss, {
    error: "must be a method of one loss such as naive(), no program",
  });

function hasLoss(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "name" in value && "loss" in value && typeof value.loss === "function";
}

/**
 * A weight that rises in a line from 0 over the first `warmup` share of training to `most`: a
 * scalar.
 */
export function warmedUp(most: number, warmup: number, progress: Tensor): Tensor {
  return warmup > 0 ? mul(minimum(mul(progress, 1 / warmup), 1), most) : scalar(most);
}
