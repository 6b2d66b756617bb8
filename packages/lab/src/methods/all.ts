// The methods that come with w2s, by name: what JSON studies may name, and what the shared test
// suite walks.

import { bootstrapping } from "./bootstrapping.js";
import { coTeaching } from "./co-teaching.js";
import { confidence } from "./confidence.js";
import { confidenceWindow } from "./confidence-window.js";
import { elr } from "./elr.js";
import { entropy } from "./entropy.js";
import { focal } from "./focal.js";
import { gce } from "./gce.js";
import { generative } from "./generative.js";
import type { AnyMethodKind } from "./kind.js";
import { kl } from "./kl.js";
import { knn } from "./knn.js";
import { labelSmoothing } from "./label-smoothing.js";
import { logistic } from "./logistic.js";
import { lpft } from "./lpft.js";
import { meanTeacher } from "./mean-teacher.js";
import type { LossMethod } from "./method.js";
import { mixup } from "./mixup.js";
import { naive } from "./naive.js";
import { product } from "./product.js";
import type { ProgramMethod } from "./program.js";
import { reverseCrossEntropy } from "./reverse-cross-entropy.js";
import { reverseKl } from "./reverse-kl.js";
import { select } from "./select.js";
import { strongToStrong } from "./strong-to-strong.js";
import { studentEnsemble } from "./student-ensemble.js";
import { surest } from "./surest.js";
import { topological } from "./topological.js";
import { vat } from "./vat.js";

/** Methods of one fit with one loss; all their options have defaults. */
export const losses = {
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
  "mean-teacher": meanTeacher,
  mixup,
  vat,
} as const satisfies Readonly<Record<string, AnyMethodKind & ((options?: never) => LossMethod)>>;

/** Methods that are programs over steps. */
export const programs = {
  bootstrapping,
  generative,
  surest,
  knn,
  logistic,
  topological,
  lpft,
  "strong-to-strong": strongToStrong,
  "student-ensemble": studentEnsemble,
  "co-teaching": coTeaching,
  select,
} as const satisfies Readonly<Record<string, AnyMethodKind & ((options: never) => ProgramMethod)>>;

/** Every kind of method. */
export const methods = { ...losses, ...programs };
