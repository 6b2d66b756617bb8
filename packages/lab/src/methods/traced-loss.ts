// A loss traced over symbolic batches: what names a method, and what shows, when a study is
// planned, whether it may train students: its shape, what it reads, and that no student's loss
// depends on another student.

import { InputError, shownValue } from "@w2s/base";
import {
  applyOne,
  defineOp,
  type Node,
  nodesBelow,
  placeholder,
  type Shape,
  type Tensor,
} from "@w2s/grad";
import { once } from "../once.js";
import { StudyError } from "../study-error.js";
import {
  type KeptState,
  type LossContext,
  lossParts,
  type NamedLoss,
  type StateAxis,
  type StateSpec,
} from "./loss.js";
import { mixingNode } from "./mixing.js";

/** A loss as a graph: `[batch, students]`, its next state, and what it reads. */
export interface TracedLoss {
  readonly losses: Tensor;
  readonly state: Readonly<Record<string, Tensor>>;
  /** What the loss reads besides logits, labels and progress. */
  readonly reads: ReadonlySet<(typeof readable)[number]>;
}

const readable = ["prior", "index", "uniform", "features", "forward", "teacher"] as const;

const known = new WeakMap<NamedLoss, Map<number, TracedLoss>>();

/**
 * Traces a method's loss for K options, and refuses one that cannot train students: what it returns
 * must be `[batch, students]`, its next state of the shapes declared, no student's loss may depend
 * on another's, and a mean teacher that it reads must be declared. Call it when a study is planned.
 * @throws InputError naming the method, what was required and what arrived.
 */
export function checkLoss(method: NamedLoss, options: number): TracedLoss {
  const ofMethod = once(known, method, () => new Map<number, TracedLoss>());
  return once(ofMethod, options, () => trace(method, options));
}

function trace(method: NamedLoss, options: number): TracedLoss {
  const { name, kept } = method;
  const { state = {} } = kept ?? {};
  const spec = (axes: readonly StateAxis[]): Shape =>
    axes.map((axis) => (axis === "options" ? options : axis));
  for (const [key, { axes }] of Object.entries(state)) checkAxes(name, key, axes);
  const context: LossContext = {
    logits: placeholder("logits", "float32", ["batch", "students", options]),
    labels: placeholder("labels", "float32", ["batch", "students", options]),
    progress: placeholder("progress", "float32", []),
    prior: placeholder("prior", "float32", ["students", options]),
    index: placeholder("index", "int32", ["batch"]),
    uniform: placeholder("uniform", "float32", ["batch"]),
    features: placeholder("features", "float32", ["batch", "width"]),
    forward: (features) => applyOne(forwardOp, [features], { options }),
    state: Object.fromEntries(
      Object.entries(state).map(([key, { axes }]) => [
        key,
        placeholder(`state ${key}`, "float32", spec(axes)),
      ]),
    ),
    teacher: placeholder("teacher", "float32", ["batch", "students", options]),
  };
  const { losses, state: next } = called(method, options, context);
  checkState(name, state, next, context);
  const nodes = nodesBelow([losses, ...Object.values(next)]);
  const mixing = mixingNode(nodes, "students");
  if (mixing !== undefined) {
    throw new InputError(
      `method "${name}": a student's loss must depend on its own scores alone, got one that ` +
        `mixes students (${mixing}); leave their axis, the second, as it is`,
    );
  }
  const reads = readsOf(nodes);
  if (reads.has("teacher") && method.teacher === undefined) {
    throw new InputError(
      `method "${name}": reads a mean teacher that it does not declare; give method(...) one ` +
        "after the state, { decay: 0.999 }",
    );
  }
  return { losses, state: next, reads };
}

function called(method: NamedLoss, options: number, context: LossContext): KeptState {
  const wanted =
    `method "${method.name}": its loss must return [batch, students], one number an example and ` +
    "student, got";
  const { losses, state } = attempt(method, options, context);
  if (!isTensor(losses)) throw new InputError(`${wanted} ${whyNoTensor(losses)}`);
  const { dtype, shape } = losses;
  if (dtype !== "float32" || shape.join() !== "batch,students") {
    throw new InputError(`${wanted} ${dtype}[${shape.join(", ")}]`);
  }
  return { losses, state: state ?? {} };
}

/** What a loss written without types gives may be anything. */
interface Anything {
  readonly losses?: unknown;
  readonly state?: KeptState["state"];
}

function attempt(method: NamedLoss, options: number, context: LossContext): Anything {
  try {
    return lossParts(method, context) ?? {};
  } catch (error) {
    const what = `method "${method.name}": its loss fails for ${options} options`;
    // What an op refuses is the loss's own doing, as anything that it throws.
    throw new StudyError(what, error);
  }
}

function whyNoTensor(value: unknown): string {
  if (value instanceof Promise) return "a promise; it must not be async";
  if (Number.isNaN(value))
    return "NaN, which is no tensor; tensors are added by add(...), not by +: see @w2s/grad";
  return `${value === undefined ? "nothing" : shownValue(value)}, which is no tensor`;
}

function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && "shape" in value && "node" in value;
}

function checkAxes(name: string, key: string, axes: readonly StateAxis[] | undefined): void {
  if (!Array.isArray(axes)) {
    throw new InputError(
      `method "${name}": state "${key}" must have axes, { axes: ["students"] }, got ` +
        `${shownValue(axes)}; a mean teacher is given after the state`,
    );
  }
  const isKnown = axes.every((axis) => ["examples", "students", "options"].includes(axis));
  if (isKnown && axes.includes("students") && new Set(axes).size === axes.length) return;
  throw new InputError(
    `method "${name}": state "${key}" must have the axis "students", and "examples" and ` +
      `"options" once at most, got [${axes.join(", ")}]`,
  );
}

function checkState(
  name: string,
  declared: Readonly<Record<string, StateSpec>>,
  next: Readonly<Record<string, Tensor>>,
  { state }: LossContext,
): void {
  const names = Object.keys(next).sort().join(", ");
  const expected = Object.keys(declared).sort().join(", ");
  if (names !== expected) {
    throw new InputError(
      `method "${name}": its loss must return the next values of its state, ` +
        `${expected || "none"}, got ${names || "none"}`,
    );
  }
  for (const [key, { dtype, shape }] of Object.entries(next)) {
    const wanted = state[key]!.shape.join(", ");
    if (dtype !== "float32" || shape.join(", ") !== wanted) {
      throw new InputError(
        `method "${name}": state "${key}" must stay float32[${wanted}], got ` +
          `${dtype}[${shape.join(", ")}]`,
      );
    }
  }
}

function readsOf(nodes: readonly Node[]): TracedLoss["reads"] {
  const names = new Set(
    nodes.map(({ op, attrs }) =>
      op.name === "input" ? (attrs as { name: string }).name : op.name,
    ),
  );
  return new Set(readable.filter((name) => names.has(name)));
}

/** Stands for the students' second forward pass in a traced loss. */
const forwardOp = defineOp<{ readonly options: number }>({
  name: "forward",
  infer: ([features], { options }) => [
    { dtype: "float32", shape: [features!.shape[0]!, "students", options] },
  ],
  emit: onlyTraced,
  gradient: ({ inputs: [features] }, [g]) => [applyOne(forwardBackOp, [features!, g!], null)],
});

/** What flows back through it. */
const forwardBackOp = defineOp<null>({
  name: "forwardBack",
  infer: ([features]) => [{ dtype: "float32", shape: features!.shape }],
  emit: onlyTraced,
  gradient: "none",
});

function onlyTraced(): never {
  throw new InputError("a traced loss cannot run: its students are not there");
}
