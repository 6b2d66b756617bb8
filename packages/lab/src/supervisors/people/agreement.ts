// How far annotators agree, chance taken off. Sources: Cohen 1960 (two annotators), Fleiss 1971
// (equally many labels an example), Krippendorff 2011 (alpha for nominal data, any number of labels
// an example). Of labels with probabilities, the most probable option counts.

import { optionSaid } from "../../labels/index.js";
import type { Vote } from "./read.js";

/** Agreement of annotators; null where it is not defined. */
export interface AnnotatorAgreement {
  readonly annotators: number;
  /** Examples with two labels or more. */
  readonly examples: number;
  /** Share of an example's pairs of labels that are the same, mean over examples, in [0, 1]. */
  readonly observed: number | null;
  /** Cohen's kappa, in [-1, 1]: with two annotators, of what both have labelled. */
  readonly cohen: number | null;
  /** Fleiss' kappa, in [-1, 1]: where all examples have equally many labels, two or more. */
  readonly fleiss: number | null;
  /** Krippendorff's alpha for nominal data, at most 1; missing labels allowed. */
  readonly alpha: number | null;
}

/** Agreement of all votes: each annotator at most one an example. */
export function annotatorAgreement(votes: readonly Vote[]): AnnotatorAgreement {
  const byExample = new Map<number, Map<number, number>>();
  for (const { example, annotator, probabilities } of votes) {
    const said = byExample.get(example) ?? new Map<number, number>();
    said.set(annotator, optionSaid(probabilities));
    byExample.set(example, said);
  }
  const annotators = new Set(votes.map(({ annotator }) => annotator)).size;
  const examples = [...byExample.values()];
  const paired = examples.filter(({ size }) => size >= 2);
  return {
    annotators,
    examples: paired.length,
    observed: meanOf(paired.map((said) => pairsAlike([...said.values()]))),
    cohen: annotators === 2 ? cohenKappa(paired.map((said) => ordered(said))) : null,
    fleiss: fleissKappa(examples.map((said) => [...said.values()])),
    alpha: krippendorffAlpha(paired.map((said) => [...said.values()])),
  };
}

/** Two annotators' labels, in the annotators' order. */
function ordered(said: ReadonlyMap<number, number>): readonly [number, number] {
  const [[, one], [, other]] = [...said].sort(([a], [b]) => a - b) as [
    [number, number],
    [number, number],
  ];
  return [one, other];
}

/** `(observed - expected) / (1 - expected)`; expected from each annotator's own marginals. */
export function cohenKappa(pairs: readonly (readonly [number, number])[]): number | null {
  const observed = meanOf(pairs.map(([one, other]) => Number(one === other)));
  const [ones, others] = [sharesOf(pairs.map(([one]) => one)), sharesOf(pairs.map(([, b]) => b))];
  const expected = [...ones].reduce((sum, [k, share]) => sum + share * (others.get(k) ?? 0), 0);
  return beyondChance(observed, expected);
}

/** Expected from the marginals of all labels; null unless every example has equally many, >= 2. */
export function fleissKappa(examples: readonly (readonly number[])[]): number | null {
  const count = examples[0]?.length ?? 0;
  if (count < 2 || examples.some(({ length }) => length !== count)) return null;
  const shares = [...sharesOf(examples.flat()).values()];
  const expected = shares.reduce((sum, share) => sum + share * share, 0);
  return beyondChance(meanOf(examples.map(pairsAlike)), expected);
}

/**
 * `1 - observed / expected disagreement`: of the n labels in examples with two or more, each
 * example's pairs weigh as its labels, and expected pairs are drawn without replacement.
 */
export function krippendorffAlpha(examples: readonly (readonly number[])[]): number | null {
  const pairable = examples.filter(({ length }) => length >= 2);
  const all = pairable.flat();
  const n = all.length;
  const alike = pairable.reduce((sum, said) => sum + said.length * pairsAlike(said), 0) / n;
  const counts = [...sharesOf(all).values()].map((share) => share * n);
  const expected = counts.reduce((sum, count) => sum + count * (count - 1), 0) / (n * (n - 1));
  return n === 0 ? null : beyondChance(alike, expected);
}

/** Share of the pairs of labels that are the same. */
function pairsAlike(said: readonly number[]): number {
  const pairs = said.length * (said.length - 1);
  const counts = [...sharesOf(said).values()].map((share) => Math.round(share * said.length));
  return counts.reduce((sum, count) => sum + count * (count - 1), 0) / pairs;
}

function sharesOf(said: readonly number[]): Map<number, number> {
  const shares = new Map<number, number>();
  for (const k of said) shares.set(k, (shares.get(k) ?? 0) + 1 / said.length);
  return shares;
}

/** Null where chance alone would agree always. */
function beyondChance(observed: number | null, expected: number): number | null {
  if (observed === null || 1 - expected < 1e-12) return null;
  return (observed - expected) / (1 - expected);
}

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** "3 annotators, 120 labelled twice or more: agreement .810, Fleiss' kappa .620, ...". */
export function shownAgreement(agreement: AnnotatorAgreement): string {
  const { annotators, examples, observed, cohen, fleiss, alpha } = agreement;
  const figures = [
    ["agreement", observed],
    ["Cohen's kappa", cohen],
    ["Fleiss' kappa", fleiss],
    ["Krippendorff's alpha", alpha],
  ] as const;
  const known = figures.flatMap(([name, value]) =>
    value === null ? [] : [`${name} ${shown(value)}`],
  );
  const what = known.length === 0 ? "no agreement is defined" : known.join(", ");
  return `${annotators} annotators, ${examples} labelled twice or more: ${what}`;
}

const shown = (value: number): string => value.toFixed(3).replace(/^(-?)0\./, "$1.");
