// The GPUs of a command: numbers of this machine's, as CUDA_VISIBLE_DEVICES has them, or a kind
// and how many, as a scheduler gives them out.

/** "0,1", or "a100:2"; "gpu" is any kind. */
export const gpusPattern = /^[^:\n]+$|^(?=[^:]*[A-Za-z])[\w.-]+:[1-9]\d*$/;

/** What a scheduler is asked for: as many as there are numbers, "2", or "a100:2". */
export function gpusToAsk(gpus: string): string {
  if (gpus.includes(":")) return gpus.replace(/^gpu:/, "");
  return String(gpus.split(",").filter((one) => one.trim() !== "").length);
}

/**
 * The variables that say which GPUs a command sees. Where a scheduler gave out what was asked for
 * (`W2S_GPUS`, which its script sets) and says which they are, those are the command's.
 */
export function gpuVariables(gpus: string | undefined, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (gpus === undefined || gpus.includes(":")) return {};
  if (env.W2S_GPUS !== undefined && env.CUDA_VISIBLE_DEVICES !== undefined) return {};
  return { CUDA_VISIBLE_DEVICES: gpus };
}
