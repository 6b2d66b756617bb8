// A weak overseer judges an example's parts one by one, and an exact combiner makes the whole of
// what it says. Source of the idea: iterated decomposition; in the world, docs/world.md.

import { checkOptions } from "@w2s/base";
import * as z from "zod";
import type { SupervisorBase, SupervisorKind } from "../supervisor.js";
import { decomposedStep } from "./decomposition-step.js";
import { taskLeaves } from "./leaves.js";
import { inRole } from "./roles.js";

/** Options of `decomposition`. */
const decompositionSchema = z.strictObject({
  /**
   * How often parts come apart themselves, where the task says how: 1 asks about the parts, 2 about
   * the parts of those that have any; from 1, default 1.
   */
  depth: z.int().min(1).default(1),
  /**
   * "answers" (default): each part's likelier answer is combined, and the whole is certain;
   * "probabilities": how likely the whole is when each part is independently as likely as said, by
   * all combinations of up to ten parts, by 1,000 drawn ones of more.
   */
  combine: z.enum(["answers", "probabilities"]).default("answers"),
  /**
   * Errors on purpose: the share of the parts of each split whose answers are turned round, drawn
   * by the seed; in [0, 1], default 0.
   */
  wrong: z.strictObject({ rate: z.number().min(0).max(1) }).default({ rate: 0 }),
  /** What tables call it; default: the overseer, and how. */
  as: z.string().min(1).optional(),
});
/** Options of `decomposition`. */
export type DecompositionOptions = z.input<typeof decompositionSchema>;

/** Parts judged by an overseer, and combined. */
export interface DecompositionSpec extends SupervisorBase {
  readonly kind: "decomposition";
  readonly overseer: SupervisorBase;
  readonly depth: number;
  readonly combine: z.output<typeof decompositionSchema>["combine"];
  readonly wrong: { readonly rate: number };
  readonly as: string | undefined;
}

/**
 * What comes out when an overseer judges an example's parts one by one, and what it says is
 * combined exactly. It is trained on the parts of `supervise`, as any supervisor is on examples.
 *
 *     decomposition(probe(weak))
 *     decomposition(probe(weak), { wrong: { rate: 0.05 } })
 *
 * @throws InputError for what is no supervisor, and for an unknown or wrong option; when planned,
 * for a task whose examples have no parts
 */
export function decomposition(
  overseer: SupervisorBase,
  options: DecompositionOptions = {},
): DecompositionSpec {
  const given = checkOptions(decompositionSchema, options, "decomposition");
  const { depth, combine, wrong, as } = given;
  const judge = inRole(overseer, "decomposition", "overseer");
  return named({ kind: "decomposition", overseer: judge, depth, combine, wrong, as });
}

function named(spec: Omit<DecompositionSpec, "label">): DecompositionSpec {
  return { ...spec, label: spec.as ?? `${spec.overseer.label}, ${howOf(spec)}` };
}

/** "decomposition", "decomposition to depth 2, 5% of parts wrong" */
function howOf({ depth, combine, wrong }: Omit<DecompositionSpec, "label">): string {
  return [
    `decomposition${depth > 1 ? ` to depth ${depth}` : ""}`,
    ...(combine === "answers" ? [] : [combine]),
    ...(wrong.rate > 0 ? [`${Number((100 * wrong.rate).toFixed(2))}% of parts wrong`] : []),
  ].join(", ");
}

export const decompositionKind: SupervisorKind<DecompositionSpec> = {
  name: "decomposition",
  assumes:
    "judges parts and combines them exactly: real problems seldom come apart so cleanly, nor are " +
    "their combiners known.",
  schema: decompositionSchema,
  ofTruth: () => false,
  holds: { overseer: { is: "supervisor", json: "supervisor" } },
  named,
  fromJson: ({ supervisor, ...options }) =>
    decomposition(supervisor as SupervisorBase, options as DecompositionOptions),
  asks: ({ overseer, depth }, room) => {
    const { view } = taskLeaves(room, depth, "decomposition");
    return [{ supervisor: overseer, room: room.posed(view).room }];
  },
  say: (spec, seed, room) => decomposedStep(spec, seed, room),
  facts: (spec, _, [of]) => ({ ...of!, adapted: `${of!.adapted}, ${howOf(spec)}` }),
};
