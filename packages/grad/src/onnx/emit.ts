// From a graph of tensors to one ONNX model. Equal nodes are emitted once; what a loop body does
// not change is emitted outside of it; constants stand at the top.

import { InternalError } from "@w2s/base";
import { type NdArray, ndarray, sizeOf } from "../array.js";
import type { ops } from "../ops/table.js";
import type { Target } from "../runtime/device.js";
import type { Dim, Shape } from "../shape.js";
import type { Emitter, Node, NodeOptions, Tensor } from "../tensor.js";
import { nodesBelow } from "../walk.js";
import type { OnnxAttribute, OnnxAttributes, OnnxGraphAttribute } from "./parts.js";
import { encodeGraph, encodeModel, encodeTensor } from "./proto.js";
import { requireSettled } from "./refused.js";
import { madeDims, openDims, Scope } from "./scope.js";

type LoopAttrs = Parameters<typeof ops.loop.infer>[1];

class ModelEmitter {
  private readonly root = new Scope();
  private readonly initializers: Uint8Array[] = [];
  private readonly constants = new Map<string, string>();
  private readonly bigConstants = new Map<NdArray, string>();
  private readonly scopes = new Map<Node, Scope>();
  private readonly renaming = new Map<string, string>();
  /** By symbolic dimension: the first node that makes one. */
  private readonly makers = new Map<string, Node>();
  private count = 0;

  constructor(private readonly target: Target) {}

  /** The model's graph. Inputs named in `held` are values that the graph will hold itself. */
  graph(
    inputs: Readonly<Record<string, Tensor>>,
    outputs: Readonly<Record<string, Tensor>>,
    held: ReadonlySet<string>,
  ): Uint8Array {
    const inputInfos = Object.entries(inputs).map(([name, tensor]) => {
      this.scopes.set(tensor.node, this.root);
      this.root.bind(tensor, name);
      return { name, dtype: tensor.dtype, shape: tensor.shape };
    });
    this.emitAll(Object.values(outputs), this.root);
    const outputInfos = Object.entries(outputs).map(([name, tensor]) => {
      this.renaming.set(this.outputValue(tensor, this.root), name);
      return { name, dtype: tensor.dtype, shape: tensor.shape };
    });
    const { nodes } = this.root;
    const { initializers } = this;
    const given = inputInfos.filter(({ name }) => !held.has(name));
    const graph = { name: "w2s", nodes, initializers, inputs: given, outputs: outputInfos };
    return encodeGraph(graph, this.renaming);
  }

  /**
   * The value that a graph gives for one of its outputs: the tensor's own where a node of this
   * graph makes it and no other output is it already, else a copy.
   */
  private outputValue(tensor: Tensor, scope: Scope): string {
    const value = this.nameOf(tensor, scope);
    if (scope.made.delete(value)) return value;
    const copy = this.emitterFor(scope).one("Identity", [value]);
    scope.made.delete(copy);
    return copy;
  }

  private emitAll(tensors: readonly Tensor[], within: Scope): void {
    const order = nodesBelow(tensors);
    for (const node of order) {
      for (const dim of madeDims(node)) if (!this.makers.has(dim)) this.makers.set(dim, node);
    }
    for (const node of order) this.emitNode(node, within);
  }

  private emitNode(node: Node, within: Scope): void {
    if (this.scopes.has(node)) return;
    const scope = this.scopeOf(node, within);
    this.scopes.set(node, scope);
    const inputs = node.inputs.map((input) => this.nameOf(input, scope));
    const key = shareKey(node, inputs);
    const shared = key === undefined ? undefined : scope.find((s) => s.shared.get(key));
    const names = shared ?? node.op.emit(this.emitterFor(scope), inputs, node);
    if (key !== undefined && !shared) scope.shared.set(key, names);
    node.outputs.forEach((output, i) => {
      scope.bind(output, names[i]!);
    });
  }

