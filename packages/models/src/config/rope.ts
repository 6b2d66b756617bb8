// The fields of a config that say how rotary positions turn. Older configs have rope_theta and
// rope_scaling, newer ones rope_parameters; both become one form here. What the types of scaling
// are is in rope-scalings.ts.

import { check, didYouMean, InputError, shownValue } from "@w2s/base";
import { z } from "zod";
import {
  isRopeType,
  ROPE_TYPES,
  type Rope,
  type ScalingSettings,
  scaledRope,
} from "./rope-scalings.js";

const positive = z.number().positive();

/** Share of a head's dimensions that turns. */
const share = { partial_rotary_factor: z.number().positive().max(1).nullish() };

const setSchema = z.looseObject({ rope_theta: positive.nullish(), ...share });
const context = z.int().positive();

/**
 * Both generations' fields; `type` is the older spelling of `rope_type`. Configs between them have
 * `rope_theta` in `rope_scaling` too, and some `original_max_position_embeddings` beside it.
 */
export const ropeFields = {
  rope_theta: positive.nullish(),
  rope_scaling: setSchema.nullish(),
  rope_parameters: setSchema.nullish(),
  original_max_position_embeddings: context.nullish(),
  ...share,
};

type RopeFields = z.infer<z.ZodObject<typeof ropeFields>> & {
  readonly max_position_embeddings: number;
};

/**
 * Reads the rope fields of a config, of whose heads `size` dimensions turn.
 * @throws InputError for a type of scaling that is not implemented, one whose settings are missing,
 * or two sets of settings that say different things.
 */
export function ropeOf(
  label: string,
  config: RopeFields,
  size: number,
  defaultTheta = 10_000,
): Rope {
  const { rope_parameters: newer, rope_scaling: older, rope_theta: own } = config;
  const sets = { rope_parameters: newer, rope_scaling: older };
  for (const [place, settings] of Object.entries(sets)) {
    if (Object.values(settings ?? {}).some(isSettings)) {
      throw new InputError(
        `${label}: ${place}: settings by layer type are not supported; expected one set for all ` +
          "layers",
      );
    }
  }
  const { original_max_position_embeddings: original, max_position_embeddings: positions } = config;
  const around = { original: original ?? undefined, positions, size };
  const rope = agreed(label, sets, own ?? defaultTheta, around);
  // The default beside settings was written by nobody.
  const beside = own === defaultTheta ? null : own;
  for (const [place, settings] of Object.entries(sets)) refuseOther(label, place, settings, beside);
  return rope;
}

type Settings = Readonly<Record<string, unknown>>;

const isSettings = (value: unknown): value is Settings => value?.constructor === Object;

/** What a type of layer turns with where `rope_parameters` does not say it: older fields. */
interface OlderRope {
  readonly theta: number;
  readonly scaling?: RopeSet;
}

/**
 * Rope by layer type, for families whose windows turn at another speed: `rope_parameters` has a set
 * for each type, older configs a field for each.
 * @throws InputError as `ropeOf`, and for one set for all layers, or heads that turn in part
 */
export function ropesByType<Type extends string>(
  label: string,
  config: RopeFields,
  size: number,
  older: Readonly<Record<Type, OlderRope>>,
): Readonly<Record<Type, Rope>> {
  const given: Settings = config.rope_parameters ?? {};
  const place = `${label}: rope_parameters`;
  const types = Object.keys(older) as Type[];
  const around = { original: undefined, positions: config.max_position_embeddings, size };
  const stray = Object.keys(given).find((key) => !types.some((type) => type === key));
  if (stray !== undefined) {
    throw new InputError(
      `${place}: must have a set for each of ${types.join(", ")}, got "${stray}"`,
    );
  }
  const ropes = types.map((type) => {
    const at = `rope_parameters.${type}`;
    const own = given[type] ? check(`${label}: ${at}`, given[type], setSchema) : null;
    const { theta, scaling } = older[type];
    for (const set of [own, scaling]) {
      refusePartialRotation(label, { ...config, rope_parameters: set });
    }
    refuseOlderType(label, scaling);
    return [type, agreed(label, { [at]: own, rope_scaling: scaling }, theta, around)] as const;
  });
  return Object.fromEntries(ropes) as Record<Type, Rope>;
}

type RopeSet = z.infer<typeof setSchema> | null | undefined;

/**
 * transformers 4 takes `type` in `rope_scaling` for `rope_type`; 5 reads it over in these families,
 * and does not scale.
 * @throws InputError where that makes a difference
 */
