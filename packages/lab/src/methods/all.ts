// The methods that come with w2s, by name: what JSON studies may name, and what the shared test
// suite walks.

import { confidence } from "./confidence.js";
import { confidenceWindow } from "./confidence-window.js";
import { elr } from "./elr.js";
import { entropy } from "./entropy.js";
import { focal } from "./focal.js";
import { gce } from "./gce.js";
import { kl } from "./kl.js";
import { labelSmoothing } from "./label-smoothing.js";
import type { LossMethod } from "./method.js";
import { mixup } from "./mixup.js";
import { naive } from "./naive.js";
import { product } from "./product.js";
import { reverseCrossEntropy } from "./reverse-cross-entropy.js";
import { reverseKl } from "./reverse-kl.js";
import { vat } from "./vat.js";

export const methods = {
  naive,
  confidence,
  product,
  entropy,
  "confidence-window": confidenceWindow,
  kl,
  "reverse-kl": reverseKl,
  "reverse-cross-entropy": reverseCrossEntropy,
  gce,
  "label-smoothing": labelSmoothing,
  focal,
  elr,
  mixup,
  vat,
} as const satisfies Readonly<Record<string, (options?: never) => LossMethod>>;
