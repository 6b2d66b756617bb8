// Noise over another supervisor: what it says, with so many labels of each split flipped. Shows how
// much of a result is its errors' structure rather than their number.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { supervisorFrom } from "./nested.js";
import { noisyStep } from "./noisy-step.js";
import type { SupervisorBase, SupervisorKind } from "./supervisor.js";

/** Options of `noisy`. */
const noisySchema = z.strictObject({
  /** Share of the labels of each split that is flipped, in (0, 1). */
  rate: z.number().gt(0).lt(1),
  /**
   * Which labels are flipped: "random" ones (default), those that the supervisor is least sure of,
   * "unsure", or surest of, "sure"; `{ class: k }`: random ones of those that say option k, of
   * which `rate` is then the share.
   */
  where: z
    .union([z.enum(["random", "unsure", "sure"]), z.strictObject({ class: z.int().min(0) })], {
      error: 'must be "random", "unsure", "sure" or { class: k }',
    })
    .default("random"),
  /** What tables call it; default: the supervisor with the rate and the place. */
  as: z.string().min(1).optional(),
});
/** Options of `noisy`. */
export type NoisyOptions = z.input<typeof noisySchema>;

/** Another supervisor with noise in its labels. */
export interface NoisySpec extends SupervisorBase {
  readonly kind: "noisy";
  readonly of: SupervisorBase;
  readonly rate: number;
  readonly where: z.output<typeof noisySchema>["where"];
  readonly as: string | undefined;
}

/**
 * What another supervisor says, with exactly `round(rate * n)` of the n labels of each split
 * flipped: the most probable option changes places with another, drawn by the seed, so that the
 * label is as sure as before, of something else. Labels that hold all options alike stay; where
 * the others are too few, all of these are flipped.
 *
 *     noisy(probe(weak), { rate: 0.1, where: "unsure" })
 *
 * @throws InputError for what is no supervisor, and for an unknown or wrong option
 */
export function noisy(supervisor: SupervisorBase, options: NoisyOptions): NoisySpec {
  const of = supervisorFrom(supervisor, "noisy: what it adds noise to");
  const { rate, where, as } = checkOptions(noisySchema, options, "noisy");
  return named({ kind: "noisy", of, rate, where, as });
}

function named(spec: Omit<NoisySpec, "label">): NoisySpec {
  return { ...spec, label: spec.as ?? `${spec.of.label}, ${noiseOf(spec)}` };
}

/** "10% random flipped" */
function noiseOf({ rate, where }: Pick<NoisySpec, "rate" | "where">): string {
  const place = typeof where === "string" ? where : `class ${where.class}`;
  return `${Number((100 * rate).toFixed(2))}% ${place} flipped`;
}

export const noisyKind: SupervisorKind<NoisySpec> = {
  name: "noisy",
  assumes:
    "has noise drawn over its labels, which says nothing of the texts: errors of people and " +
    "models do.",
  schema: noisySchema,
  ofTruth: () => false,
  holds: { of: { is: "supervisor", json: "supervisor" } },
  named,
  fromJson: ({ supervisor, ...options }) =>
    noisy(supervisor as SupervisorBase, options as NoisyOptions),
  say(spec, seed, room) {
    const { where } = spec;
    const { name, options } = room.task;
    if (typeof where !== "string" && where.class >= options) {
      throw new InputError(
        `noisy: "where" must be a class of task ${name}, 0 to ${options - 1}, got ${where.class}`,
      );
    }
    return noisyStep(spec, room.say(spec.of, seed), seed, room);
  },
  facts: (spec, _, [of]) => ({ ...of!, adapted: `${of!.adapted}, ${noiseOf(spec)}` }),
};
