// Several supervisors speak as one. Sources: plain and weighted means, products of experts; weights
// learned on a small part with ground truth (RAVEN, arXiv 2510.21332); AdaBoost's weights
// (EnsemW2S, arXiv 2410.04571).

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import type { Step } from "../engine/index.js";
import { type Labels, Rows } from "../labels/index.js";
import { combined, weightsComplaint } from "../methods/index.js";
import type { ModelFacts } from "../outcome/index.js";
import { supervisorFrom } from "./nested.js";
import type { SupervisorBase, SupervisorKind, SupervisorRoom } from "./supervisor.js";

/** Options of `ensemble`. */
const ensembleSchema = z.strictObject({
  /**
   * "mean" (default) of the members' probabilities; "product": normalised, a mean of logarithms;
   * a list: weights of a mean, at least 0, one a member; "learned": weights that make the mixture
   * likeliest for ground truth of the held tenth of `supervise`; "adaboost": weights by how each
   * member errs there, on what those before it had wrong.
   */
  combine: z
    .union([
      z.enum(["mean", "product", "learned", "adaboost"]),
      z.array(z.number().min(0)).readonly(),
    ])
    .default("mean"),
  /** What tables call it; default: its members and how they are combined. */
  as: z.string().min(1).optional(),
});
/** Options of `ensemble`. */
export type EnsembleOptions = z.input<typeof ensembleSchema>;

/** Several supervisors, combined. */
export interface EnsembleSpec extends SupervisorBase {
  readonly kind: "ensemble";
  readonly members: readonly SupervisorBase[];
  readonly combine: z.output<typeof ensembleSchema>["combine"];
  readonly as: string | undefined;
}

/**
 * What several supervisors say, combined.
 *
 *     ensemble([probe(weak), probe(other)], { combine: "learned" })
 *
 * @throws InputError for fewer than two supervisors, weights that do not fit them, and an unknown
 * or wrong option
 */
export function ensemble(
  supervisors: readonly SupervisorBase[],
  options: EnsembleOptions = {},
): EnsembleSpec {
  const { combine, as } = checkOptions(ensembleSchema, options, "ensemble");
  const members = Array.isArray(supervisors)
    ? supervisors.map((one, i) => supervisorFrom(one, `ensemble: member ${i}`))
    : [];
  if (members.length < 2) {
    throw new InputError(
      `ensemble: needs a list of two supervisors or more, got ${members.length}`,
    );
  }
  checkWeights(combine, members.length);
  return named({ kind: "ensemble", members, combine, as });
}

function checkWeights(combine: EnsembleSpec["combine"], members: number): void {
  const wrong = weightsComplaint(combine, members);
  if (wrong !== undefined) throw new InputError(`ensemble: "combine" ${wrong}`);
}

function named(spec: Omit<EnsembleSpec, "label">): EnsembleSpec {
  const { members, combine, as } = spec;
  const all = members.map(({ label }) => label).join(" + ");
  return { ...spec, label: as ?? `${howOf(combine)} of ${all}` };
}

const howOf = (combine: EnsembleSpec["combine"]): string =>
  typeof combine === "string" ? combine : `weights ${combine.join(":")}`;

/**
 * All that the members' models have: a model of several members counts once, by the deepest of its
 * layers, and a member without one adds nothing. Pretraining is unknown where it is of one model.
 */
function together(members: readonly ModelFacts[], how: string): ModelFacts {
  const models = new Map<string, ModelFacts>();
  for (const one of members) {
    const known = models.get(one.name);
    if ((one.parameters ?? 0) >= (known?.parameters ?? 0)) models.set(one.name, one);
  }
  const sized = [...models.values()].filter(({ parameters }) => parameters !== null);
  const sum = (of: (facts: ModelFacts) => number | null): number | null =>
    sized.length === 0 || sized.some((one) => of(one) === null)
      ? null
      : sized.reduce((total, one) => total + of(one)!, 0);
  return {
    name: [...models.keys()].join(" + "),
    adapted: `${how} of ${members.length}`,
    parameters: sum(({ parameters }) => parameters),
    pretrainingFlop: sum(({ pretrainingFlop }) => pretrainingFlop),
  };
}

export const ensembleKind: SupervisorKind<EnsembleSpec> = {
  name: "ensemble",
  assumes: "is several supervisors heard together, whose errors may be shared.",
  schema: ensembleSchema,
  ofTruth: () => false,
  holds: { members: { is: "supervisor", json: "supervisors" } },
  named,
  fromJson: ({ supervisors, ...options }) =>
    ensemble(supervisors as readonly SupervisorBase[], options as EnsembleOptions),
  say(spec, seed, room) {
    const { combine, label } = spec;
    const name = `${label} on ${room.task.name}, seed ${seed}`;
    const asked = new Rows(room.asked(seed));
    if (combine !== "learned" && combine !== "adaboost") {
      return combined(room.graph, said(spec, seed, room), asked, combine, name);
    }
    const { superviseHeld } = room.rows(seed);
    const learned = { target: room.truthOn(superviseHeld), on: new Rows(superviseHeld) };
    const members = said(spec, seed, room.withHeld());
    return combined(room.graph, members, asked, combine, name, learned);
  },
  facts: ({ combine }, _, members) => together(members, howOf(combine)),
};

/** What every member says. @throws InputError that begins with the ensemble */
function said({ members }: EnsembleSpec, seed: number, room: SupervisorRoom): Step<Labels>[] {
  return members.map((member) => {
    try {
      return room.say(member, seed);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`ensemble: ${error.message}`, { cause: error });
    }
  });
}
