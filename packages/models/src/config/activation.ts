// The activation functions of feed-forward layers, by the names that config.json uses for them.

import { didYouMean, InputError } from "@w2s/base";

/** `gelu` is the exact one (erf), `gelu-tanh` its tanh approximation; `silu` is x * sigmoid(x). */
export type Activation = "gelu" | "gelu-tanh" | "relu" | "silu" | "tanh";

const BY_NAME: Readonly<Record<string, Activation>> = {
  gelu: "gelu",
  gelu_fast: "gelu-tanh",
  gelu_new: "gelu-tanh",
  gelu_pytorch_tanh: "gelu-tanh",
  relu: "relu",
  silu: "silu",
  swish: "silu",
  tanh: "tanh",
};

/**
 * `field` is the config's. @throws InputError for a name that is not implemented, with the ones
 * that are.
 */
export function activationOf(label: string, field: string, name: string): Activation {
  const activation = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  if (activation) return activation;
  const known = Object.keys(BY_NAME);
  throw new InputError(
    `${label}: "${field}" "${name}" is not supported; supported are ` +
      `${known.join(", ")}${didYouMean(name, known)}`,
  );
}
