// An optimizer over whole arenas, piece by piece and in place: parameters, gradients and slots go
// through memory once a step, and what lies between stays in cache.

import { InputError } from "@w2s/base";
import { type NdArray, ndarray } from "../array.js";
import { mul } from "../ops/binary.js";
import { sum } from "../ops/broadcast.js";
import { compile, input, type Program, type Signature } from "../program.js";
import type { Executable, Runtime, RuntimeOptions } from "../runtime/runtime.js";
import type { Optimizer } from "./optimizer.js";

/** Elements a piece: 1 MB each of parameters, gradients and slots. */
const pieceSize = 2 ** 18;

const vector = input("float32", ["n"]);
const one = input("float32", []);

/**
 * One step of an optimizer on a stretch of parameters, whose gradients are first multiplied by
 * `scale`.
 */
function stepProgram(optimizer: Optimizer): Program {
  const numbers = optimizer.numbers(1, 1).map((_, i) => `number${i}`);
  const signature: Signature = {
    parameter: vector,
    gradient: vector,
    scale: one,
    ...Object.fromEntries(optimizer.slots.map((slot) => [slot, vector])),
    ...Object.fromEntries(numbers.map((name) => [name, one])),
  };
  return compile(signature, (tensors) => {
    const next = optimizer.update({
      parameter: tensors.parameter!,
      gradient: mul(tensors.gradient!, tensors.scale!),
      slots: optimizer.slots.map((slot) => tensors[slot]!),
      numbers: numbers.map((name) => tensors[name]!),
      rate: undefined,
    });
    const slots = optimizer.slots.map((slot, i) => [`next ${slot}`, next.slots[i]!] as const);
    return { "next parameter": next.parameter, ...Object.fromEntries(slots) };
  });
}

const squaresProgram = () => compile({ x: vector }, ({ x }) => ({ squares: sum(mul(x, x)) }));

/** A loaded optimizer and its slots for one stretch of parameters; release it when done. */
export class ArenaOptimizer {
  /** By slot: as long as the parameters. */
  readonly slots: Readonly<Record<string, Float32Array>>;
  /** Steps taken. */
  steps = 0;

  private constructor(
    private readonly optimizer: Optimizer,
    private readonly stepper: Executable,
    private readonly squares: Executable,
    length: number,
    private readonly decayed: number,
  ) {
    this.slots = Object.fromEntries(
      optimizer.slots.map((slot) => [slot, new Float32Array(length)]),
    );
  }

  /**
   * Of `length` parameters the first `decayed` (default: all) have weight decay, where it is
   * decoupled.
   */
  static async load(
    runtime: Runtime,
    optimizer: Optimizer,
    length: number,
    options?: RuntimeOptions,
    decayed = length,
  ): Promise<ArenaOptimizer> {
    const stepper = await runtime.load(stepProgram(optimizer), options);
    const squares = (await runtime.load(squaresProgram(), options)) as Executable;
    return new ArenaOptimizer(optimizer, stepper, squares, length, decayed);
  }

  /** The Euclidean length of all gradients together; not a number where one is not. */
  async norm(gradients: Float32Array): Promise<number> {
    let total = 0;
    for (const [from, to] of pieces(gradients.length)) {
      const { squares } = await this.squares.run({ x: stretch(gradients, from, to) });
      total += Number(squares!.data[0]);
    }
    return Math.sqrt(total);
  }

  /**
   * Takes one step in place; gradients are multiplied by `scale` first (for clipping and
   * accumulation).
   * @throws InputError when the gradients are not as many as the parameters.
   */
  async step(
    parameters: Float32Array,
    gradients: Float32Array,
    learningRate: number,
    scale = 1,
  ): Promise<void> {
    if (gradients.length !== parameters.length) {
      throw new InputError(
        `optimizer: needs a gradient for each of ${parameters.length} parameters, got ` +
          `${gradients.length}`,
      );
    }
    this.steps += 1;
    const constants = [true, false].map((decays) => this.constants(learningRate, scale, decays));
    for (const [from, to] of pieces(parameters.length, this.decayed)) {
      const slots = Object.entries(this.slots).map(
        ([name, data]) => [name, stretch(data, from, to)] as const,
      );
      const parameter = stretch(parameters, from, to);
      await this.stepper.run(
        {
          ...constants[from < this.decayed ? 0 : 1],
          ...Object.fromEntries(slots),
          parameter,
          gradient: stretch(gradients, from, to),
        },
        {
          "next parameter": parameter,
          ...Object.fromEntries(slots.map(([name, data]) => [`next ${name}`, data])),
        },
      );
    }
  }

  /** What the step's program is given besides parameters, gradients and slots. */
  private constants(learningRate: number, scale: number, decays: boolean): Record<string, NdArray> {
    const numbers = this.optimizer
      .numbers(this.steps, learningRate, decays)
      .map((number, i) => [`number${i}`, scalarArray(number)]);
    return { scale: scalarArray(scale), ...Object.fromEntries(numbers) };
  }

  async release(): Promise<void> {
    await Promise.all([this.stepper.release(), this.squares.release()]);
  }
}

/** Stretches of at most a piece, none of which reaches over `border`. */
function pieces(length: number, border = length): [from: number, to: number][] {
  const cut = (start: number, end: number): [number, number][] =>
    Array.from({ length: Math.ceil((end - start) / pieceSize) }, (_, i) => [
      start + i * pieceSize,
      Math.min(start + (i + 1) * pieceSize, end),
    ]);
  return [...cut(0, border), ...cut(border, length)];
}

function stretch(data: Float32Array, from: number, to: number): NdArray<"float32"> {
  return ndarray(data.subarray(from, to), [to - from]);
}

function scalarArray(value: number): NdArray<"float32"> {
  return ndarray(Float32Array.of(value), []);
}
