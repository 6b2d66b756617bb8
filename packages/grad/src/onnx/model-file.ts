// A program and its weights as one ONNX file that any runtime opens: the weights are inside, as
// initializers, and the ops are the standard's alone. The file is written piece by piece, so that
// weights are not copied.

import { InputError } from "@w2s/base";
import type { NdArray } from "../array.js";
import { placeholder } from "../ops/source.js";
import type { Signature } from "../program.js";
import type { Tensor } from "../tensor.js";
import { emitGraph } from "./emit.js";
import { initializerPieces, modelPiece } from "./proto.js";

/** A protobuf message holds no more. */
const mostBytes = 2 ** 31 - 1;

/** An ONNX file, in pieces that follow each other. */
export interface ModelFile {
  readonly bytes: number;
  readonly pieces: readonly Uint8Array[];
}

/**
 * Traces `build` over inputs and weights, as `compile` does; `name` is what messages call the file.
 * @throws InputError as `compile`, and for a model that is larger than an ONNX file may be, 2 GB.
 */
export function modelFile(
  name: string,
  inputs: Signature,
  weights: Readonly<Record<string, NdArray>>,
  build: (
    inputs: Readonly<Record<string, Tensor>>,
    weights: Readonly<Record<string, Tensor>>,
  ) => Readonly<Record<string, Tensor>>,
): ModelFile {
  const given = placeholders(inputs);
  const held = placeholders(weights);
  const graph = emitGraph(given, held, build(given, held), "anywhere");
  const initializers = Object.entries(weights).flatMap(([weight, array]) =>
    initializerPieces(weight, array),
  );
  const graphPieces = [graph, ...initializers];
  const graphBytes = totalOf(graphPieces);
  if (graphBytes > mostBytes - 1024) {
    const size = (graphBytes / 1e9).toFixed(3);
    throw new InputError(
      `${name}: would have ${size} GB, and an ONNX file holds less than 2.147; save it as a ` +
        "Hugging Face folder",
    );
  }
  const pieces = [modelPiece(graphBytes), ...graphPieces];
  return { bytes: totalOf(pieces), pieces };
}

function placeholders(signature: Signature): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(signature).map(([name, { dtype, shape }]) => [
      name,
      placeholder(name, dtype, shape),
    ]),
  );
}

function totalOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((total, piece) => total + piece.length, 0);
}
