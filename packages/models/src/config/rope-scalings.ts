// Scalings of rotary positions: how a model that was taught longer texts turns pairs of dimensions
// at other speeds, and by what its cosines and sines are multiplied. One entry a type, by the name
// that config.json gives it. Formulas and what is left out are those of transformers 5
// (modeling_rope_utils.py). Where a speed depends on a text's length, the entry says up to which
// length its own hold: no text is longer here.

import { check, InputError } from "@w2s/base";
import { z } from "zod";

/** What each type says beside its base frequencies, `theta^(-2i / size)`. */
interface RopeTypes {
  default: object;
  /** All frequencies divided by `factor`. */
  linear: { readonly factor: number };
  /** Another theta for texts longer than `max_position_embeddings`: none that are read here. */
  dynamic: { readonly factor: number };
  /** As llama3, by other bounds of high and low. Source: arXiv 2309.00071. */
  yarn: {
    readonly factor: number;
    readonly originalMaxPositions: number;
    /** Cosines and sines are multiplied with it. */
    readonly attentionFactor: number;
    /** Turns within the original context above which a frequency is kept, and below divided. */
    readonly betaFast: number;
    readonly betaSlow: number;
    /** The blend begins and ends at whole dimensions. */
    readonly truncate: boolean;
  };
  /** Each frequency divided by a factor of its own, others beyond the original context. */
  longrope: {
    readonly shortFactors: readonly number[];
    readonly longFactors: readonly number[];
    readonly originalMaxPositions: number;
    /** Cosines and sines are multiplied with it. */
    readonly attentionFactor: number;
  };
  /** Llama 3: low frequencies divided by `factor`, high ones kept, those between blended. */
  llama3: {
    readonly factor: number;
    readonly lowFreqFactor: number;
    readonly highFreqFactor: number;
    readonly originalMaxPositions: number;
  };
}

type RopeType = keyof RopeTypes;

type RopeOf<Type extends RopeType> = RopeTypes[Type] & {
  readonly type: Type;
  readonly theta: number;
};

/** Base frequencies, then changed by type. */
export type Rope = { readonly [Type in RopeType]: RopeOf<Type> }[RopeType];

/** What the settings of a scaling are read with. */
export interface ScalingSettings {
  /** Where they stand: the begin of messages. */
  readonly place: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly theta: number;
  /** `original_max_position_embeddings` beside them. */
  readonly original: number | undefined;
  /** `max_position_embeddings`. */
  readonly positions: number;
  /** Dimensions of a head that turn. */
  readonly size: number;
}

/** What a GGUF file of llama.cpp has of a scaling. */
export interface ScalingInGguf {
  /** Below `rope.scaling.`. */
  readonly metadata: Readonly<Record<string, string | number>>;
  /** Tensors of factors that frequencies are divided by, by name. */
  readonly factors: Readonly<Record<string, ArrayLike<number>>>;
}

interface Scaling<Type extends RopeType> {
  /** @throws InputError for settings that are missing or wrong */
  read(said: ScalingSettings): RopeOf<Type>;
  /** Radians per position of each pair of dimensions, from the base's: `[size / 2]`. */
  speeds(rope: RopeOf<Type>, base: Float64Array): Float64Array;
  /** The longest text that turns at these speeds; default: the model's. */
  context?(rope: RopeOf<Type>): number;
  inGguf(rope: RopeOf<Type>, base: Float64Array): ScalingInGguf;
}

const positive = z.number().positive();
const wholeSize = z.int().positive();

const factorSchema = z.object({ factor: positive });

const yarnSchema = z.object({
  factor: positive,
  attention_factor: positive.nullish(),
  beta_fast: positive.nullish(),
  beta_slow: positive.nullish(),
  mscale: z.number().nonnegative().nullish(),
  mscale_all_dim: z.number().nonnegative().nullish(),
  truncate: z.boolean().default(true),
});

const longropeSchema = z.object({
  factor: positive.nullish(),
  attention_factor: positive.nullish(),
  short_factor: z.array(positive),
  long_factor: z.array(positive),
});

const llama3Schema = z.object({
  factor: positive,
  low_freq_factor: positive,
  high_freq_factor: positive,
});

/** The tensors in which llama.cpp's files have factors. */
export const FACTOR_TENSORS = {
  all: "rope_freqs.weight",
  short: "rope_factors_short.weight",
  long: "rope_factors_long.weight",
} as const;

const inWords = (metadata: ScalingInGguf["metadata"]): ScalingInGguf => ({ metadata, factors: {} });

