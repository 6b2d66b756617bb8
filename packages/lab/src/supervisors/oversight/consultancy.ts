// One consultant argues for one answer before a judge that is weaker than it is: an answer that was
// given to it, or that it chose. Source: Kenton et al. 2024 (2407.04622). Departure: it chooses
// among a problem's claims by search, in place of writing.

import { checkOptions } from "@w2s/base";
import * as z from "zod";
import { supervisorSchema } from "../nested.js";
import type { SupervisorBase, SupervisorKind } from "../supervisor.js";
import { hearingShape } from "./debate.js";
import { askedInHearings, type Hearings, hearingsStep } from "./hearings-step.js";
import { inRole } from "./roles.js";
import type { Position } from "./sides.js";

/** Options of `consultancy`. */
const consultancySchema = z.strictObject({
  /** The consultant: a supervisor, or a student that stands for one. */
  by: supervisorSchema,
  /**
   * "assigned": an answer drawn by the seed, right as often as chance has it; "chosen": the one
   * that it holds most probable.
   */
  position: z.enum(["assigned", "chosen"]),
  /** How many claims it may put forward, from 1; default 1. */
  turns: z.int().min(1).default(1),
  ...hearingShape,
});
/** Options of `consultancy`. */
export type ConsultancyOptions = z.input<typeof consultancySchema>;

/** A judge that hears a consultant. */
export interface ConsultancySpec extends SupervisorBase, Pick<Hearings, "judge" | "checks"> {
  readonly kind: "consultancy";
  readonly by: SupervisorBase;
  readonly position: Position;
  readonly turns: number;
  readonly considered: number;
  readonly believed: boolean;
  readonly as: string | undefined;
}

/**
 * What a judge says when a consultant has argued before it for one answer, with those of the
 * problem's claims that move the judge most.
 *
 *     consultancy(probe(weak), { by: probe(strong), position: "assigned" })
 *
 * @throws InputError for what is no supervisor, and for an unknown or wrong option
 */
export function consultancy(judge: SupervisorBase, options: ConsultancyOptions): ConsultancySpec {
  const { by, ...rest } = checkOptions(consultancySchema, options, "consultancy");
  return named({
    kind: "consultancy",
    judge: inRole(judge, "consultancy", "judge"),
    by,
    position: rest.position,
    turns: rest.turns,
    checks: rest.checks,
    considered: rest.considered,
    believed: rest.believed,
    as: rest.as,
  });
}

function named(spec: Omit<ConsultancySpec, "label">): ConsultancySpec {
  return { ...spec, label: spec.as ?? `${spec.judge.label}, ${howOf(spec)}` };
}

/** "consultancy of SmolLM2:15, assigned" */
function howOf({ by, position, turns, checks, believed }: Omit<ConsultancySpec, "label">): string {
  return [
    `consultancy of ${by.label}, ${position}`,
    ...(turns > 1 ? [`${turns} turns`] : []),
    ...(checks === "exact" ? ["exact checks"] : []),
    ...(believed ? ["claims believed"] : []),
  ].join(", ");
}

export const consultancyKind: SupervisorKind<ConsultancySpec> = {
  name: "consultancy",
  assumes:
    "hears claims for one answer that can be checked one by one, chosen by a search that finds " +
    "the best: people and models argue in words, and not always well.",
  schema: consultancySchema,
  ofTruth: () => false,
  holds: { judge: { is: "supervisor", json: "supervisor" }, by: { is: "supervisor" } },
  named,
  fromJson: ({ supervisor, ...options }) =>
    consultancy(supervisor as SupervisorBase, options as ConsultancyOptions),
  asks: (spec, room) => askedInHearings({ ...spec, by: [spec.by] }, room),
  say: (spec, seed, room) =>
    hearingsStep(
      { ...spec, by: [spec.by], protocol: "consultancy", simultaneous: false },
      seed,
      room,
    ),
  facts: (spec, _, [of]) => ({ ...of!, adapted: `${of!.adapted}, ${howOf(spec)}` }),
};
