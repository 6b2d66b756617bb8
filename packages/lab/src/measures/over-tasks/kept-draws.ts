// A few of a cell's resamples, kept with its outcome: what a bootstrap over tasks needs of each
// task. All cells of one task are scored on the same draws, so that entry k of two of them is one
// draw of examples and seeds, and their difference is paired.

import * as z from "zod";
import type { Frozen } from "../frozen.js";

/** How many of a cell's first resamples are kept. */
export const keptDraws = 200;

/**
 * The gain and the gap in the first 200 resamples: 16-bit whole numbers, little-endian, 1/32767
 * each, in base64, which is 534 characters. Null in results of earlier versions.
 */
export const keptDrawsSchema = z
  .record(z.enum(["gain", "gap"]), z.base64())
  .refine(({ gain, gap }) => isWhole(numberOf(gain)) && numberOf(gain) === numberOf(gap), {
    error: `must be as many of gain as of gap, 1 to ${keptDraws}`,
  })
  .nullable();
/** Gain and gap in a cell's first resamples; null where they were not kept. */
export type KeptDraws = Frozen<z.infer<typeof keptDrawsSchema>>;

/** Values in a text of `packDraws`, without reading them. */
const numberOf = (text: string): number => (3 * text.length) / 8 - /=*$/.exec(text)![0].length / 2;
const isWhole = (number: number): boolean =>
  Number.isInteger(number) && number >= 1 && number <= keptDraws;

const unit = 32767;
// What has no value in a resample (AUROC of one class).
const none = -32768;

/** The first values of a bootstrap [B], each in [-1, 1], as text. */
export function packDraws(values: Float64Array): string {
  const bytes = new DataView(new ArrayBuffer(2 * Math.min(keptDraws, values.length)));
  for (let k = 0; 2 * k < bytes.byteLength; k += 1) {
    const value = values[k]!;
    bytes.setInt16(2 * k, Number.isNaN(value) ? none : Math.round(unit * value), true);
  }
  const each = Array.from({ length: bytes.byteLength }, (_, i) => bytes.getUint8(i));
  return btoa(String.fromCharCode(...each));
}

/** What `packDraws` was given, to within 1/65534; NaN where there was no value. */
export function unpackDraws(text: string): Float64Array {
  const characters = atob(text);
  const bytes = new DataView(new ArrayBuffer(characters.length));
  for (let i = 0; i < characters.length; i += 1) bytes.setUint8(i, characters.charCodeAt(i));
  return Float64Array.from({ length: Math.floor(characters.length / 2) }, (_, k) => {
    const value = bytes.getInt16(2 * k, true);
    return value === none ? Number.NaN : value / unit;
  });
}
