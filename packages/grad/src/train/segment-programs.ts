// The two programs of a segment. Weights are named by their place in it, so that segments which
// compute alike are one program.

import { added, gradients } from "../gradient.js";
import { mul } from "../ops/binary.js";
import { sum } from "../ops/broadcast.js";
import { compile, type Program, type Signature } from "../program.js";
import type { Tensor, Tensors } from "../tensor.js";
import type { PlacedSegment, SegmentSpec } from "./segment.js";

export const names = {
  /** The state before, and after. */
  state: "segment state",
  next: "segment next",
  /** What flows back to the state after, and to the state before. */
  cotangent: "segment cotangent",
  back: "segment back",
  loss: "segment loss",
  weight: (i: number) => `segment weight ${i}`,
  /** Of the i-th trained weight. */
  gradient: (i: number) => `segment gradient ${i}`,
  /** What the i-th of some gradients is added to. */
  sum: (i: number) => `segment sum ${i}`,
} as const;

/** From the state before to the state after. */
export function forwardProgram({ inputs }: SegmentSpec, part: PlacedSegment): Program {
  return compile(signatureOf(part, inputs), (tensors) => ({
    [names.next]: run(part, tensors, inputs),
  }));
}

/**
 * From the state before and what flows back to the state after: the gradients of the trained
 * weights, each added to what is given for it where `sums` names it, and what flows back to the
 * state before; from the last segment the loss too.
 */
export function backwardProgram(
  { inputs }: SegmentSpec,
  part: PlacedSegment,
  sums: readonly string[],
): Program {
  const { segment, trained, after, isLast, flowsBack, weights } = part;
  const typeOf = (name: string) => weights[segment.weights.indexOf(name)]!;
  const signature: Signature = {
    ...signatureOf(part, inputs),
    ...(isLast ? {} : { [names.cotangent]: after }),
    ...Object.fromEntries(sums.map((name, k) => [names.sum(k), typeOf(name)])),
  };
  return compile(signature, (tensors) => {
    const result = run(part, tensors, inputs);
    // The gradient of this sum is the cotangent's way back; the sum itself is never computed.
    const scalar = isLast ? result : sum(mul(result, tensors[names.cotangent]!));
    const own = trained.map((name) => tensors[names.weight(segment.weights.indexOf(name))]!);
    const derivatives = gradients(scalar, flowsBack ? [...own, tensors[names.state]!] : own);
    const summed = trained.map((name, k) => {
      const at = sums.indexOf(name);
      return [
        names.gradient(k),
        at < 0 ? derivatives[k]! : added(tensors[names.sum(at)]!, derivatives[k]!),
      ] as const;
    });
    return {
      ...(flowsBack ? { [names.back]: derivatives.at(-1)! } : {}),
      ...Object.fromEntries(summed),
      ...(isLast ? { [names.loss]: result } : {}),
    };
  });
}

function signatureOf({ weights, before }: PlacedSegment, inputs: Signature): Signature {
  return {
    ...inputs,
    ...Object.fromEntries(weights.map((type, i) => [names.weight(i), type])),
    ...(before ? { [names.state]: before } : {}),
  };
}

function run({ segment, before }: PlacedSegment, tensors: Tensors, inputs: Signature): Tensor {
  const weights = segment.weights.map((name, i) => [name, tensors[names.weight(i)]!] as const);
  const given = Object.keys(inputs).map((name) => [name, tensors[name]!] as const);
  return segment.run(before && tensors[names.state], {
    weights: Object.fromEntries(weights),
    inputs: Object.fromEntries(given),
  });
}
