// Protocols by the names that experiments give them: an overseer, and the strong model that it
// judges with.

import {
  assisted,
  consultancy,
  debate,
  decomposition,
  type StudentSpec,
  type SupervisorSpec,
} from "@w2s/lab";

/** Whoever takes part; a student stands for the supervisor that it becomes by training. */
export type Party = SupervisorSpec | StudentSpec;

/** A protocol with a strong model in it, under the name of its seat. */
export type Protocol = (overseer: Party, model: Party, as: string) => Party;

/** Protocols that any task allows. */
export const ofAnyTask: Readonly<Record<string, Protocol>> = {
  "assisted by answers": (overseer, by, as) => assisted(overseer, { by, shows: "answer", as }),
  "assisted by confidence": (overseer, by, as) =>
    assisted(overseer, { by, shows: "confidence", as }),
};

/**
 * Protocols that need examples that come apart, with claims to make. A consultant of two turns puts
 * forward as many claims as two debaters of one.
 */
export const ofParts: Readonly<Record<string, Protocol>> = {
  "assisted by arguments": (overseer, by, as) => assisted(overseer, { by, shows: "argument", as }),
  consultancy: (overseer, by, as) =>
    consultancy(overseer, { by, position: "assigned", turns: 2, as }),
  "open consultancy": (overseer, by, as) =>
    consultancy(overseer, { by, position: "chosen", turns: 2, as }),
  debate: (overseer, by, as) => debate(overseer, { by: [by, by], as }),
};

/** A debate of more claims a side, for what a budget buys. */
export const longerDebates: Readonly<Record<string, Protocol>> = {
  "debate 2": (overseer, by, as) => debate(overseer, { by: [by, by], turns: 2, as }),
};

/** Protocols that need parts, and no strong model. */
export const ofPartsAlone: Readonly<Record<string, (overseer: Party, as: string) => Party>> = {
  decomposition: (overseer, as) => decomposition(overseer, { as }),
};
