// The few ONNX messages that we write, field by field, over the protobuf library's wire writer.
// Field numbers: onnx.proto3 of ONNX IR version 10.

import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { NdArray } from "../array.js";
import {
  type GraphParts,
  type NodeParts,
  type OnnxAttribute,
  onnxType,
  type ValueInfo,
} from "./parts.js";

const opsets = [
  { domain: "", version: 21 },
  { domain: "com.microsoft", version: 1 },
];
const irVersion = 10;
const attributeType = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const;

type Write = (writer: BinaryWriter) => void;

function message(writer: BinaryWriter, field: number, write: Write): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}

function bytes(writer: BinaryWriter, field: number, value: Uint8Array): void {
  writer.tag(field, WireType.LengthDelimited).bytes(value);
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function integer(writer: BinaryWriter, field: number, value: number | bigint): void {
  writer.tag(field, WireType.Varint).int64(value.toString());
}

function encode(write: Write): Uint8Array {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish();
}

/** Names of values, where they are to be other than the emitter's own. */
export type Renaming = ReadonlyMap<string, string>;

function writeAttribute(
  writer: BinaryWriter,
  name: string,
  value: OnnxAttribute,
  renaming: Renaming,
): void {
  text(writer, 1, name);
  if ("float" in value) writer.tag(2, WireType.Bit32).float(value.float);
  else if ("int" in value) integer(writer, 3, value.int);
  else if ("string" in value) bytes(writer, 4, new TextEncoder().encode(value.string));
  else if ("graph" in value) bytes(writer, 6, encodeGraph(value.graph, renaming));
  else for (const item of value.ints) integer(writer, 8, item);
  const [kind] = Object.keys(value) as [keyof typeof attributeType];
  integer(writer, 20, attributeType[kind]);
}

/** A NodeProto. */
function encodeNode(
  { opType, domain, inputs, outputs, attributes }: NodeParts,
  renaming: Renaming,
): Uint8Array {
  const named = (value: string): string => renaming.get(value) ?? value;
  return encode((writer) => {
    for (const input of inputs) text(writer, 1, named(input));
    for (const output of outputs) text(writer, 2, named(output));
    text(writer, 3, `${opType}_${outputs[0]}`);
    text(writer, 4, opType);
    for (const [name, value] of Object.entries(attributes)) {
      message(writer, 5, (w) => writeAttribute(w, name, value, renaming));
    }
    if (domain) text(writer, 7, domain);
  });
}

/** A TensorProto with raw data. */
export function encodeTensor(name: string, array: NdArray): Uint8Array {
  return encode((writer) => {
    tensorHead(writer, name, array);
    bytes(writer, 9, rawBytes(array));
  });
}

function tensorHead(writer: BinaryWriter, name: string, { dtype, shape }: NdArray): void {
  for (const dim of shape) integer(writer, 1, dim);
  integer(writer, 2, onnxType[dtype]);
  text(writer, 8, name);
}

const rawBytes = ({ data }: NdArray) =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/**
 * A GraphProto's field `initializer`, in two pieces: all that comes before the array's bytes, and
 * these, not copied.
 */
export function initializerPieces(name: string, array: NdArray): readonly [Uint8Array, Uint8Array] {
  const raw = rawBytes(array);
  const head = encode((writer) => {
    tensorHead(writer, name, array);
    writer.tag(9, WireType.LengthDelimited).uint32(raw.length);
  });
  const before = encode((writer) => {
    writer.tag(5, WireType.LengthDelimited).uint32(head.length + raw.length);
    writer.raw(head);
  });
  return [before, raw];
}

function writeValueInfo(writer: BinaryWriter, { name, dtype, shape }: ValueInfo): void {
  text(writer, 1, name);
  message(writer, 2, (type) =>
    message(type, 1, (tensor) => {
      integer(tensor, 1, onnxType[dtype]);
      message(tensor, 2, (dims) => {
        for (const dim of shape) {
          message(dims, 1, (w) => (typeof dim === "number" ? integer(w, 1, dim) : text(w, 2, dim)));
        }
      });
    }),
  );
}

/** A GraphProto. Inputs and outputs keep their names; values inside are renamed. */
export function encodeGraph(parts: GraphParts, renaming: Renaming): Uint8Array {
  const { name, nodes, initializers, inputs, outputs } = parts;
  return encode((writer) => {
    for (const node of nodes) bytes(writer, 1, encodeNode(node, renaming));
    text(writer, 2, name);
    for (const initializer of initializers) bytes(writer, 5, initializer);
    for (const input of inputs) message(writer, 11, (w) => writeValueInfo(w, input));
    for (const output of outputs) message(writer, 12, (w) => writeValueInfo(w, output));
  });
}

/** A ModelProto around a graph. */
export function encodeModel(graph: Uint8Array): Uint8Array {
  return encode((writer) => {
    modelHead(writer);
    bytes(writer, 7, graph);
  });
}

/**
 * The beginning of a ModelProto whose first output is an empty sequence, `name`. A model's bytes
 * may follow: of a field that comes twice, as the graph then does, protobuf merges what is in it.
 */
export function emptySequenceModel(name: string): Uint8Array {
  const node = { opType: "SequenceEmpty", domain: "", inputs: [], outputs: [name], attributes: {} };
  return encode((model) =>
    message(model, 7, (graph) => {
      bytes(graph, 1, encodeNode(node, new Map()));
      message(graph, 12, (value) => {
        text(value, 1, name);
        message(value, 2, (type) =>
          message(type, 4, (sequence) =>
            message(sequence, 1, (element) =>
              message(element, 1, (tensor) => integer(tensor, 1, onnxType.float32)),
            ),
          ),
        );
      });
    }),
  );
}

/** All of a ModelProto that comes before the bytes of its graph, of which there are so many. */
export function modelPiece(graphBytes: number): Uint8Array {
  return encode((writer) => {
    modelHead(writer);
    writer.tag(7, WireType.LengthDelimited).uint32(graphBytes);
  });
}

function modelHead(writer: BinaryWriter): void {
  integer(writer, 1, irVersion);
  text(writer, 2, "w2s");
  for (const { domain, version } of opsets) {
    message(writer, 8, (w) => {
      text(w, 1, domain);
      integer(w, 2, version);
    });
  }
}
