// ONNX Runtime in Node.

import * as ort from "onnxruntime-node";
import type { DType, NdArray, TypedData } from "../array.js";
import { InputError } from "../errors.js";
import type { Program } from "../program.js";
import { checkFeeds, type Executable, type Feeds, type Results, type Runtime } from "./runtime.js";

function toOrt({ dtype, data, shape }: NdArray): ort.Tensor {
  return new ort.Tensor(dtype, data as Float32Array, shape as number[]);
}

function fromOrt(tensor: ort.Tensor): NdArray {
  const dtype = tensor.type as DType;
  return { dtype, shape: [...tensor.dims], data: tensor.data as TypedData[DType] };
}

class NodeExecutable<I extends string, O extends string> implements Executable<I, O> {
  constructor(
    private readonly session: ort.InferenceSession,
    private readonly program: Program<I, O>,
  ) {}

  async run(feeds: Feeds<I>, into: Partial<Results<O>> = {}): Promise<Results<O>> {
    checkFeeds(this.program.inputs, feeds);
    const inputs = Object.keys(this.program.inputs).map((name) => [name, toOrt(feeds[name as I])]);
    const places = Object.keys(this.program.outputs).map((name) => {
      const place = into[name as O];
      return [name, place ? toOrt(place) : null];
    });
    const outputs = await this.session.run(Object.fromEntries(inputs), Object.fromEntries(places));
    return Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => [name, into[name as O] ?? fromOrt(tensor)]),
    ) as Results<O>;
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

/** The runtime's fusions have no double kernels. */
function usesDouble({ inputs, outputs }: Program): boolean {
  return [...Object.values(inputs), ...Object.values(outputs)].some(({ dtype }) => dtype === "float64");
}

/** The CPU runtime of onnxruntime-node. */
export const nodeRuntime: Runtime = {
  name: `onnxruntime-node ${ort.env.versions.node ?? ort.env.versions.common}, cpu`,
  async load<I extends string, O extends string>(program: Program<I, O>, { threads = 1 } = {}) {
    if (!Number.isInteger(threads) || threads < 1) {
      throw new InputError(`runtime: threads must be a whole number of at least 1, got ${threads}`);
    }
    const session = await ort.InferenceSession.create(program.model, {
      executionProviders: ["cpu"],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: usesDouble(program) ? "basic" : "all",
      logSeverityLevel: 3,
    });
    return new NodeExecutable(session, program);
  },
};

/** Compiles, loads, runs once and frees: for tests and small one-off computations. */
export async function runOnce<I extends string, O extends string>(
  program: Program<I, O>,
  feeds: Feeds<I>,
): Promise<Results<O>> {
  const executable = await nodeRuntime.load(program);
  try {
    return await executable.run(feeds);
  } finally {
    await executable.release();
  }
}
