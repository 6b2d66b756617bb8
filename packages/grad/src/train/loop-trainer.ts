// Training of several small models at once, many steps in one call: members stand side by side, and
// the steps run inside an ONNX Loop. Members share a learning rate and nothing else: each has its
// own weights, inputs, loss and clipping.

import { InputError } from "@w2s/base";
import { type Arrays, type NdArray, ndarray } from "../array.js";
import { gradients } from "../gradient.js";
import { add, div, minimum, mul } from "../ops/binary.js";
import { sum } from "../ops/broadcast.js";
import { gather } from "../ops/gather.js";
import { expandDims } from "../ops/layout.js";
import { sqrt } from "../ops/unary.js";
import { compile, input, type Program, type Signature } from "../program.js";
import type { Executable, Runtime, RuntimeOptions } from "../runtime/runtime.js";
import type { Tensor, Tensors } from "../tensor.js";
import type { Optimizer } from "./optimizer.js";
import { filledPacks, memberValues, type Pack, packSignature, packsOf, unpacked } from "./packs.js";
import { Places, slotSignature, stepsOver, updated, zeros } from "./round.js";

/** What `LoopTrainer` trains: members of one architecture, on their own losses, together. */
export interface LoopSpec {
  /** How many are trained, at least 1. */
  readonly members: number;
  /** One member's; float32, static shapes. */
  readonly parameters: Signature;
  /** Weights that nobody trains and all share. */
  readonly frozen?: Signature;
  /** What one step is given, for all members. */
  readonly inputs: Signature;
  /**
   * Every member's mean loss, `[members]`, from weights `[members, ...]`. A member's loss must
   * depend on its own weights alone.
   */
  loss(context: {
    readonly weights: Tensors;
    readonly frozen: Tensors;
    readonly inputs: Tensors;
  }): Tensor;
  readonly optimizer: Optimizer;
  /**
   * Whether a parameter has weight decay, where the optimizer's is decoupled; default: all have.
   */
  readonly decays?: (parameter: string) => boolean;
  /**
   * A member's gradients are scaled down to this Euclidean length where they are longer; above 0,
   * default: never.
   */
  readonly clipNorm?: number;
}

/** Parameters and optimizer slots in packs, and how many steps they have seen. */
export interface LoopState {
  readonly arrays: Arrays;
  readonly steps: number;
}

const stepped = ({ dtype, shape }: Signature[string]) => input(dtype, ["steps", ...shape]);
const prefixed = (prefix: string, arrays: Arrays): [string, NdArray][] =>
  Object.entries(arrays).map(([name, array]) => [`${prefix}${name}`, array]);

/** What goes round: every pack, and its slots. */
function stateSignature({ members, optimizer }: LoopSpec, packs: readonly Pack[]): Signature {
  const parameters = packSignature(packs, members);
  return { ...parameters, ...slotSignature(parameters, optimizer) };
}

/** Names of the optimizer's numbers: one set for packs that decay, one for the others. */
function numberNames({ optimizer }: LoopSpec, decays: boolean): string[] {
  return optimizer.numbers(1, 1).map((_, i) => `number ${i}${decays ? "" : " undecayed"}`);
}

/** Outputs `next NAME` for all that goes round, and `losses` and `norms`: `[steps, members]`. */
function loopProgram(spec: LoopSpec, packs: readonly Pack[]): Program {
  const state = stateSignature(spec, packs);
  const numbers = [true, false].flatMap((decays) => numberNames(spec, decays));
  const given = Object.entries(spec.inputs).map(
    ([name, type]) => [`input ${name}`, stepped(type)] as const,
  );
  const signature: Signature = {
    ...state,
    ...spec.frozen,
    ...Object.fromEntries(given),
    ...Object.fromEntries(numbers.map((name) => [name, input("float32", ["steps"])])),
    count: input("int64", []),
  };
  return compile(signature, (tensors) => {
    const frozen = pick(tensors, Object.keys(spec.frozen ?? {}));
    const { next, histories } = stepsOver(state, tensors, (current, iteration) => {
      const now = (name: string): Tensor => gather(tensors[name]!, iteration);
      const inputs = Object.keys(spec.inputs).map((name) => [name, now(`input ${name}`)] as const);
      const { next, losses, norms } = step(spec, packs, current, {
        frozen,
        inputs: Object.fromEntries(inputs),
        numbers: (decays) => numberNames(spec, decays).map(now),
      });
      return { next, histories: [losses, norms] };
    });
    const [losses, norms] = histories;
    return { ...next, losses: losses!, norms: norms! };
  });
}

const pick = (tensors: Tensors, names: readonly string[]): Tensors =>
  Object.fromEntries(names.map((name) => [name, tensors[name]!]));