  /** The outermost graph in which all that a node depends on is known, its sizes included. */
  private scopeOf(node: Node, within: Scope): Scope {
    const needed = [...node.inputs, ...freeTensors(node)].map((input) =>
      this.scopes.get(input.node),
    );
    const sizes = ownDims(node).map((dim) => within.find((s) => (s.dims.has(dim) ? s : undefined)));
    const scope = [...needed, ...sizes].reduce<Scope>(
      (deepest, s) => (s && s.depth > deepest.depth ? s : deepest),
      this.root,
    );
    if (scope.depth > within.depth)
      throw new InternalError("a loop's inner value is used outside of it");
    return this.whereSized(node, scope, within);
  }

  /**
   * The scope itself, or the one inside of it that knows the dimensions which no input of the node
   * tells: zeros for a batch stand where the batch is cut out.
   */
  private whereSized(node: Node, scope: Scope, within: Scope): Scope {
    return openDims(node).reduce<Scope>((deepest, dim) => {
      if (deepest.find((s) => s.dims.get(dim))) return deepest;
      const maker = this.makers.get(dim);
      if (!maker || maker === node) return deepest;
      if (!this.scopes.has(maker)) this.emitAll(maker.outputs, within);
      const known = this.scopes.get(maker)!;
      return known.depth > deepest.depth ? known : deepest;
    }, scope);
  }

  private nameOf(tensor: Tensor, scope: Scope): string {
    const name = scope.find((s) => s.values.get(tensor));
    if (name !== undefined) return name;
    throw new InternalError(`${tensor.node.op.name} is used before it is emitted`);
  }

  private emitterFor(scope: Scope): Emitter {
    const add = (
      opType: string,
      inputs: readonly string[],
      attributes: OnnxAttributes = {},
      { domain = "", outputs = 1 }: NodeOptions = {},
    ): string[] => {
      const names = Array.from({ length: outputs }, () => this.fresh());
      this.write(scope, opType, inputs, attributes, names, domain);
      return names;
    };
    return {
      target: this.target,
      add,
      one: (opType, inputs, attributes, domain) =>
        add(opType, inputs, attributes, domain === undefined ? {} : { domain })[0]!,
      constant: (value) => this.constant(value),
      shapeVector: (shape) => this.shapeVector(shape, scope),
      body: (inputs, outputs) => this.body(inputs, outputs, scope),
    };
  }

  private body(
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
    parent: Scope,
  ): OnnxGraphAttribute {
    const scope = new Scope(parent);
    const inputInfos = inputs.map((tensor) => {
      const name = this.fresh();
      this.scopes.set(tensor.node, scope);
      scope.bind(tensor, name);
      return { name, dtype: tensor.dtype, shape: tensor.shape };
    });
    this.emitAll(outputs, scope);
    const outputInfos = outputs.map((tensor) => {
      const name = this.outputValue(tensor, scope);
      return { name, dtype: tensor.dtype, shape: tensor.shape };
    });
    const { nodes } = scope;
    return {
      graph: {
        name: this.fresh(),
        nodes,
        initializers: [],
        inputs: inputInfos,
        outputs: outputInfos,
      },
    };
  }

  private write(
    scope: Scope,
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>>,
    outputs: readonly string[],
    domain: string,
  ): void {
    requireSettled(opType, attributes, this.target);
    scope.nodes.push({ opType, domain, inputs, outputs, attributes });
    for (const output of outputs) scope.made.add(output);
  }

  private fresh(): string {
    return `v${this.count++}`;
  }

  private constant(value: NdArray): string {
    const small = sizeOf(value.shape) <= 64;
    const key = small
      ? `${value.dtype}[${value.shape.join()}]${Array.from(value.data, formatExact).join()}`
      : "";
    const known = small ? this.constants.get(key) : this.bigConstants.get(value);
    if (known !== undefined) return known;
    const name = this.fresh();
    this.initializers.push(encodeTensor(name, value));
    if (small) this.constants.set(key, name);
    else this.bigConstants.set(value, name);
    return name;
  }

