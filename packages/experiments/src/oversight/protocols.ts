// Protocols by the names that experiments give them: an overseer, and the strong model that it
// judges with.

import {
  assisted,
  consultancy,
  debate,
  decomposition,
  limited,
  recursive,
  type StudentSpec,
  type SupervisorSpec,
} from "@w2s/lab";

/** Whoever takes part; a student stands for the supervisor that it becomes by training. */
export type Party = SupervisorSpec | StudentSpec;

/** A protocol with a strong model in it, under the name of its seat. */
export type Protocol = (overseer: Party, model: Party, as: string) => Party;

/** The words of a remark by default, in the other order: it ends in the answer. */
export const answerLast = "What do you think? I think this is {label}";

/** Protocols that any task allows. */
export const ofAnyTask: Readonly<Record<string, Protocol>> = {
  "assisted by answers": (overseer, by, as) => assisted(overseer, { by, shows: "answer", as }),
  "assisted by answers, last": (overseer, by, as) =>
    assisted(overseer, { by, shows: "answer", remark: answerLast, as }),
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

/** How much an overseer reads that skims the short texts of the world. */
const skimming = { tokens: 4, last: 2 } as const;

/** An overseer that skims, and is told by a model that reads all. */
export const ofSkimming: Readonly<Record<string, Protocol>> = {
  "skimming, by answers": (overseer, by, as) =>
    assisted(limited(overseer, skimming), { by, shows: "answer", remark: answerLast, as }),
};

/** A protocol without a strong model. */
export type ProtocolAlone = (overseer: Party, as: string) => Party;

/** Of those that need parts. */
export const ofPartsAlone: Readonly<Record<string, ProtocolAlone>> = {
  decomposition: (overseer, as) => decomposition(overseer, { as }),
};

/** Of those that need to know how hard examples are, and what to skim. */
export const ofTheWorldAlone: Readonly<Record<string, ProtocolAlone>> = {
  recursive: (overseer, as) => recursive(overseer, { rounds: 2, as }),
  skimming: (overseer, as) => limited(overseer, { ...skimming, as }),
};
