// Who sits where under oversight, and how tables call it: an overseer alone, a model alone, or an
// overseer with a protocol by which it judges what a model says.

import { InputError } from "@w2s/base";
import { type FeatureSource, featureLabel } from "@w2s/lab";

/** Who a supervisor of such a study is. */
export interface Seat {
  /** "alone", "model", or the protocol's name. */
  readonly protocol: string;
  /** The overseer, or the model that is alone. */
  readonly overseer: string;
  /** The model that it is helped by; null: none. */
  readonly model: string | null;
}

/** "debate: world-32 by honest world-64" */
export const seatName = ({ protocol, overseer, model }: Seat): string =>
  `${protocol}: ${overseer}${model === null ? "" : ` by ${model}`}`;

/** The seat that a name says. */
export function seatOf(name: string): Seat {
  const [, protocol = name, rest = ""] = /^(.*?): (.*)$/s.exec(name) ?? [];
  const [, overseer = rest, model = null] = /^(.*) by (.*)$/s.exec(rest) ?? [];
  return { protocol, overseer, model };
}

/** A ladder of models as seats. */
export interface Seats {
  readonly overseers: readonly FeatureSource[];
  readonly models: readonly FeatureSource[];
  readonly student: FeatureSource;
}

/**
 * The last model is the student, who is nobody's overseer or help; the two before it (of fewer than
 * five, the one) are strong models, and all others overseers.
 * @throws InputError for fewer than three
 */
export function seatsOf(ladder: readonly FeatureSource[]): Seats {
  if (ladder.length < 3) {
    throw new InputError(
      `--model: needs three models or more: overseers, a stronger model, and a student, got ` +
        `${ladder.length}; layers count as models: --model NAME:3 --model NAME:6`,
    );
  }
  const strong = ladder.length < 5 ? 1 : 2;
  return {
    overseers: ladder.slice(0, -1 - strong),
    models: ladder.slice(-1 - strong, -1),
    student: ladder.at(-1)!,
  };
}

/** What each model is called in seats' names: as the user calls it, with its layer where needed. */
export function namesOf(ladder: readonly FeatureSource[]): (source: FeatureSource) => string {
  const aliases = ladder.map(({ alias }) => alias);
  const isUnique = new Set(aliases).size === aliases.length;
  return (source) => (isUnique ? source.alias : featureLabel(source));
}
