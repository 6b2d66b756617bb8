// Two debaters argue for two answers before a judge that is weaker than they are, with claims that
// it can check. Sources: Irving et al. 2018; Khan et al. 2024 (2402.06782); Kenton et al. 2024
// (2407.04622). Departure: debaters choose among a problem's claims by search, in place of writing.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { supervisorSchema } from "../nested.js";
import type { SupervisorBase, SupervisorKind } from "../supervisor.js";
import { askedInHearings, type Hearings, hearingsStep } from "./hearings-step.js";
import { inRole } from "./roles.js";

/** What debate and consultancy have in common. */
export const hearingShape = {
  /**
   * Who checks claims: "judge" (default), by its own answers about their parts, for which it is
   * trained on the parts of `supervise`; or "exact", the truth.
   */
  checks: z.enum(["judge", "exact"]).default("judge"),
  /**
   * How many claims for its side whoever argues considers: those that it believes most; from 1,
   * default 5.
   */
  considered: z.int().min(1).default(5),
  /** Whether only claims are put forward that whoever argues believes; default false. */
  believed: z.boolean().default(false),
  /** What tables call it; default: the judge, and who argues. */
  as: z.string().min(1).optional(),
};

const turnsSchema = z.int().min(1);

/** Options of `debate`. */
const debateSchema = z.strictObject({
  /** Two debaters: supervisors, or students that stand for them; often twice the same. */
  by: z.array(supervisorSchema).length(2).readonly(),
  /** How many claims each may put forward, from 1; default 1. */
  turns: z.union([turnsSchema, z.array(turnsSchema).length(2)]).default(1),
  /**
   * Whether both choose at once, each against the worst that the other may do, or in turn, each
   * looking to the end; default false.
   */
  simultaneous: z.boolean().default(false),
  ...hearingShape,
});
/** Options of `debate`. */
export type DebateOptions = z.input<typeof debateSchema>;

/** A judge that hears a debate. */
export interface DebateSpec extends SupervisorBase, Pick<Hearings, "judge" | "by" | "checks"> {
  readonly kind: "debate";
  readonly turns: number;
  readonly simultaneous: boolean;
  readonly considered: number;
  readonly believed: boolean;
  readonly as: string | undefined;
}

/**
 * What a judge says when two debaters have argued before it: the first for the answer that it holds
 * most probable, the second for the most probable of the others. Each puts forward those of the
 * problem's claims that move the judge most.
 *
 *     debate(probe(weak), { by: [probe(strong), probe(strong)], turns: 2 })
 *
 * @throws InputError for what is no supervisor, debaters of unequal budgets, and an unknown or
 * wrong option
 */
export function debate(judge: SupervisorBase, options: DebateOptions): DebateSpec {
  const { by, turns, ...rest } = checkOptions(debateSchema, options, "debate");
  const [own, other] = Array.isArray(turns) ? turns : [turns, turns];
  if (own !== other) {
    throw new InputError(
      `debate: both debaters must have the same budget, got ${own} and ${other} turns`,
    );
  }
  return named({
    kind: "debate",
    judge: inRole(judge, "debate", "judge"),
    by,
    turns: own!,
    simultaneous: rest.simultaneous,
    checks: rest.checks,
    considered: rest.considered,
    believed: rest.believed,
    as: rest.as,
  });
}

function named(spec: Omit<DebateSpec, "label">): DebateSpec {
  return { ...spec, label: spec.as ?? `${spec.judge.label}, ${howOf(spec)}` };
}

/** "debate of SmolLM2:15, 2 turns at once, exact checks" */
function howOf({ by, turns, simultaneous, checks, believed }: Omit<DebateSpec, "label">): string {
  const who = [...new Set(by.map(({ label }) => label))].join(" and ");
  return [
    `debate of ${who}`,
    ...(turns > 1 || simultaneous
      ? [`${turns} turn${turns > 1 ? "s" : ""}${simultaneous ? " at once" : ""}`]
      : []),
    ...(checks === "exact" ? ["exact checks"] : []),
    ...(believed ? ["claims believed"] : []),
  ].join(", ");
}

export const debateKind: SupervisorKind<DebateSpec> = {
  name: "debate",
  assumes:
    "hears claims that can be checked one by one, chosen by a search that finds the best: people " +
    "and models argue in words, and not always well.",
  schema: debateSchema,
  ofTruth: () => false,
  holds: { judge: { is: "supervisor", json: "supervisor" }, by: { is: "supervisor" } },
  named,
  fromJson: ({ supervisor, ...options }) =>
    debate(supervisor as SupervisorBase, options as DebateOptions),
  asks: (spec, room) => askedInHearings(spec, room),
  say: (spec, seed, room) =>
    hearingsStep({ ...spec, protocol: "debate", position: "chosen" }, seed, room),
  facts: (spec, _, [of]) => ({ ...of!, adapted: `${of!.adapted}, ${howOf(spec)}` }),
};
