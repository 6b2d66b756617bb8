// Examples taken apart: small questions about one, each with a truth of its own; how their answers
// give the whole's, exactly; and claims that some of them decide. What oversight works on.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import type { Example } from "./example.js";

/** A small question about an example: 0 is no, 1 is yes. */
export interface ExamplePart {
  /** All that whoever is asked reads. */
  readonly text: string;
  readonly label: number;
  /** How the part itself comes apart; absent, or giving undefined: it does not. */
  readonly apart?: (() => Apart | undefined) | undefined;
}

/** Something that points to a place, that a few parts decide, and that then proves an answer. */
export interface ExampleClaim {
  readonly text: string;
  /** Parts by their place, and the answer each must have: the claim holds when all have it. */
  readonly checks: readonly (readonly [part: number, answer: number])[];
  /** The option of the whole that it proves when it holds. */
  readonly proves: number;
}

/** An example taken apart. */
export interface Apart {
  readonly parts: readonly ExamplePart[];
  /** The whole's option from answers to its parts, 0 or 1 each: with true ones the right one. */
  readonly combine: (answers: ArrayLike<number>) => number;
  /** Claims that parts decide, true and false ones; none by default. */
  readonly claims: readonly ExampleClaim[];
  /**
   * What stands for the combiner in the names of steps; parts and claims do for themselves.
   * Default: its source text.
   */
  readonly combiner: string;
}

const check = z.tuple([z.int().min(0), z.int().min(0).max(1)]);
const combineSchema = z.union(
  [
    z.enum(["all", "any"]),
    z
      .array(z.strictObject({ when: z.array(check).default([]), gives: z.int().min(0) }))
      .min(1)
      .readonly(),
    z.custom<Apart["combine"]>((value) => typeof value === "function"),
  ],
  { error: 'must be "all", "any", a list of { when, gives }, or a function of answers' },
);

/** How an example comes apart, as users say it. */
const apartSchema = z.strictObject({
  /** Small questions about it: `{ text, label }`, the label 0 for no and 1 for yes. */
  parts: z
    .array(
      z.strictObject({
        text: z.string().min(1),
        label: z.int().min(0).max(1),
        apart: z.custom<() => unknown>((value) => typeof value === "function").optional(),
      }),
    )
    .min(1),
  /**
   * The whole's option from the parts' answers: "all" or "any" of them yes (option 1, else 0); a
   * list of `{ when: [[part, answer], ...], gives: option }`, of which the first that fits decides;
   * or a function of the answers.
   */
  combine: combineSchema,
  /** `{ text, checks: [[part, answer], ...], proves: option }`; default none. */
  claims: z
    .array(
      z.strictObject({ text: z.string().min(1), checks: z.array(check).min(1), proves: z.int() }),
    )
    .default([]),
  /** What stands for a combining function in the names of steps; default: its source text. */
  combiner: z.string().min(1).optional(),
});
/** How an example comes apart, as users say it. */
export type ApartOptions = z.input<typeof apartSchema>;

/** Takes an example apart, from its row; undefined: it does not come apart. */
export type TakeApart = (
  row: Readonly<Record<string, unknown>>,
  example: Pick<Example, "id" | "inputs" | "label">,
) => ApartOptions | undefined;

const known = new WeakMap<Example, () => Apart | undefined>();

/** Notes how an example comes apart; it is worked out when it is first asked for. */
export function rememberApart(example: Example, take: () => unknown, place: string): void {
  let made: { readonly apart: Apart | undefined } | undefined;
  known.set(example, () => {
    made ??= { apart: checkedApart(take(), example, place) };
    return made.apart;
  });
}

/** An example taken apart; undefined where its task does not say how. @throws InputError */
export const apartOf = (example: Example): Apart | undefined => known.get(example)?.();

/** @throws InputError for what does not fit together, and for a combiner that is not exact */
function checkedApart(
  given: unknown,
  { label }: Pick<Example, "label">,
  place: string,
): Apart | undefined {
  if (given === undefined || given === null) return undefined;
  const subject = `${place}: parts`;
  const { parts: own, combine, claims, combiner } = checkOptions(apartSchema, given, subject);
  const parts = own.map(({ text, label: said, apart: inner }): ExamplePart => {
    const part = { text, label: said };
    return inner ? { ...part, apart: () => checkedApart(inner(), part, place) } : part;
  });
  const asked = [
    ...claims.flatMap(({ checks }) => checks),
    ...(Array.isArray(combine) ? combine.flatMap(({ when }) => when) : []),
  ];
  const absent = asked.find(([part]) => part >= parts.length);
  if (absent) {
    throw new InputError(`${subject}: there are ${parts.length}, and no part ${absent[0]}`);
  }
  const apart: Apart = {
    parts,
    combine: combinerOf(combine),
    claims,
    combiner:
      combiner ?? (typeof combine === "function" ? String(combine) : JSON.stringify(combine)),
  };
  const combined = apart.combine(parts.map((part) => part.label));
  if (combined !== label) {
    throw new InputError(
      `${subject}: their true answers must give the example's option ${label}, got ${combined}`,
    );
  }
  const unsound = claims.find((claim) => claim.proves !== label && holds(claim, trueIn(apart)));
  if (!unsound) return apart;
  throw new InputError(
    `${subject}: the claim ${JSON.stringify(unsound.text)} holds and proves option ` +
      `${unsound.proves}, where option ${label} is right`,
  );
}

/** The true answers of all parts. */
export const trueIn = ({ parts }: Pick<Apart, "parts">): number[] =>
  parts.map(({ label }) => label);

/** Whether a claim holds, by answers to the parts. */
export const holds = (
  { checks }: Pick<ExampleClaim, "checks">,
  answers: ArrayLike<number>,
): boolean => checks.every(([part, answer]) => answers[part] === answer);

function combinerOf(combine: z.output<typeof combineSchema>): Apart["combine"] {
  if (typeof combine === "function") return combine;
  if (combine === "all") return (answers) => Number(Array.from(answers).every((one) => one === 1));
  if (combine === "any") return (answers) => Number(Array.from(answers).includes(1));
  return (answers) =>
    combine.find(({ when }) => when.every(([part, answer]) => answers[part] === answer))?.gives ??
    -1;
}
