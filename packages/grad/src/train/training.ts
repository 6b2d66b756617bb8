// A training loop as one program: many steps run inside an ONNX Loop, parameters and optimizer
// state never leave the runtime between them. One call trains one chunk (say, an epoch); the state
// goes in and comes out.

import { InputError } from "@w2s/base";
import { type Arrays, type NdArray, ndarray } from "../array.js";
import { gradients } from "../gradient.js";
import { sum } from "../ops/broadcast.js";
import { sliceRows } from "../ops/dynamic.js";
import { gather } from "../ops/gather.js";
import { compile, input, type Program, type Signature } from "../program.js";
import type { Executable, Runtime, RuntimeOptions } from "../runtime/runtime.js";
import type { Tensor, Tensors } from "../tensor.js";
import type { Optimizer } from "./optimizer.js";
import { nextName, Places, slotSignature, stepsOver, updated, zeros } from "./round.js";
import { constantSchedule, type Schedule } from "./schedule.js";

/** What a loss is computed from, at one step. */
export interface StepContext {
  readonly parameters: Tensors;
  /** The step's rows of each data array: `["batch", ...]`. */
  readonly batch: Tensors;
  readonly constants: Tensors;
  /** What the loss has carried here from the steps before. */
  readonly carried: Tensors;
  /** The share of steps already taken: a float32 scalar in [0, 1). */
  readonly progress: Tensor;
}

/** What a loss may give besides losses. */
export interface StepLosses {
  readonly losses: Tensor;
  readonly carried: Tensors;
  readonly shown?: Tensor | undefined;
}

/** What `Trainer` trains: parameters, the data that steps take rows of, and a loss. */
export interface TrainingSpec {
  /** Static shapes. */
  readonly parameters: Signature;
  /** Arrays indexed by row; their first dimension must be "rows". */
  readonly data: Signature;
  /** Other inputs of the loss. */
  readonly constants?: Signature;
  /** What the loss itself carries from step to step; static shapes. No gradient flows into it. */
  readonly carried?: Signature;
  /**
   * One loss a student, `[students]`: their sum is differentiated, so students do not touch each
   * other. With `carried`, its next values too. `shown` stands in the history of losses in their
   * place, where they would cost much and are needed for their gradient alone.
   */
  loss(context: StepContext): Tensor | StepLosses;
  /**
   * What is computed, by name, of the parameters and what is carried as they are once a call's
   * steps are taken.
   */
  readonly after?: (context: Pick<StepContext, "parameters" | "constants" | "carried">) => Tensors;
  readonly optimizer: Optimizer;
  readonly learningRate: number;
  /** Default: constant. */
  readonly schedule?: Schedule;
  /**
   * The name of a constant that multiplies the learning rate; it must broadcast to every parameter.
   */
  readonly rates?: string;
}

/** The steps of one call: step i takes rows `order[starts[i]]` to `order[ends[i]]` (exclusive). */
export interface Chunk {
  readonly order: Int32Array;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

function numberNames({ optimizer }: TrainingSpec): string[] {
  return optimizer.numbers(1, 1).map((_, i) => `number${i}`);
}

const perStep = input("float32", ["steps"]);

/**
 * The program of `TrainingSpec`: outputs are the next parameters and slots (named `next NAME`),
 * `losses: [steps, students]`, and what is computed after the steps (named `after NAME`).
 */
function trainingProgram(spec: TrainingSpec): Program {
  const state = {
    ...spec.parameters,
    ...slotSignature(spec.parameters, spec.optimizer),
    ...spec.carried,
  };
  const signature: Signature = {
    ...state,
    ...spec.data,
    ...spec.constants,
    order: input("int32", ["ordered"]),
    starts: input("int64", ["steps", 1]),
    ends: input("int64", ["steps", 1]),
    progress: perStep,
    count: input("int64", []),
    ...Object.fromEntries(numberNames(spec).map((name) => [name, perStep])),
  };
  return compile(signature, (tensors) => {
    const { next, histories } = stepsOver(state, tensors, (current, iteration) => {
      const { next, losses } = step(spec, { ...tensors, ...current }, iteration);
      return { next, histories: [losses] };
    });
    const last = (signature: Signature = {}): Tensors =>
      Object.fromEntries(Object.keys(signature).map((name) => [name, next[nextName(name)]!]));
    const results = spec.after?.({
      parameters: last(spec.parameters),
      carried: last(spec.carried),
      constants: pickTensors(tensors, spec.constants),
    });
    const after = Object.entries(results ?? {}).map(
      ([name, tensor]) => [`${afterwards}${name}`, tensor] as const,
    );
    return { ...next, losses: histories[0]!, ...Object.fromEntries(after) };
  });
}

const afterwards = "after ";

function pickTensors(tensors: Tensors, signature: Signature | undefined): Tensors {
  return Object.fromEntries(Object.keys(signature ?? {}).map((name) => [name, tensors[name]!]));
}

function step(
  spec: TrainingSpec,
  tensors: Tensors,
  iteration: Tensor,
): { next: Tensors; losses: Tensor } {
  const now = (name: string): Tensor => gather(tensors[name]!, iteration);
  const rows = sliceRows(tensors.order!, now("starts"), now("ends"), "batch");
  const parameters = pickTensors(tensors, spec.parameters);
  const data = pickTensors(tensors, spec.data);
  const batch = Object.fromEntries(
    Object.entries(data).map(([name, x]) => [name, gather(x, rows)]),
  );
  const constants = pickTensors(tensors, spec.constants);
  const carried = pickTensors(tensors, spec.carried);
  const result = spec.loss({ parameters, batch, constants, carried, progress: now("progress") });
  const given: StepLosses = "losses" in result ? result : { losses: result, carried: {} };
  const { losses, carried: kept, shown = losses } = given;
  const derivatives = gradients(sum(losses), Object.values(parameters));
  const numbers = numberNames(spec).map(now);
  const rate = spec.rates === undefined ? undefined : tensors[spec.rates];
  const next = Object.keys(parameters).flatMap((name, i) =>
    updated(spec.optimizer, name, tensors, { gradient: derivatives[i]!, numbers, rate }),
  );
  return { next: { ...kept, ...Object.fromEntries(next) }, losses: shown };
}

/**
 * Parameters, optimizer slots and what the loss carries between chunks, and how many steps they
 * have seen.
 */
export interface TrainingState {
  readonly parameters: Arrays;
  readonly slots: Arrays;
  readonly carried: Arrays;
  readonly steps: number;
}

/** A loaded training program. */
export class Trainer {
  private readonly slots: Signature;
  private readonly places: Places;

