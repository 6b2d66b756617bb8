// The binding of onnxruntime-node copies every output into a new array, also one that was written
// where it was told to; for gradients and weights that is most of the memory a step moves, and
// garbage faster than it is collected. It converts outputs in their order once all have been
// computed, and a sequence it refuses to convert: so a sequence that comes first ends the call
// before the first copy.

import type { InferenceSession, OnnxValue } from "onnxruntime-common";
import { zerosArray } from "../array.js";
import { emptySequenceModel } from "../onnx/proto.js";
import type { Program, Signature } from "../program.js";
import { dimSizes, isSized, sizedShape } from "../shape.js";
import { cpuHere } from "./processor.js";
import type { Feeds, Results } from "./runtime.js";

const refused = "w2s: no copies";

/**
 * The program's model with one more output, which comes first and is refused when it is asked for.
 */
export function inPlaceModel(program: Program): Uint8Array {
  return Buffer.concat([emptySequenceModel(refused), program.modelFor(cpuHere())]);
}

/**
 * Runs a session of such a model. All its outputs must have a place, of the right size: they are
 * written there, and nothing is copied.
 */
export async function runInPlace(
  session: InferenceSession,
  inputs: Readonly<Record<string, OnnxValue>>,
  places: Readonly<Record<string, OnnxValue>>,
): Promise<void> {
  try {
    await session.run(inputs, { [refused]: null, ...places });
  } catch (error) {
    if (!(error as Error).message.startsWith("Non tensor type")) throw error;
  }
}

/** Whether the sizes of all outputs follow from those of the inputs. */
export function isPlaceable({
  inputs,
  outputs,
}: {
  inputs: Signature;
  outputs: Signature;
}): boolean {
  const known = new Set(Object.values(inputs).flatMap(({ shape }) => shape));
  return Object.values(outputs).every(({ shape }) => isSized(shape, known));
}

/** A place for every output: the given ones, and new arrays. */
export function placesOf<I extends string, O extends string>(
  { inputs, outputs }: Program<I, O>,
  feeds: Feeds<I>,
  into: Partial<Results<O>>,
): Results<O> {
  const sizes = dimSizes(inputs, feeds);
  const places = (Object.keys(outputs) as O[]).map((name) => {
    const { dtype, shape } = outputs[name];
    return [name, into[name] ?? zerosArray(dtype, sizedShape(shape, sizes))] as const;
  });
  return Object.fromEntries(places) as Results<O>;
}