  private shapeVector(shape: Shape, scope: Scope): string {
    if (shape.every((dim) => typeof dim === "number")) return this.int64Vector(shape as number[]);
    const parts = shape.map((dim) => this.dimVector(dim, scope));
    if (parts.length === 1) return parts[0]!;
    return this.emitterFor(scope).one("Concat", parts, { axis: { int: 0 } });
  }

  private int64Vector(values: readonly number[]): string {
    return this.constant(ndarray(BigInt64Array.from(values, BigInt), [values.length]));
  }

  /**
   * The size of one dimension as a vector of one, read off a tensor that has it; products factor by
   * factor.
   */
  private dimVector(dim: Dim, scope: Scope): string {
    if (typeof dim === "number") return this.int64Vector([dim]);
    const source = scope.find((s) => s.dims.get(dim));
    const key = `dim ${dim}`;
    const known = scope.find((s) => s.shared.get(key));
    if (known) return known[0]!;
    const emitter = this.emitterFor(scope);
    const name = source
      ? emitter.one("Shape", [source.value], {
          start: { int: source.axis },
          end: { int: source.axis + 1 },
        })
      : this.productVector(dim, scope, emitter);
    scope.shared.set(key, [name]);
    return name;
  }

  private productVector(dim: string, scope: Scope, emitter: Emitter): string {
    const factors = dim.split("*");
    if (factors.length === 1)
      throw new InternalError(`no tensor tells the size of dimension ${dim}`);
    return factors
      .map((factor) => this.dimVector(/^\d+$/.test(factor) ? Number(factor) : factor, scope))
      .reduce((product, factor) => emitter.one("Mul", [product, factor]));
  }
}

const factorsOf = (shape: Shape): string[] =>
  shape.flatMap((dim) =>
    typeof dim === "string" ? dim.split("*").filter((factor) => !/^\d+$/.test(factor)) : [],
  );

/** Symbolic dimensions of a node's results that none of its inputs has. */
function ownDims({ inputs, outputs }: Node): string[] {
  const given = new Set(inputs.flatMap(({ shape }) => factorsOf(shape)));
  return outputs.flatMap(({ shape }) => factorsOf(shape)).filter((dim) => !given.has(dim));
}

function formatExact(value: number | bigint): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Nodes with equal keys compute equal values; undefined for those that must not be shared. */
function shareKey(node: Node, inputs: readonly string[]): string | undefined {
  if (node.op.name === "constant" || node.op.name === "loop") return undefined;
  return `${node.op.name}(${inputs.join()})${JSON.stringify(node.attrs)}`;
}

/**
 * Tensors from outside that a loop's body uses: its placeholders of enclosing loops decide where
 * the loop stands.
 */
function freeTensors(node: Node): Tensor[] {
  if (node.op.name !== "loop") return [];
  const { bodyInputs, bodyOutputs } = node.attrs as LoopAttrs;
  const own = new Set(bodyInputs.map((tensor) => tensor.node));
  return nodesBelow(bodyOutputs)
    .filter((inner) => inner.op.name === "input" && !own.has(inner))
    .flatMap((inner) => [...inner.outputs]);
}

/**
 * Emits a model (a serialised ModelProto) with the given inputs and outputs, by name, in the form
 * that its target runs best.
 * @throws InputError when an output depends on an input that is not listed.
 */
export function emitModel(
  inputs: Readonly<Record<string, Tensor>>,
  outputs: Readonly<Record<string, Tensor>>,
  target: Target = "cpu",
): Uint8Array {
  return encodeModel(new ModelEmitter(target).graph(inputs, outputs, new Set()));
}

/**
 * Emits the graph alone (a serialised GraphProto), with `weights` neither inputs nor initializers
 * yet: whoever writes the model adds their values to it.
 * @throws InputError when an output depends on an input that is not listed.
 */
export function emitGraph(
  inputs: Readonly<Record<string, Tensor>>,
  weights: Readonly<Record<string, Tensor>>,
  outputs: Readonly<Record<string, Tensor>>,
  target: Target,
): Uint8Array {
  const held = new Set(Object.keys(weights));
  return new ModelEmitter(target).graph({ ...inputs, ...weights }, outputs, held);
}