  private constructor(
    private readonly spec: TrainingSpec,
    private readonly executable: Executable,
    private readonly totalSteps: number,
  ) {
    this.slots = slotSignature(spec.parameters, spec.optimizer);
    this.places = new Places({ ...spec.parameters, ...this.slots, ...spec.carried });
  }

  /** Compiles and loads; `totalSteps` is what `progress` and the schedule are measured against. */
  static async load(
    runtime: Runtime,
    spec: TrainingSpec,
    totalSteps: number,
    options?: RuntimeOptions,
  ): Promise<Trainer> {
    return new Trainer(spec, await runtime.load(trainingProgram(spec), options), totalSteps);
  }

  /** Fresh optimizer slots for `parameters`, and what the loss carries at first. */
  start(parameters: Arrays, carried: Arrays = {}): TrainingState {
    return { parameters, slots: zeros(this.slots), carried, steps: 0 };
  }

  /**
   * Takes the chunk's steps; gives the next state, the losses, `[steps, students]`, and what the
   * spec has computed after them. A state's arrays hold until the call after next: copy what is to
   * last longer. Data and constants that the program was loaded with are left out.
   */
  async run(
    state: TrainingState,
    data: Arrays,
    constants: Arrays,
    chunk: Chunk,
  ): Promise<{
    readonly state: TrainingState;
    readonly losses: NdArray;
    readonly after: Arrays;
  }> {
    const steps = chunk.starts.length;
    if (steps === 0) throw new InputError("training: a chunk needs at least one step, got none");
    const feeds = {
      ...state.parameters,
      ...state.slots,
      ...state.carried,
      ...data,
      ...constants,
      order: ndarray(chunk.order, [chunk.order.length]),
      starts: rowBounds(chunk.starts),
      ends: rowBounds(chunk.ends),
      count: ndarray(BigInt64Array.of(BigInt(steps)), []),
      ...this.stepNumbers(state.steps, steps),
    };
    const results = await this.executable.run(feeds, this.places.take());
    return {
      state: {
        parameters: this.places.read(results, this.spec.parameters),
        slots: this.places.read(results, this.slots),
        carried: this.places.read(results, this.spec.carried ?? {}),
        steps: state.steps + steps,
      },
      losses: results.losses!,
      after: Object.fromEntries(
        Object.entries(results)
          .filter(([name]) => name.startsWith(afterwards))
          .map(([name, array]) => [name.slice(afterwards.length), array]),
      ),
    };
  }

  private stepNumbers(first: number, steps: number): Arrays {
    const { optimizer, learningRate, schedule = constantSchedule } = this.spec;
    const progress = new Float32Array(steps);
    const columns = numberNames(this.spec).map(() => new Float32Array(steps));
    for (let i = 0; i < steps; i++) {
      const done = (first + i) / this.totalSteps;
      progress[i] = done;
      const numbers = optimizer.numbers(first + i + 1, learningRate * schedule(done));
      for (let c = 0; c < columns.length; c++) columns[c]![i] = numbers[c]!;
    }
    const named = numberNames(this.spec).map(
      (name, c) => [name, ndarray(columns[c]!, [steps])] as const,
    );
    return { progress: ndarray(progress, [steps]), ...Object.fromEntries(named) };
  }

  async release(): Promise<void> {
    await this.executable.release();
  }
}

/** Epochs share their bounds: they are converted once. */
const converted = new WeakMap<readonly number[], NdArray>();

function rowBounds(values: readonly number[]): NdArray {
  const known = converted.get(values);
  if (known) return known;
  const bounds = ndarray(BigInt64Array.from(values, BigInt), [values.length, 1]);
  converted.set(values, bounds);
  return bounds;
}

/** Splits rows `0..rows` of an epoch into batches; the last may be smaller. */
export function batchBounds(rows: number, batchSize: number): Pick<Chunk, "starts" | "ends"> {
  const starts = Array.from({ length: Math.ceil(rows / batchSize) }, (_, i) => i * batchSize);
  return { starts, ends: starts.map((start) => Math.min(start + batchSize, rows)) };
}