const quotients = (base: Float64Array, speeds: Float64Array) => base.map((x, i) => x / speeds[i]!);

const SCALINGS: { readonly [Type in RopeType]: Scaling<Type> } = {
  default: {
    read: ({ theta }) => ({ type: "default", theta }),
    speeds: (_, base) => base,
    inGguf: () => inWords({ type: "none" }),
  },
  linear: {
    read: (said) => ({ type: "linear", ...factorOf(said) }),
    speeds: ({ factor }, base) => base.map((frequency) => frequency / factor),
    inGguf: ({ factor }) => inWords({ type: "linear", factor }),
  },
  dynamic: {
    read: (said) => ({ type: "dynamic", ...factorOf(said) }),
    speeds: (_, base) => base,
    inGguf: () => inWords({ type: "none" }),
  },
  yarn: {
    read: readYarn,
    speeds: yarnSpeeds,
    inGguf: ({ factor, originalMaxPositions }) =>
      inWords({ type: "yarn", factor, original_context_length: originalMaxPositions }),
  },
  longrope: {
    read: readLongrope,
    speeds: ({ shortFactors }, base) => base.map((frequency, i) => frequency / shortFactors[i]!),
    context: ({ originalMaxPositions }) => originalMaxPositions,
    inGguf: ({ shortFactors, longFactors, originalMaxPositions, attentionFactor }) => ({
      metadata: {
        type: "longrope",
        original_context_length: originalMaxPositions,
        attn_factor: attentionFactor,
      },
      factors: {
        [FACTOR_TENSORS.all]: shortFactors,
        [FACTOR_TENSORS.short]: shortFactors,
        [FACTOR_TENSORS.long]: longFactors,
      },
    }),
  },
  llama3: {
    read: readLlama3,
    speeds: llama3Speeds,
    inGguf: (rope, base) => ({
      metadata: { type: "none" },
      factors: { [FACTOR_TENSORS.all]: quotients(base, llama3Speeds(rope, base)) },
    }),
  },
};

/** Values of `rope_type` that can be run. */
export const ROPE_TYPES = Object.keys(SCALINGS);

/** Whether a `rope_type` can be run. */
export const isRopeType = (type: string): type is RopeType => Object.hasOwn(SCALINGS, type);

/**
 * Reads the settings of one type.
 * @throws InputError for settings that are missing or wrong
 */
export const scaledRope = (type: RopeType, said: ScalingSettings): Rope =>
  SCALINGS[type].read(said);

/**
 * Turning speed of each pair of dimensions, in radians per position: `[size / 2]`. They hold for
 * texts up to the model's context, which `contextOf` says.
 * @param size dimensions of a head that turn
 */
export function ropeFrequencies<Type extends RopeType>(
  rope: RopeOf<Type>,
  size: number,
): Float64Array {
  return SCALINGS[rope.type].speeds(rope, baseFrequencies(rope.theta, size));
}

/** What cosines and sines are multiplied with, and so queries and keys where they turn. */
export const attentionFactor = (rope: Rope): number =>
  "attentionFactor" in rope ? rope.attentionFactor : 1;

/** The longest text that a model can be given: `positions`, or less where speeds hold for less. */
export const contextOf = (positions: number, ...ropes: readonly Rope[]): number =>
  Math.min(positions, ...ropes.map(ownContext));

function ownContext<Type extends RopeType>(rope: RopeOf<Type>): number {
  return SCALINGS[rope.type].context?.(rope) ?? Number.POSITIVE_INFINITY;
}

/** What a GGUF file has of a rope whose heads turn in `size` dimensions. */
export function ropeInGguf<Type extends RopeType>(rope: RopeOf<Type>, size: number): ScalingInGguf {
  return SCALINGS[rope.type].inGguf(rope, baseFrequencies(rope.theta, size));
}

const baseFrequencies = (theta: number, size: number): Float64Array =>
  Float64Array.from({ length: size / 2 }, (_, i) => theta ** ((-2 * i) / size));

/** The context before it was stretched, inside the settings or beside them. @throws InputError */
function originalOf({ place, settings, original }: ScalingSettings): number | undefined {
  const own = settings.original_max_position_embeddings ?? original;
  if (original !== undefined && own !== original) {
    throw new InputError(
      `${place}: "original_max_position_embeddings" must be ${original} as beside it, got ` +
        `${JSON.stringify(own)}; keep one`,
    );
  }
  const schema = z.object({ original_max_position_embeddings: wholeSize.optional() });
  return check(place, { original_max_position_embeddings: own }, schema)
    .original_max_position_embeddings;
}