function refuseOlderType(label: string, scaling: RopeSet): void {
  const { type = "default", rope_type: own } = scaling ?? {};
  if (type === "default" || own != null) return;
  throw new InputError(
    `${label}: rope_scaling: "type" must be "rope_type" for this family, transformers 4 and 5 ` +
      "read it differently; rename it, or leave rope_scaling out",
  );
}

/**
 * A base beside the settings and another in them: which of them holds is another matter in each
 * version of transformers.
 */
function refuseOther(
  label: string,
  place: string,
  settings: Settings | null | undefined,
  own: number | null | undefined,
): void {
  const inner = settings?.rope_theta ?? own;
  if (own == null || inner === own) return;
  throw new InputError(
    `${label}: "rope_theta" is ${own}, and ${place}.rope_theta is ${inner}; keep the one that ` +
      "the model is to run with",
  );
}

/** What stands around the settings of a rope. */
type Around = Pick<ScalingSettings, "original" | "positions" | "size">;

/**
 * The rope of one set of settings; two must say the same, each by itself, since which of them holds
 * is another matter in each version of transformers. `theta` is that of settings without one.
 */
function agreed(
  label: string,
  sets: Readonly<Record<string, RopeSet>>,
  theta: number,
  around: Around,
): Rope {
  const said = Object.entries(sets).filter(([, set]) => Object.keys(set ?? {}).length > 0);
  const ropes = said.map(([place, set]) =>
    ropeFrom(`${label}: ${place}`, set ?? {}, set?.rope_theta ?? theta, around),
  );
  const [first = { type: "default", theta }, second = first] = ropes;
  const shares = new Set(said.map(([, set]) => set?.partial_rotary_factor ?? null));
  if (shares.size <= 1 && JSON.stringify(first) === JSON.stringify(second)) return first;
  throw new InputError(
    `${label}: ${said.map(([place]) => place).join(" and ")} say different things; keep the one ` +
      "that the model is to run with",
  );
}

const WITHOUT_TYPE = new Set(["rope_type", "type", "rope_theta", "partial_rotary_factor"]);

/** @throws InputError for settings, a factor mostly, that only mean something with a type */
function typeUnsaid(place: string, settings: Settings): "default" {
  const stray = Object.keys(settings).find(
    (key) => !WITHOUT_TYPE.has(key) && settings[key] !== null,
  );
  if (stray === undefined) return "default";
  throw new InputError(
    `${place}: has ${JSON.stringify(stray)} and no "rope_type"; say which: ` +
      ROPE_TYPES.join(", "),
  );
}

function ropeFrom(place: string, settings: Settings, theta: number, around: Around): Rope {
  const type = String(settings.rope_type ?? settings.type ?? typeUnsaid(place, settings));
  if (settings.type != null && settings.type !== type) {
    throw new InputError(
      `${place}: "rope_type" is ${shownValue(type)}, and "type", its older name, is ` +
        `${shownValue(settings.type)}; keep the one that the model is to run with`,
    );
  }
  if (isRopeType(type)) return scaledRope(type, { ...around, place, settings, theta });
  throw new InputError(
    `${place}: rope type "${type}" is not supported; supported are ` +
      `${ROPE_TYPES.join(", ")}${didYouMean(type, ROPE_TYPES)}`,
  );
}

/** Share of a head's dimensions that turns; undefined where the config does not say it. */
export function turnedShare(config: RopeFields): number | undefined {
  const { rope_parameters: newer, rope_scaling: older, partial_rotary_factor: own } = config;
  return newer?.partial_rotary_factor ?? older?.partial_rotary_factor ?? own ?? undefined;
}

/** @throws InputError when a config of a family whose heads turn whole asks for a part. */
export function refusePartialRotation(label: string, config: RopeFields): void {
  const share = turnedShare(config) ?? 1;
  if (share === 1) return;
  throw new InputError(`${label}: "partial_rotary_factor" must be 1 for this family, got ${share}`);
}

/**
 * How many dimensions of a head turn where a share of them does.
 * @throws InputError where they are no pairs
 */
export function rotarySizeOf(label: string, headSize: number, share: number): number {
  const size = Math.floor(headSize * share);
  if (size % 2 === 0 && size > 0) return size;
  throw new InputError(
    `${label}: the rotated part of a head must be an even number of dimensions, got ` +
      `${size} (${share} of ${headSize})`,
  );
}
