// Steps: the nodes of a plan. A step is one typed value that both names it and runs it, and the
// steps whose results go in. Nothing here knows any kind.

import type { Device, Runtime } from "@w2s/grad";
import type { Evaluation } from "../reporter.js";
import { type JsonObject, type JsonValue, type StepResult, stepName } from "../store/index.js";
import { identityOf } from "./identity.js";
import type { Foreseen, Ledger, Spending } from "./ledger.js";

/** Steps whose results go in, by role; a role may have several, in order. */
export type Inputs = { readonly [role: string]: Step | readonly Step[] | undefined };

/** A node of a plan, and a handle of its result `R`. */
export interface Step<R = unknown, V = unknown, I extends Inputs = Inputs> {
  /** 64 hexadecimal digits: the hash of kind, version, value and the inputs' names. */
  readonly name: string;
  readonly kind: StepKind<R, V, I>;
  /** What runs it; its identity (see `identityOf`) is part of the name. */
  readonly value: V;
  readonly inputs: I;
  /** The value's identity, as the store keeps it. */
  readonly params: JsonObject;
  /** For messages and listeners: "SmolLM2:15 taught by MiniLM:0 on sst2, seed 1". Names nothing. */
  readonly label: string;
  /** What messages call the examples that its rows are, by row; undefined: by number. */
  readonly ids?: readonly string[];
  /** What its run keeps beside its own result: a step is there only when both are. */
  readonly beside?: Step<R>;
}

/** How a kind's result lies in the store. `decode(encode(r))` is `r`. */
export interface Codec<R> {
  encode(result: R): StepResult;
  /** @throws InternalError where the stored result has not what its version promises. */
  decode(stored: StepResult): R;
}

/** What a listener is told of a pass. */
export interface Work {
  readonly label: string;
  /** What `total` counts: "texts", "probes". */
  readonly unit: string;
  readonly total: number;
}

/** What can be done: one kind of step. Methods in method syntax, so that a plan may hold any. */
export interface StepKind<R = unknown, V = unknown, I extends Inputs = Inputs> {
  readonly name: string;
  /** Raised when the same value would give another result. */
  readonly version: number;
  readonly codec: Codec<R>;
  /** Steps with equal keys run in one pass, and share what it costs; default: each alone. */
  groupKey?(step: Step<R, V, I>): string;
  describe(steps: readonly Step<R, V, I>[]): Work;
  /**
   * Whether a result's last bits depend on what else is in the pass: one that was cut short then
   * runs whole. Default false: only what is missing of it.
   */
  readonly runsWhole?: boolean;
  /**
   * Whether one core is all that a pass can use, whatever there is: then others of its wave run
   * beside it. It must not change a result. Default false.
   */
  usesOneCore?(steps: readonly Step<R, V, I>[]): boolean;
  /** GPUs that a pass needs, where a scheduler gives them out: "2", "a100:1"; default: none. */
  gpus?(steps: readonly Step<R, V, I>[]): string | undefined;
  /** Whether a wave's passes are shown as one piece of work; default false. Of display only. */
  readonly reportTogether?: boolean;
  /** Work of one pass in a unit of the kind's own, for estimates. */
  cost(steps: readonly Step<R, V, I>[]): number;
  /** What steps must have in common for one rate to fit them; default: the kind alone. */
  rateKey?(steps: readonly Step<R, V, I>[]): string;
  /**
   * What it may ask of services, at most, however much of it was asked before; default: nothing.
   * @throws InputError where they cannot be asked: a key that is missing
   */
  foresees?(step: Step<R, V, I>): readonly Foreseen[];
  /** What was asked of services for a result, whenever that was; default: nothing. */
  took?(step: Step<R, V, I>, result: R): Spending;
  /** Trained weights that can be kept beside the result; default: none. */
  readonly weights?: StepKind<R, null>;
  /** Runs one pass and keeps every step's result. */
  run(steps: readonly Step<R, V, I>[], context: RunContext): Promise<void>;
}

/** A result, and where it belongs. Made by `kept`. */
export interface Kept {
  readonly step: Step;
  readonly result: StepResult;
}

/** What is to be kept of a step that has run: its result, and what lies beside it. */
export function kept<R>(step: Step<R>, result: R): Kept[] {
  const { beside, kind } = step;
  const own = { step, result: kind.codec.encode(result) };
  return beside ? [own, { step: beside, result: beside.kind.codec.encode(result) }] : [own];
}

