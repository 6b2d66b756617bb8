// ONNX nodes that no program may hold, because what they compute on the CPU is not settled by their
// inputs. Each was read in ONNX Runtime's kernels; docs/design/determinism.md says what was found.

import { InputError } from "@w2s/base";
import { isCpu, type Target } from "../runtime/device.js";
import type { OnnxAttributes } from "./parts.js";

interface Refusal {
  refuses(attributes: OnnxAttributes, target: Target): boolean;
  readonly why: string;
  readonly instead: string;
}

/** Programs for GPUs run there, and fall back to the CPU only for ops that have no kernel there. */
const onCpu = (target: Target) => isCpu(target) || target === "anywhere";

const unseeded: Refusal = {
  refuses: (attributes) => !("seed" in attributes),
  why: "draws other numbers in every session",
  instead: "give it a seed, or draw the numbers outside and make them an input",
};

/** By the ONNX op's name. */
const refusals: Readonly<Record<string, Refusal>> = {
  ScatterND: {
    refuses: ({ reduction = { string: "none" } }, target) =>
      onCpu(target) && !("string" in reduction && reduction.string === "none"),
    why: "reduces rows from several threads without a lock, and loses some",
    instead: "use scatterAdd or scatterAddND, or addToRows inside an op's emit",
  },
  RandomNormal: unseeded,
  RandomNormalLike: unseeded,
  RandomUniform: unseeded,
  RandomUniformLike: unseeded,
  Bernoulli: unseeded,
  Multinomial: unseeded,
  Dropout: unseeded,
};

/**
 * Refuses a node whose result would vary from run to run, or lose values, on that target.
 * @throws InputError that names the node, the reason and what to use instead.
 */
export function requireSettled(opType: string, attributes: OnnxAttributes, target: Target): void {
  const refusal = refusals[opType];
  if (!refusal?.refuses(attributes, target)) return;
  throw new InputError(`compile: ONNX ${opType} ${refusal.why}; ${refusal.instead}`);
}
