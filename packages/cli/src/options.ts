// Options that are numbers, seeds, settings and ages: parsed at the door, refused with what was
// expected.

import { InputError } from "@w2s/base";

/** A whole number of at least `least` and at most `most`. @throws InputError. */
export function wholeNumber(option: string, least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least) {
      if (value <= most) return value;
      throw new InputError(`${option}: must be at most ${most}, got "${text}"`);
    }
    throw new InputError(`${option}: must be a whole number of at least ${least}, got "${text}"`);
  };
}

/** More than machines have, and few enough to begin. */
export const mostThreads = 1024;

/** A number above 0. @throws InputError. */
export function positive(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isFinite(value) && value > 0) return value;
    throw new InputError(`${option}: must be a number above 0, got "${text}"`);
  };
}

/** A number of at least 0. @throws InputError. */
export function amount(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
    throw new InputError(`${option}: must be a number of at least 0, got "${text}"`);
  };
}

/** More than anybody waits for. */
const MOST_SEEDS = 100_000;

/** "5" as seeds 0 to 4, "1,2,7" as these three. @throws InputError. */
export function seedList(text: string): readonly number[] {
  if (!text.includes(",")) {
    const number = wholeNumber("--seeds", 1, MOST_SEEDS)(text);
    return Array.from({ length: number }, (_, seed) => seed);
  }
  const seeds = text.split(",").map((part) => wholeNumber("--seeds", 0)(part.trim()));
  if (new Set(seeds).size < seeds.length)
    throw new InputError(`--seeds: must name each seed once, got "${text}"`);
  return seeds;
}

/** "key=value" as a pair; the value may hold further "=". @throws InputError. */
export function setting(
  text: string,
  option = "--set",
  example = "seeds=3",
): readonly [key: string, value: string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1)];
  throw new InputError(
    `${option}: must be key=value, got "${text}"; for example ${option} ${example}`,
  );
}

/** Collects the values of an option that may be given several times. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/**
 * Collects changes of settings. @throws InputError for a second one of a setting: the first would
 * be lost without a word.
 */
export function collectSettings(value: string, before: readonly string[]): readonly string[] {
  const [key] = setting(value);
  if (!before.some((text) => setting(text)[0] === key)) return collect(value, before);
  throw new InputError(`--set: "${key}" is set twice; give it once, or several values to --vary`);
}

/** @throws InputError for seeds that are said twice */
export function refuseTwoSeeds({ set = [], seed, seeds }: SaidSeeds): void {
  if ((seed ?? seeds) === undefined) return;
  if (!set.some((text) => setting(text)[0] === "seeds")) return;
  const option = seed === undefined ? "--seeds" : "--seed";
  throw new InputError(`--set seeds and ${option}: each says which seeds run; give one of them`);
}

interface SaidSeeds {
  readonly set?: readonly string[];
  readonly seed?: number;
  readonly seeds?: readonly number[];
}

const units: Readonly<Record<string, number>> = { m: 60e3, h: 3600e3, d: 86400e3, w: 7 * 86400e3 };

/** "30d", "12h", "90m" or "2w" in milliseconds. @throws InputError. */
export function age(text: string): number {
  const [, digits, unit] = /^(\d+)([mhdw])$/.exec(text) ?? [];
  if (digits !== undefined && unit !== undefined) return Number(digits) * units[unit]!;
  throw new InputError(
    `--older-than: must be a number with m, h, d or w, got "${text}"; for example 30d`,
  );
}
