// The learning rate of every step.

import {
  constantSchedule,
  cosineSchedule,
  linearSchedule,
  type Schedule,
  withWarmup,
} from "@w2s/grad";
import type { FinetuneRecipe } from "../recipe.js";

const schedules: Readonly<Record<FinetuneRecipe["schedule"], Schedule>> = {
  linear: linearSchedule,
  cosine: cosineSchedule,
  constant: constantSchedule,
};

/**
 * The learning rate of step `step` (from 0) of `total`: the schedule at (step + 1) / (total + 1),
 * so that a warm-up's first step and the last one do not stand still.
 */
export function learningRateAt(
  { learningRate, schedule, warmup }: Pick<FinetuneRecipe, "learningRate" | "schedule" | "warmup">,
  step: number,
  total: number,
): number {
  return learningRate * withWarmup(warmup, schedules[schedule])((step + 1) / (total + 1));
}
