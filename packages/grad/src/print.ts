// A graph as text: one line a node, in the order of computation. Equal graphs print equally, so a
// printed graph is also a name for what it computes.

import { createHash } from "node:crypto";
import { type NdArray, sizeOf } from "./array.js";
import { formatShape } from "./shape.js";
import type { Node, Tensor } from "./tensor.js";
import { nodesBelow } from "./walk.js";

interface LoopLike {
  readonly bodyInputs: readonly Tensor[];
  readonly bodyOutputs: readonly Tensor[];
}

/**
 * Prints what the named outputs compute, for example
 * `%2: float32[batch, 10] = matmul(%0, %1) {"transposeA":false,"transposeB":true}`.
 */
export function printGraph(outputs: Readonly<Record<string, Tensor>>): string {
  const names = new Map<Tensor, string>();
  const lines = printNodes(Object.values(outputs), names, "");
  const results = Object.entries(outputs).map(([name, tensor]) => `${name}: ${names.get(tensor)}`);
  return [...lines, `return {${results.join(", ")}}`].join("\n");
}

function printNodes(
  roots: readonly Tensor[],
  names: Map<Tensor, string>,
  indent: string,
): string[] {
  return nodesBelow(roots).flatMap((node) =>
    names.has(node.outputs[0]!) ? [] : printNode(node, names, indent),
  );
}

function printNode(node: Node, names: Map<Tensor, string>, indent: string): string[] {
  const body =
    node.op.name === "loop" ? printBody(node.attrs as LoopLike, names, `${indent}  `) : [];
  const outputs = node.outputs.map((output) => {
    names.set(output, `%${names.size}`);
    return `${names.get(output)}: ${output.dtype}${formatShape(output.shape)}`;
  });
  const inputs = node.inputs.map((input) => names.get(input)).join(", ");
  const line = `${indent}${outputs.join(", ")} = ${node.op.name}(${inputs})${printAttrs(node)}`;
  return body.length > 0 ? [`${line} {`, ...body, `${indent}}`] : [line];
}

function printBody(
  { bodyInputs, bodyOutputs }: LoopLike,
  names: Map<Tensor, string>,
  indent: string,
): string[] {
  const lines = printNodes([...bodyInputs, ...bodyOutputs], names, indent);
  return [...lines, `${indent}next ${bodyOutputs.map((tensor) => names.get(tensor)).join(", ")}`];
}

function printAttrs(node: Node): string {
  if (node.attrs === null || node.op.name === "loop") return "";
  if (node.op.name === "constant")
    return ` ${printValue((node.attrs as { value: NdArray }).value)}`;
  return ` ${JSON.stringify(node.attrs)}`;
}

/** Small constants in full; of others the first values, and the SHA-256 of all bytes. */
function printValue({ shape, data }: NdArray): string {
  const size = sizeOf(shape);
  const shown = Array.from(data.subarray(0, 8), String).join(", ");
  if (size <= 8) return `[${shown}]`;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const hash = createHash("sha256").update(bytes).digest("hex");
  return `[${shown}, ... ${size} values, sha256 ${hash}]`;
}
