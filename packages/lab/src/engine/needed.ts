// What is left to do: walking back from what a study wants, over everything that the store does
// not hold yet.

import type { Store } from "../store/index.js";
import { inputSteps, type Step, type StepKind } from "./step.js";

/** Of a store, what planning asks. */
export type Holds = Pick<Store, "has">;

/** Steps that a store is asked about at a time. */
const together = 16;

/**
 * The steps that must run for `targets` to be there, inputs before users. A step that is there
 * hides what it came from.
 */
export async function neededSteps(targets: readonly Step[], store: Holds): Promise<Step[]> {
  const needed = new Map<string, Step>();
  const done = new Set<string>();
  const visit = async (step: Step): Promise<void> => {
    const known = needed.get(step.name);
    if (known) {
      // What one user wants beside a result is kept by the one run that all share.
      if (step.beside && !known.beside) needed.set(step.name, step);
      return;
    }
    if (done.has(keyOf(step))) return;
    if (await hasAll(step, store)) {
      done.add(keyOf(step));
      return;
    }
    for (const input of inputSteps(step)) await visit(input);
    needed.set(step.name, step);
  };
  // What is wanted in the end is most often there: many are asked about at a time.
  for (let start = 0; start < targets.length; start += together) {
    const some = targets.slice(start, start + together);
    const held = await Promise.all(some.map((target) => hasAll(target, store)));
    some.forEach((target, i) => {
      if (held[i]) done.add(keyOf(target));
    });
  }
  for (const target of targets) await visit(target);
  return [...needed.values()];
}

const keyOf = ({ name, beside }: Step): string => (beside ? beside.name : name);

async function hasAll({ name, beside }: Step, store: Holds): Promise<boolean> {
  return (await store.has(name)) && (beside === undefined || store.has(beside.name));
}

/** Steps of one kind that can run at the same time. */
export interface Wave {
  readonly kind: StepKind;
  readonly steps: readonly Step[];
}

/**
 * The steps in waves, every step after those it needs. Where a step stands does not depend on what
 * is already done, so that a run that goes on puts the same steps together as one that was never
 * interrupted.
 */
export function wavesOf(needed: readonly Step[]): Wave[] {
  const levels = new Map<string, number>();
  const levelOf = (step: Step): number => {
    const known = levels.get(step.name);
    if (known !== undefined) return known;
    const level = inputSteps(step).reduce((most, input) => Math.max(most, levelOf(input)), -1) + 1;
    levels.set(step.name, level);
    return level;
  };
  const waves = new Map<string, { kind: StepKind; level: number; steps: Step[] }>();
  for (const step of needed) {
    const level = levelOf(step);
    const key = `${level} ${step.kind.name}`;
    const wave = waves.get(key) ?? { kind: step.kind, level, steps: [] };
    wave.steps.push(step);
    waves.set(key, wave);
  }
  return [...waves.values()].sort((a, b) => a.level - b.level);
}

/** The passes of a wave: steps with one group key together. */
export function passesOf({ kind, steps }: Wave): Step[][] {
  const passes = new Map<string, Step[]>();
  for (const step of steps) {
    const key = kind.groupKey?.(step) ?? step.name;
    const pass = passes.get(key);
    if (pass) pass.push(step);
    else passes.set(key, [step]);
  }
  return [...passes.values()];
}

/** The passes of a wave in pieces: what a listener hears of as one. */
export function piecesOf(wave: Wave): Step[][][] {
  const passes = passesOf(wave);
  return wave.kind.reportTogether ? [passes] : passes.map((pass) => [pass]);
}
