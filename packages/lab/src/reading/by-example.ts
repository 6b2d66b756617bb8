// Features of examples that are made of several texts.

import type { Features } from "./features-step.js";

/** Texts of one example side by side: from `[n texts, d]` to `[n, texts d]`. */
export function byExample({ data, shape }: Features, texts = 1): Features {
  const [rows, width] = shape as [number, number];
  return { dtype: "float32", shape: [rows / texts, width * texts], data };
}
