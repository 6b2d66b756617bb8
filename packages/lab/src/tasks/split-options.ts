// The options by which a task says which examples a part of its splits may have.

import * as z from "zod";
import type { Example } from "./example.js";

/** The parts of a split. */
export const partNames = ["supervise", "transfer", "validation", "test"] as const;
export type PartName = (typeof partNames)[number];

const value = z.union([z.string(), z.number()]);
const share = z.number().gt(0).lt(1);

const range = z
  .strictObject({
    /** No value below this. */
    atLeast: z.number().optional(),
    /** No value above this. */
    atMost: z.number().optional(),
    /** The share of the examples with the lowest values; those at the border all come along. */
    lowest: share.optional(),
    /** Likewise with the highest. */
    highest: share.optional(),
  })
  .refine((given) => Object.values(given).some((bound) => bound !== undefined), {
    error: "must have one of atLeast, atMost, lowest, highest",
  });

const which = z.union([z.array(value).min(1), range], {
  error:
    "must be a list of values, or bounds: { atLeast, atMost }, or shares { lowest } or { highest }",
});
export type Which = z.output<typeof which>;

/** What `by` may be: a fact's name, or a function of an example. */
export type By = string | ((example: Example) => string | number);

/** The options `splits.by` and `splits.only` of a task. */
export const splitRuleShape = {
  /**
   * What `only` looks at: one of the task's `facts`, or in TypeScript a function of an example that
   * gives a number or a text; default: none.
   */
  by: z
    .custom<By>((by) => by === undefined || typeof by === "function" || isText(by), {
      error: "must be the name of a fact, or a function of an example",
    })
    .optional(),
  /**
   * The examples that each part may have: a list of values, `{ atLeast, atMost }`, or the shares
   * `{ lowest }` or `{ highest }`; validation follows transfer. Default: every part may have any.
   */
  only: z
    .strictObject({
      supervise: which.optional(),
      transfer: which.optional(),
      validation: which.optional(),
      test: which.optional(),
    })
    .optional(),
};

const isText = (by: unknown) => typeof by === "string" && by !== "";

/** A rule of splits as a task's options hold it. */
export interface SplitRule {
  /** Numbers of examples, which go without a rule. */
  readonly supervise?: number | undefined;
  readonly transfer?: number | undefined;
  readonly by?: By | undefined;
  readonly only?: Readonly<Partial<Record<PartName, Which | undefined>>> | undefined;
}
