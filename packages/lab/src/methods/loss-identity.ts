// A method's loss as steps take it: named by its graph, its name and its options.

import type { Identified } from "../engine/index.js";
import { once } from "../once.js";
import type { JsonObject } from "../store/index.js";
import { type LossMethod, methodHash } from "./method.js";

/** A loss for tasks of K options. */
export class IdentifiedLoss implements Identified {
  constructor(
    readonly method: LossMethod,
    readonly identity: JsonObject,
  ) {}
}

const known = new WeakMap<LossMethod, Map<number, IdentifiedLoss>>();

/** The loss with its identity for tasks of `options` options, traced once. */
export function identifiedLoss(method: LossMethod, options: number): IdentifiedLoss {
  const made = once(known, method, () => new Map<number, IdentifiedLoss>());
  const found = made.get(options);
  if (found) return found;
  const { name, options: own } = method;
  const loss = new IdentifiedLoss(method, {
    name,
    options: { ...own },
    loss: methodHash(method, options),
  });
  made.set(options, loss);
  return loss;
}
