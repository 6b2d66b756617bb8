// What goes round in a training loop, whoever is trained: parameters and their optimizer's slots,
// and how a step changes them.

import { type Arrays, type NdArray, zerosArray } from "../array.js";
import { loop } from "../ops/loop.js";
import type { Signature } from "../program.js";
import type { Tensor, Tensors } from "../tensor.js";
import type { Optimizer } from "./optimizer.js";

const slotName = (parameter: string, slot: string): string => `${parameter}/${slot}`;
/** What a state is called when it comes out of a loop. */
export const nextName = (name: string): string => `next ${name}`;

/** The slots of parameters, named `PARAMETER/SLOT`. */
export function slotSignature(parameters: Signature, optimizer: Optimizer): Signature {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, type]) =>
      optimizer.slots.map((slot) => [slotName(name, slot), type] as const),
    ),
  );
}

/** A loop of `count` steps over the states named in the signature, which stand in `tensors`. */
export function stepsOver(
  state: Signature,
  tensors: Tensors,
  step: (
    current: Tensors,
    iteration: Tensor,
  ) => { readonly next: Tensors; readonly histories: readonly Tensor[] },
): { readonly next: Tensors; readonly histories: readonly Tensor[] } {
  const names = Object.keys(state);
  const { states, histories } = loop(
    tensors.count!,
    names.map((name) => tensors[name]!),
    (iteration, current) => {
      const named = Object.fromEntries(names.map((name, i) => [name, current[i]!]));
      const { next, histories } = step(named, iteration);
      return { states: names.map((name) => next[name]!), histories };
    },
  );
  const next = names.map((name, i) => [nextName(name), states[i]!] as const);
  return { next: Object.fromEntries(next), histories };
}

/** A parameter and its slots after a step, under their names. */
export function updated(
  optimizer: Optimizer,
  name: string,
  state: Tensors,
  given: {
    readonly gradient: Tensor;
    readonly numbers: readonly Tensor[];
    readonly rate?: Tensor | undefined;
  },
): [string, Tensor][] {
  const slots = optimizer.slots.map((slot) => state[slotName(name, slot)]!);
  const next = optimizer.update({ rate: undefined, ...given, parameter: state[name]!, slots });
  return [
    [name, next.parameter],
    ...optimizer.slots.map((slot, i): [string, Tensor] => [slotName(name, slot), next.slots[i]!]),
  ];
}

/**
 * Where states are written in turn: new arrays each time would be garbage faster than it is
 * collected.
 */
export class Places {
  private readonly pair: readonly [Arrays, Arrays];
  private turn = 0;

  constructor(private readonly state: Signature) {
    this.pair = [zeros(state, nextName), zeros(state, nextName)];
  }

  /** For the next run's outputs; they hold until the one after it. */
  take(): Arrays {
    this.turn = 1 - this.turn;
    return this.pair[this.turn]!;
  }

  /** What a run wrote, under the states' own names. */
  read(results: Arrays, names: Signature = this.state): Arrays {
    return Object.fromEntries(Object.keys(names).map((name) => [name, results[nextName(name)]!]));
  }
}

/** Zeros of static shapes, under their names. */
export function zeros(
  signature: Signature,
  named: (name: string) => string = (name) => name,
): Arrays {
  return Object.fromEntries(
    Object.entries(signature).map(([name, { dtype, shape }]): [string, NdArray] => [
      named(name),
      zerosArray(dtype, shape as readonly number[]),
    ]),
  );
}
