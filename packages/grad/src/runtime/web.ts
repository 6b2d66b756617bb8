// ONNX Runtime in a browser: onnxruntime-web, on WebAssembly or WebGPU. Its module is handed in, as
// whoever builds a page decides which of its builds to send.

import type { Env, InferenceSession, Tensor, TensorConstructor } from "onnxruntime-common";
import type { Arrays, DType, NdArray, TypedData } from "../array.js";
import type { Program } from "../program.js";
import {
  type ClosableRuntime,
  checkFeeds,
  type Executable,
  type Feeds,
  placed,
  type Results,
  type Runtime,
  type RuntimeOptions,
  usesDouble,
} from "./runtime.js";

/** What of onnxruntime-web is used; its module has it. */
export interface OrtWeb {
  readonly env: Env;
  readonly InferenceSession: { create: WebCreate };
  readonly Tensor: TensorConstructor;
}
type WebCreate = (
  model: Uint8Array,
  options: InferenceSession.SessionOptions,
) => Promise<InferenceSession>;

/** Where a browser computes. "cpu" is WebAssembly. */
export type WebDevice = "cpu" | "webgpu";

/**
 * The runtime of a browser. How many threads WebAssembly has is `ort.env.wasm.numThreads`, set
 * before the first program is loaded; the `threads` of a program change nothing.
 */
export function webRuntime(ort: OrtWeb, device: WebDevice = "cpu"): Runtime {
  const versions: Readonly<Record<string, string | undefined>> = ort.env.versions;
  const runtime: Runtime = {
    name: `onnxruntime-web ${versions.web ?? versions.common}, ${device}`,
    device,
    load: async (program, options) => {
      const session = await ort.InferenceSession.create(program.modelFor(device), {
        executionProviders: [device === "cpu" ? "wasm" : device],
        graphOptimizationLevel: usesDouble(program) ? "basic" : "all",
        logSeverityLevel: device === "cpu" ? 3 : 4,
        enableMemPattern: options?.planned ?? true,
      });
      return executable(ort, session, program, options);
    },
    placement: () => ({ nodes: 0, onCpu: {} }),
    apart: (): ClosableRuntime => ({ ...runtime, close: () => Promise.resolve() }),
  };
  return runtime;
}

function executable<I extends string, O extends string>(
  { Tensor }: OrtWeb,
  session: InferenceSession,
  { inputs }: Program<I, O>,
  { held = {} }: RuntimeOptions = {},
): Executable<I, O> {
  let known: Arrays = held;
  const toOrt = ({ dtype, data, shape }: NdArray): Tensor =>
    new Tensor(dtype, data as Float32Array, shape);
  const toOrtAll = (arrays: Arrays) =>
    Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, toOrt(array)]));
  const kept = toOrtAll(held);
  return {
    async run(given: Feeds<I>, into: Partial<Results<O>> = {}) {
      const feeds: Arrays = { ...known, ...given };
      checkFeeds(inputs, feeds);
      const tensors = Object.keys(inputs).map(
        (name) => [name, kept[name] ?? toOrt(feeds[name]!)] as const,
      );
      const outputs = await session.run(Object.fromEntries(tensors));
      return Object.fromEntries(
        Object.entries(outputs).map(([name, tensor]) => [
          name,
          placed(fromOrt(tensor), into[name as O]),
        ]),
      ) as Results<O>;
    },
    async hold(more: Arrays) {
      known = { ...known, ...more };
      Object.assign(kept, toOrtAll(more));
    },
    release: () => session.release(),
  };
}

function fromOrt({ type, dims, data }: Tensor): NdArray {
  return { dtype: type as DType, shape: [...dims], data: data as TypedData[DType] };
}
