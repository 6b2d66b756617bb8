// Passes: what executors hand out. A plan's passes and their names follow from its steps alone, so
// that whoever plans the same study has the same ones.

import { sha256 } from "../store/index.js";
import { passesOf, type Wave } from "./needed.js";
import { inputSteps, type Step, type StepKind } from "./step.js";

/** Steps that run as one, on one machine. */
export interface Pass {
  /** 64 hexadecimal digits: the hash of its steps' names. */
  readonly name: string;
  readonly kind: StepKind;
  readonly steps: readonly Step[];
  /** How many passes stand before it, one after the other. */
  readonly level: number;
  /** Names of the passes whose results go in. */
  readonly after: readonly string[];
}

/** The passes of waves, every pass after those it needs. */
export function namedPasses(waves: readonly Wave[]): Pass[] {
  const passes: Pass[] = [];
  const passOf = new Map<string, Pass>();
  for (const wave of waves) {
    for (const steps of passesOf(wave)) {
      const before = new Set<Pass>();
      for (const input of steps.flatMap(inputSteps)) {
        const pass = passOf.get(input.name);
        if (pass !== undefined) before.add(pass);
      }
      const level = [...before].reduce((most, pass) => Math.max(most, pass.level + 1), 0);
      const after = [...before].map(({ name }) => name);
      const pass = { name: passName(steps), kind: wave.kind, steps, level, after };
      for (const { name } of steps) passOf.set(name, pass);
      passes.push(pass);
    }
  }
  return passes;
}

/** What a pass is to keep: its steps' names, and those of what is kept beside them. */
export function keptNames(steps: readonly Step[]): string[] {
  return steps.flatMap(({ name, beside }) => (beside ? [name, beside.name] : [name]));
}

/** 64 hexadecimal digits, from what the pass is to keep. */
export function passName(steps: readonly Step[]): string {
  return sha256(keptNames(steps).join("\n"));
}

/** Every step that the targets are made of, by name; one that keeps something beside it first. */
export function stepsByName(targets: readonly Step[]): Map<string, Step> {
  const found = new Map<string, Step>();
  const waiting = [...targets];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    const known = found.get(step.name);
    if (known === undefined) waiting.push(...inputSteps(step));
    if (known === undefined || (step.beside && !known.beside)) found.set(step.name, step);
  }
  return found;
}

/** What tells whether two who planned a study planned the same: the hash of its targets' names. */
export function targetsHash(targets: readonly Step[]): string {
  return sha256(keptNames(targets).sort().join("\n"));
}
