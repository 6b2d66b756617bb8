// Learning-rate schedules: plain functions of training progress.

import { InputError } from "@w2s/base";

/** The factor on the learning rate at `progress` in [0, 1), the share of steps already taken. */
export type Schedule = (progress: number) => number;

/** 1 throughout. */
export const constantSchedule: Schedule = () => 1;

/** Falls in a line from 1 to 0. */
export const linearSchedule: Schedule = (progress) => 1 - progress;

/** Falls along half a cosine from 1 to 0 (arXiv 1608.03983, without restarts). */
export const cosineSchedule: Schedule = (progress) => 0.5 * (1 + Math.cos(Math.PI * progress));

/**
 * Rises in a line over the first `share` of training (in [0, 1)), then follows `schedule` over the
 * rest.
 */
export function withWarmup(share: number, schedule: Schedule): Schedule {
  if (!(share >= 0 && share < 1))
    throw new InputError(`schedule: warm-up must be a share in [0, 1), got ${share}`);
  return (progress) =>
    progress < share ? progress / share : schedule((progress - share) / (1 - share));
}