/** What running steps need from their surroundings. */
export interface RunContext {
  readonly runtime: Runtime;
  readonly threads: number;
  /**
   * Where other passes run beside this one: a runtime whose calls do not keep them waiting, the
   * same one each time.
   */
  apart?(): Runtime;
  readonly signal: AbortSignal;
  /** Where questions to services are counted. */
  readonly ledger: Ledger;
  /** One line that the user should see and can go on from. */
  warn(line: string): void;
  /** A finished step's result. @throws MissingStep when it is no longer there. */
  result<R>(step: Step<R>): Promise<R>;
  /** What an earlier run kept of a step that runs again; undefined: nothing. */
  recorded<R>(step: Step<R>): Promise<R | undefined>;
  /** Keeps results that were computed as one; `durationMs` is how long that took in all. */
  keep(results: readonly Kept[], durationMs: number): Promise<void>;
  /** A folder for a step's work in progress, which may not be there yet. */
  scratchFolder(step: Step): string;
  /** Removes a step's work in progress, when it is done. */
  removeScratch(step: Step): Promise<void>;
  /** Tells how much of the current work is done, in its unit, and the last step's loss. */
  progress(done: number, loss?: number): void;
  /** Tells how a training goes; undefined where nobody listens. */
  readonly evaluated: ((evaluation: Evaluation) => void) | undefined;
}

/** A result that a run counted on is gone or was damaged: it must be planned anew. */
export class MissingStep extends Error {
  override readonly name = "MissingStep";
  constructor(
    readonly step: Step,
    fault = "is gone from the store",
  ) {
    super(`step ${step.name.slice(0, 12)} (${step.kind.name}) ${fault}`);
  }
}

/** Every step that goes in, whatever its role. */
export function inputSteps({ inputs }: Step): Step[] {
  return Object.values(inputs).flatMap((input) => (input === undefined ? [] : input));
}

/** The names of the steps that go in, by role; the i-th of a list as "role i". */
export function inputNames(inputs: Inputs): Record<string, string> {
  const names: Record<string, string> = {};
  for (const [role, input] of Object.entries(inputs)) {
    if (input === undefined) continue;
    if ("name" in input) names[role] = input.name;
    else
      input.forEach((step, i) => {
        names[`${role} ${i}`] = step.name;
      });
  }
  return names;
}

/** The steps of a plan, each once, however many trials ask for it. */
export class Graph {
  private readonly steps = new Map<string, Step>();

  constructor(
    private readonly device: Device = "cpu",
    private readonly keepWeights = false,
  ) {}

  /**
   * The step of this identity, which another device than the CPU is part of.
   * @param ids what messages call the examples that its rows are; default: by number
   */
  step<R, V extends object | null, I extends Inputs>(
    kind: StepKind<R, V, I>,
    value: V,
    inputs: I,
    label: string,
    ids?: readonly string[],
  ): Step<R, V, I> {
    const plain = makeStep(kind, value, inputs, label, this.device);
    const made = ids ? { ...plain, ids } : plain;
    const step = this.keepWeights ? withWeights(made) : made;
    if (!this.steps.has(step.name)) this.steps.set(step.name, step);
    return step;
  }

  /** In the order in which they were first asked for. */
  all(): readonly Step[] {
    return [...this.steps.values()];
  }
}

/** One step. @throws InternalError for a value without an identity */
export function makeStep<R, V extends object | null, I extends Inputs>(
  kind: StepKind<R, V, I>,
  value: V,
  inputs: I,
  label: string,
  device: Device = "cpu",
): Step<R, V, I> {
  const params: Record<string, JsonValue> = {};
  for (const [key, item] of Object.entries(value ?? {})) {
    if (item !== undefined) params[key] = identityOf(item, key);
  }
  if (device !== "cpu") params.device = device;
  const { name: kindName, version } = kind;
  const name = stepName({ kind: kindName, version, params, inputs: inputNames(inputs) });
  return { name, kind, value, inputs, params, label };
}

/** The same step, whose run also keeps its trained weights, where its kind has any. */
export function withWeights<R, V, I extends Inputs>(step: Step<R, V, I>): Step<R, V, I> {
  const { weights } = step.kind;
  if (!weights) return step;
  return {
    ...step,
    beside: makeStep(weights, null, { student: step }, `weights of ${step.label}`),
  };
}
