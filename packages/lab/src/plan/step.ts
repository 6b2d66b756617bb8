// Steps: the nodes of a plan. A step is named by all that its result depends on; what it needs in
// memory to run is its payload, which the name does not see because the parameters already say it.

import type { Device, Runtime } from "@w2s/grad";
import type { Reporter } from "../reporter.js";
import type { JsonObject, StepResult, Store } from "../store/index.js";
import { stepName } from "../store/index.js";
import { keepingWeights } from "./weights-step.js";

export interface Step<P = unknown> {
  /** 64 hexadecimal digits. */
  readonly name: string;
  readonly kind: StepKind<P>;
  readonly params: JsonObject;
  /** By role. */
  readonly inputs: Readonly<Record<string, Step>>;
  readonly payload: P;
  /** What its run keeps beside its own result: a step is there only when both are. */
  readonly beside?: Step;
}

/** What running steps need from their surroundings. */
export interface RunContext {
  readonly store: Store;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  readonly runtime: Runtime;
  readonly threads: number;
  /** A finished step's result. @throws MissingStep when it is no longer there. */
  result(step: Step): Promise<StepResult>;
  /** Keeps results that were computed as one; `durationMs` is how long that took in all. */
  keep(results: ReadonlyMap<Step, StepResult>, durationMs: number): Promise<void>;
  /** Tells how much of the current work is done, in its unit. */
  progress(done: number): void;
}

export interface StepKind<P = unknown> {
  readonly name: string;
  /** Raised when the same parameters would give another result. */
  readonly version: number;
  /** Steps with equal keys run in one pass, and share what it costs. */
  groupKey(step: Step<P>): string;
  /** What a listener is told of a pass (or of many, where a kind reports a whole wave at once). */
  describe(steps: readonly Step<P>[]): {
    readonly label: string;
    readonly unit: string;
    readonly total: number;
  };
  /** Whether its students have trained weights that can be kept; default false. */
  readonly hasWeights?: boolean;
  /** Whether all passes of a wave are reported as one piece of work. */
  readonly reportTogether: boolean;
  /** Work in a unit of the kind's own, for estimates. */
  cost(steps: readonly Step<P>[]): number;
  /** Runs one pass and keeps every step's result. */
  run(steps: readonly Step<P>[], context: RunContext): Promise<void>;
}

/**
 * A result that a run counted on is gone or was damaged: what it takes to make it again must be
 * planned anew.
 */
export class MissingStep extends Error {
  override readonly name = "MissingStep";
  constructor(readonly step: Step) {
    super(`step ${step.name.slice(0, 12)} (${step.kind.name}) is gone from the store`);
  }
}

/** The steps of a plan, each once. */
export class StepSet {
  private readonly steps = new Map<string, Step>();

  constructor(
    private readonly device: Device = "cpu",
    private readonly keepWeights = false,
  ) {}

  /**
   * The step of this identity, which another device than the CPU is part of; made the first time it
   * is asked for.
   */
  add<P>(
    kind: StepKind<P>,
    own: JsonObject,
    inputs: Readonly<Record<string, Step>>,
    payload: () => P,
  ): Step<P> {
    const params = this.device === "cpu" ? own : { ...own, device: this.device };
    const inputNames = Object.fromEntries(
      Object.entries(inputs).map(([role, step]) => [role, step.name]),
    );
    const name = stepName({ kind: kind.name, version: kind.version, params, inputs: inputNames });
    const known = this.steps.get(name);
    if (known) return known as Step<P>;
    const made: Step<P> = { name, kind, params, inputs, payload: payload() };
    const step = this.keepWeights && kind.hasWeights ? keepingWeights(made) : made;
    this.steps.set(name, step as Step);
    return step;
  }

  all(): Step[] {
    return [...this.steps.values()];
  }
}
