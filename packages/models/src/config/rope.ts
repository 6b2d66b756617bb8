// Rotary position embeddings: how fast each pair of dimensions turns. Older configs have rope_theta
// and rope_scaling, newer ones rope_parameters; both become one form here.

import { check, didYouMean, InputError } from "@w2s/base";
import { z } from "zod";

/** Base frequencies `theta^(-2i / headSize)`, then changed by type. */
export type Rope =
  | { readonly type: "default"; readonly theta: number }
  /** All frequencies divided by `factor`. */
  | { readonly type: "linear"; readonly theta: number; readonly factor: number }
  /** Llama 3: low frequencies divided by `factor`, high ones kept, those between blended. */
  | {
      readonly type: "llama3";
      readonly theta: number;
      readonly factor: number;
      readonly lowFreqFactor: number;
      readonly highFreqFactor: number;
      readonly originalMaxPositions: number;
    };

const positive = z.number().positive();

/** Share of a head's dimensions that turns. */
const share = { partial_rotary_factor: z.number().positive().max(1).nullish() };

/** Both generations' fields; `type` is the older spelling of `rope_type`. */
export const ropeFields = {
  rope_theta: positive.nullish(),
  rope_scaling: z.looseObject(share).nullish(),
  rope_parameters: z.looseObject({ rope_theta: positive.optional(), ...share }).nullish(),
};

type RopeFields = z.infer<z.ZodObject<typeof ropeFields>>;

const SUPPORTED = ["default", "linear", "llama3"];
const DEFAULT_THETA = 10_000;

const llama3Schema = z.object({
  factor: positive,
  low_freq_factor: positive,
  high_freq_factor: positive,
  original_max_position_embeddings: z.int().positive(),
});

/**
 * Reads the rope fields of a config, newer ones first.
 * @throws InputError for a type of scaling that is not implemented, or one whose settings are
 * missing.
 */
export function ropeOf(label: string, config: RopeFields): Rope {
  const settings: Readonly<Record<string, unknown>> =
    config.rope_parameters ?? config.rope_scaling ?? {};
  const place = `${label}: ${config.rope_parameters ? "rope_parameters" : "rope_scaling"}`;
  const theta = config.rope_parameters?.rope_theta ?? config.rope_theta ?? DEFAULT_THETA;
  const type = String(settings.rope_type ?? settings.type ?? "default");
  if (Object.values(settings).some((value) => value?.constructor === Object)) {
    throw new InputError(
      `${place}: settings by layer type are not supported; expected one set for all layers`,
    );
  }
  switch (type) {
    case "default":
      return { type, theta };
    case "linear":
      return { type, theta, factor: check(place, settings, z.object({ factor: positive })).factor };
    case "llama3": {
      const s = check(place, settings, llama3Schema);
      return {
        type,
        theta,
        factor: s.factor,
        lowFreqFactor: s.low_freq_factor,
        highFreqFactor: s.high_freq_factor,
        originalMaxPositions: s.original_max_position_embeddings,
      };
    }
    default:
      throw new InputError(
        `${place}: rope type "${type}" is not supported; supported are ` +
          `${SUPPORTED.join(", ")}${didYouMean(type, SUPPORTED)}`,
      );
  }
}

/** @throws InputError when a config of a family whose heads turn whole asks for a part. */
export function refusePartialRotation(
  label: string,
  config: RopeFields & { readonly partial_rotary_factor?: number | null | undefined },
): void {
  const share =
    (config.rope_parameters ?? config.rope_scaling)?.partial_rotary_factor ??
    config.partial_rotary_factor;
  if (share === undefined || share === null || share === 1) return;
  throw new InputError(`${label}: "partial_rotary_factor" must be 1 for this family, got ${share}`);
}

/**
 * Turning speed of each pair of dimensions, in radians per position: [headSize / 2].
 * llama3 follows transformers' `_compute_llama3_parameters`.
 */
export function ropeFrequencies(rope: Rope, headSize: number): Float64Array {
  const base = Float64Array.from(
    { length: headSize / 2 },
    (_, i) => rope.theta ** ((-2 * i) / headSize),
  );
  switch (rope.type) {
    case "default":
      return base;
    case "linear":
      return base.map((frequency) => frequency / rope.factor);
    case "llama3": {
      const { factor, lowFreqFactor: low, highFreqFactor: high, originalMaxPositions } = rope;
      return base.map((frequency) => {
        const turns = (originalMaxPositions * frequency) / (2 * Math.PI);
        const kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
        return kept * frequency + (1 - kept) * (frequency / factor);
      });
    }
  }
}