const factorOf = ({ place, settings, theta }: ScalingSettings) => ({
  theta,
  factor: check(place, settings, factorSchema).factor,
});

function readYarn(said: ScalingSettings): RopeOf<"yarn"> {
  const { place, settings, theta } = said;
  const s = check(place, settings, yarnSchema);
  const [betaFast, betaSlow] = [s.beta_fast ?? 32, s.beta_slow ?? 1];
  if (betaFast <= betaSlow) {
    throw new InputError(
      `${place}: "beta_fast" must be above "beta_slow", got ${betaFast} and ${betaSlow}`,
    );
  }
  const both = s.mscale && s.mscale_all_dim ? ([s.mscale, s.mscale_all_dim] as const) : null;
  return {
    type: "yarn",
    theta,
    factor: s.factor,
    originalMaxPositions: originalOf(said) ?? said.positions,
    attentionFactor:
      s.attention_factor ??
      (both ? yarnScale(s.factor, both[0]) / yarnScale(s.factor, both[1]) : yarnScale(s.factor)),
    betaFast,
    betaSlow,
    truncate: s.truncate,
  };
}

/** How much attention is sharpened for a stretched context: the paper's equation 22. */
const yarnScale = (factor: number, share = 1): number =>
  factor <= 1 ? 1 : 0.1 * share * Math.log(factor) + 1;

function yarnSpeeds(rope: RopeOf<"yarn">, base: Float64Array): Float64Array {
  const { theta, factor, originalMaxPositions, betaFast, betaSlow, truncate } = rope;
  const dims = 2 * base.length;
  const pairOf = (turns: number) =>
    (dims * Math.log(originalMaxPositions / (turns * 2 * Math.PI))) / (2 * Math.log(theta));
  const [first, last] = [pairOf(betaFast), pairOf(betaSlow)];
  const low = Math.max(truncate ? Math.floor(first) : first, 0);
  const high = Math.min(truncate ? Math.ceil(last) : last, dims - 1);
  const width = high === low ? 0.001 : high - low;
  return base.map((frequency, i) => {
    const divided = Math.min(1, Math.max(0, (i - low) / width));
    return (divided * frequency) / factor + (1 - divided) * frequency;
  });
}

function readLongrope(said: ScalingSettings): RopeOf<"longrope"> {
  const { place, settings, theta, positions, size } = said;
  const s = check(place, settings, longropeSchema);
  for (const [name, { length }] of Object.entries({
    short_factor: s.short_factor,
    long_factor: s.long_factor,
  })) {
    if (2 * length === size) continue;
    throw new InputError(
      `${place}: "${name}" must have ${size / 2} numbers, one for each pair of dimensions that ` +
        `turns, got ${length}`,
    );
  }
  const original = originalOf(said) ?? positions;
  const ratio = positions / original;
  if (s.attention_factor == null && s.factor != null && said.original && s.factor !== ratio) {
    throw new InputError(
      `${place}: "factor" must be ${ratio}, "max_position_embeddings" by ` +
        `"original_max_position_embeddings", got ${s.factor}; transformers 4 and 5 take ` +
        "different ones: keep the right one",
    );
  }
  const factor = s.factor ?? ratio;
  return {
    type: "longrope",
    theta,
    shortFactors: s.short_factor,
    longFactors: s.long_factor,
    originalMaxPositions: original,
    attentionFactor:
      s.attention_factor ??
      (factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original))),
  };
}

function readLlama3(said: ScalingSettings): RopeOf<"llama3"> {
  const { place, settings, theta } = said;
  const own = { ...settings, original_max_position_embeddings: originalOf(said) };
  const schema = llama3Schema.extend({ original_max_position_embeddings: wholeSize });
  const s = check(place, own, schema);
  if (s.high_freq_factor <= s.low_freq_factor) {
    throw new InputError(
      `${place}: "high_freq_factor" must be above "low_freq_factor", got ` +
        `${s.high_freq_factor} and ${s.low_freq_factor}`,
    );
  }
  return {
    type: "llama3",
    theta,
    factor: s.factor,
    lowFreqFactor: s.low_freq_factor,
    highFreqFactor: s.high_freq_factor,
    originalMaxPositions: s.original_max_position_embeddings,
  };
}

function llama3Speeds(rope: RopeOf<"llama3">, base: Float64Array): Float64Array {
  const { factor, lowFreqFactor: low, highFreqFactor: high, originalMaxPositions } = rope;
  return base.map((frequency) => {
    const turns = (originalMaxPositions * frequency) / (2 * Math.PI);
    const kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
    return kept * frequency + (1 - kept) * (frequency / factor);
  });
}
