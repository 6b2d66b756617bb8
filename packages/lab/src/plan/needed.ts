// What is left to do: walking back from the rows of the table, over everything that the store does
// not hold yet.

import type { Store } from "../store/index.js";
import type { Step, StepKind } from "./step.js";

/**
 * The steps that must run for `targets` to be there, inputs before users. A step that is there
 * hides what it came from.
 */
export async function neededSteps(targets: readonly Step[], store: Store): Promise<Step[]> {
  const looked = new Map<Step, Promise<boolean>>();
  const there = (step: Step): Promise<boolean> => {
    const known = looked.get(step) ?? hasAll(step, store);
    looked.set(step, known);
    return known;
  };
  const needed = new Set<Step>();
  const visit = async (step: Step): Promise<void> => {
    if (needed.has(step) || (await there(step))) return;
    for (const input of Object.values(step.inputs)) await visit(input);
    needed.add(step);
  };
  for (const target of targets) await visit(target);
  return [...needed];
}

async function hasAll({ name, beside }: Step, store: Store): Promise<boolean> {
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
  const levels = new Map<Step, number>();
  const levelOf = (step: Step): number => {
    const known = levels.get(step);
    if (known !== undefined) return known;
    const level = Math.max(-1, ...Object.values(step.inputs).map(levelOf)) + 1;
    levels.set(step, level);
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
    const key = kind.groupKey(step);
    passes.set(key, [...(passes.get(key) ?? []), step]);
  }
  return [...passes.values()];
}

/** The passes of a wave in pieces: what a listener hears of as one. */
export function piecesOf(wave: Wave): Step[][][] {
  const passes = passesOf(wave);
  return wave.kind.reportTogether ? [passes] : passes.map((pass) => [pass]);
}
