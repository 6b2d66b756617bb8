// The methods that come with w2s, by name: what JSON studies may name, and what the shared test
// suite walks.

import { confidence } from "./confidence.js";
import type { LossMethod } from "./method.js";
import { naive } from "./naive.js";

export const methods = { naive, confidence } as const satisfies Readonly<
  Record<string, (options?: never) => LossMethod>
>;
