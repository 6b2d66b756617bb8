// Where programs run: the execution providers of onnxruntime-node that training is checked on.

import { InputError } from "@w2s/base";

/** Names of the devices that programs run on. */
export const devices = ["cpu", "cuda", "webgpu"] as const;
/** One of `devices`. */
export type Device = (typeof devices)[number];

/**
 * What a model is written for: a device, the CPU with vectors of 256 bits, whose products want
 * another form, or any runtime that knows the standard's ops ("anywhere").
 */
export type Target = Device | "cpu-avx2" | "anywhere";

/** Whether that is a CPU. */
export function isCpu(target: Target): boolean {
  return target === "cpu" || target === "cpu-avx2";
}

/**
 * Whether ONNX Runtime's own ops (FusedMatMul and its like) have kernels there, besides the
 * standard's.
 */
export function hasOwnKernels(target: Target): boolean {
  return isCpu(target) || target === "cuda";
}

/** A device by its name. @throws InputError for another name. */
export function deviceNamed(name: string, option = "device"): Device {
  const known = devices.find((device) => device === name);
  if (known !== undefined) return known;
  throw new InputError(`${option}: must be one of ${devices.join(", ")}, got "${name}"`);
}

/** What a user can do where a device cannot be had. */
export const deviceAdvice: Readonly<Record<Device, string>> = {
  cpu: "set ONNXRUNTIME_NODE_INSTALL=skip, remove node_modules and install again",
  cuda:
    "it needs Linux x64, an NVIDIA GPU, CUDA 12, cuDNN 9 and onnxruntime's CUDA library, which " +
    '"npm rebuild onnxruntime-node --ignore-scripts=false --onnxruntime-node-install=cuda12" ' +
    "downloads; or use --device cpu",
  webgpu: "it needs a GPU with a Vulkan, Metal or Direct3D 12 driver; or use --device cpu",
};

/** A runtime's complaint without its source lines: what a person can use of it. */
export function plainReason(message: string): string {
  return message
    .replace(/^\/\S+ .*? adapter_result\.status == .*? was false\. ?/s, "")
    .replace(/^(OrtSessionOptionsAppendExecutionProvider_\w+: )+/, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, 200);
}