interface StepContext {
  readonly frozen: Tensors;
  readonly inputs: Tensors;
  numbers(decays: boolean): readonly Tensor[];
}

function step(spec: LoopSpec, packs: readonly Pack[], state: Tensors, context: StepContext) {
  const { frozen, inputs } = context;
  const weights: Tensors = Object.assign(
    {},
    ...packs.map((pack) => unpacked(pack, state[pack.name]!)),
  );
  const losses = spec.loss({ weights, frozen, inputs });
  const derivatives = gradients(
    sum(losses),
    packs.map(({ name }) => state[name]!),
  );
  const norms = sqrt(derivatives.map((g) => sum(mul(g, g), 1)).reduce(add));
  const clip = spec.clipNorm === undefined ? undefined : minimum(div(spec.clipNorm, norms), 1);
  const next = packs.flatMap(({ name, decays }, i) => {
    const gradient = clip ? mul(derivatives[i]!, expandDims(clip, 1)) : derivatives[i]!;
    return updated(spec.optimizer, name, state, { gradient, numbers: context.numbers(decays) });
  });
  return { next: Object.fromEntries(next), losses, norms };
}

/** A spec that is loaded more than once, as for several threads, is compiled once. */
const programs = new WeakMap<
  LoopSpec,
  { readonly packs: readonly Pack[]; readonly program: Program }
>();

function compiled(spec: LoopSpec, layOut: () => Pack[]) {
  const known = programs.get(spec);
  if (known) return known;
  const packs = layOut();
  const made = { packs, program: loopProgram(spec, packs) };
  programs.set(spec, made);
  return made;
}

/** A loaded program that trains members together. */
export class LoopTrainer {
  private readonly state: Signature;
  private readonly places: Places;

  private constructor(
    private readonly spec: LoopSpec,
    private readonly packs: readonly Pack[],
    private readonly executable: Executable,
  ) {
    this.state = stateSignature(spec, packs);
    this.places = new Places(this.state);
  }

  /** @throws InputError for fewer than one member, and what `compile` refuses. */
  static async load(
    runtime: Runtime,
    spec: LoopSpec,
    options?: RuntimeOptions,
  ): Promise<LoopTrainer> {
    const { members, parameters, decays = () => true } = spec;
    if (!Number.isInteger(members) || members < 1) {
      throw new InputError(
        `training: members must be a whole number of at least 1, got ${members}`,
      );
    }
    const { packs, program } = compiled(spec, () => packsOf(parameters, members, decays));
    return new LoopTrainer(spec, packs, await runtime.load(program, options));
  }

  /** Fresh optimizer slots; `initial` has every member's parameters, which are copied. */
  start(initial: readonly Arrays[]): LoopState {
    const arrays = { ...zeros(this.state), ...filledPacks(this.packs, initial) };
    return { arrays, steps: 0 };
  }

  /** A member's parameters, copied. */
  parametersOf(state: LoopState, member: number): Arrays {
    return memberValues(this.packs, state.arrays, member);
  }

  /**
   * Takes a step for each learning rate: step i with what stands at i of every input, `[steps,
   * ...]`. Gives the next state, losses and gradient lengths before clipping, `[steps, members]`;
   * nothing is refused where they are not finite: a member's own numbers tell. A state's arrays
   * hold until the call after next.
   */
  async run(
    state: LoopState,
    frozen: Arrays,
    inputs: Arrays,
    rates: readonly number[],
  ): Promise<{
    readonly state: LoopState;
    readonly losses: NdArray<"float32">;
    readonly norms: NdArray<"float32">;
  }> {
    if (rates.length === 0)
      throw new InputError("training: a call needs at least one step, got none");
    const feeds = {
      ...state.arrays,
      ...frozen,
      ...Object.fromEntries(prefixed("input ", inputs)),
      ...this.numbers(state.steps, rates),
      count: ndarray(BigInt64Array.of(BigInt(rates.length)), []),
    };
    const results = await this.executable.run(feeds, this.places.take());
    return {
      state: { arrays: this.places.read(results), steps: state.steps + rates.length },
      losses: results.losses as NdArray<"float32">,
      norms: results.norms as NdArray<"float32">,
    };
  }

  private numbers(first: number, rates: readonly number[]): Arrays {
    const columns = [true, false].flatMap((decays) => {
      const each = rates.map((rate, i) => this.spec.optimizer.numbers(first + i + 1, rate, decays));
      return numberNames(this.spec, decays).map((name, n) => {
        const values = Float32Array.from(each, (numbers) => numbers[n]!);
        return [name, ndarray(values, [rates.length])] as const;
      });
    });
    return Object.fromEntries(columns);
  }

  async release(): Promise<void> {
    await this.executable.release();
  }
}
