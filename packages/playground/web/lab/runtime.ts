// ONNX Runtime in the worker: its build for WebAssembly, or the one for WebGPU, loaded once.

import { InputError } from "@w2s/base";
import { type Device, type OrtWeb, type Runtime, webRuntime } from "@w2s/grad";
import type { Env } from "onnxruntime-common";
import type { Settings } from "../../src/settings.js";
import { fetchedPacked } from "./fetched.js";

type WebDevice = Settings["device"];

/** A runtime, and what a reader is told of it. */
export interface Loaded {
  readonly runtime: Runtime;
  readonly threads: number;
}

const loaded = new Map<Device, Promise<Loaded>>();

/** The runtime of a device; the same promise each time, but after a failure. */
export function runtimeOf(device: WebDevice, home: string): Promise<Loaded> {
  const known = loaded.get(device) ?? load(device, home);
  loaded.set(device, known);
  known.catch(() => loaded.delete(device));
  return known;
}

async function load(device: WebDevice, home: string): Promise<Loaded> {
  if (typeof WebAssembly === "undefined") {
    throw new InputError("this browser has WebAssembly switched off: the page computes by it");
  }
  const build = device === "cpu" ? "ort-wasm-simd-threaded" : "ort-wasm-simd-threaded.jspi";
  const [ort, wasm] = await Promise.all([
    device === "cpu" ? import("onnxruntime-web/wasm") : import("onnxruntime-web/jspi"),
    fetchedPacked(`${home}ort/${build}.wasm.gz`),
  ]);
  const threads = crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;
  const env: Env = ort.env;
  env.logLevel = "fatal";
  Object.assign(env.wasm, {
    numThreads: threads,
    wasmBinary: wasm,
    wasmPaths: { mjs: `${home}ort/${build}.mjs` },
  });
  return { runtime: breathing(webRuntime(ort as OrtWeb, device)), threads };
}

/** Why this browser cannot compute on WebGPU; null: it can. */
export async function lackOfWebGpu(): Promise<string | null> {
  if (!("Suspending" in WebAssembly)) return "this browser's WebAssembly cannot wait for it (JSPI)";
  const gpu = (navigator as { gpu?: { requestAdapter(): Promise<object | null> } }).gpu;
  if (gpu === undefined) return "this browser has none";
  const adapter = await gpu.requestAdapter().catch(() => null);
  return adapter === null ? "there is no adapter for it here" : null;
}

/** Lets the worker hear the page between two calls, every so often. */
function breathing(runtime: Runtime): Runtime {
  let last = performance.now();
  const breathe = async () => {
    if (performance.now() - last < breathMs) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
  const own: Runtime = {
    ...runtime,
    async load(program, options) {
      const executable = await runtime.load(program, options);
      return {
        async run(feeds, into) {
          await breathe();
          return executable.run(feeds, into);
        },
        hold: (held) => executable.hold(held),
        release: () => executable.release(),
      };
    },
    apart: () => ({ ...own, close: () => Promise.resolve() }),
  };
  return own;
}

const breathMs = 40;
