// What a graph's nodes are made of, between the ops that write them and the encoder: plain values.

import type { DType } from "../array.js";
import type { Shape } from "../shape.js";

/** ONNX element types, for Cast. */
export const onnxType = { float32: 1, float64: 11, int32: 6, int64: 7, bool: 9 } as const;

/** A subgraph, opaque to ops. */
export interface OnnxGraphAttribute {
  readonly graph: GraphParts;
}

export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | OnnxGraphAttribute;
export type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>;

export interface NodeParts {
  readonly opType: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: OnnxAttributes;
}

export interface ValueInfo {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
}

export interface GraphParts {
  readonly name: string;
  readonly nodes: readonly NodeParts[];
  readonly initializers: readonly Uint8Array[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}
