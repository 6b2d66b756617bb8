// Sine and cosine of float32 in additions and multiplications. GPUs give them to 2^-11 at best, and
// only for small angles, where rotary positions turn by thousands of radians; runtimes for browsers
// have no double precision to fall back on.
//
// The angle is brought to r in [-pi/2, pi/2] by subtracting a multiple n of pi in three parts, of
// which the first has so few bits that the product is exact (Cody and Waite 1980, chapter 8; the
// parts are four times those of Cephes). There sin r is its Taylor series to r^11, whose next term
// is below 6e-8. sin(n pi + r) = (-1)^n sin r; cos(n pi + pi/2 + r) = -(-1)^n sin r.

import { ndarray } from "../array.js";
import type { Emitter } from "../tensor.js";

const piParts = [3.140625, 9.675025939941406e-4, 1.5099579909783765e-7];
const series = [-1 / 39916800, 1 / 362880, -1 / 5040, 1 / 120, -1 / 6, 1];

/** Emits the sine of `x`. Absolute error below 3e-7 for angles to 10,000. */
export function emitSine(emitter: Emitter, x: string): string {
  const { one, number } = arithmetic(emitter);
  const n = one("Floor", [one("Add", [one("Mul", [x, number(1 / Math.PI)]), number(0.5)])]);
  return one("Mul", [signOf(emitter, n), seriesOf(emitter, reduced(emitter, x, n))]);
}

/** Emits the cosine of `x`. Absolute error below 3e-7 for angles to 10,000. */
export function emitCosine(emitter: Emitter, x: string): string {
  const { one, number } = arithmetic(emitter);
  const n = one("Floor", [one("Mul", [x, number(1 / Math.PI)])]);
  const middle = one("Add", [n, number(0.5)]);
  return one("Neg", [
    one("Mul", [signOf(emitter, n), seriesOf(emitter, reduced(emitter, x, middle))]),
  ]);
}

function arithmetic(emitter: Emitter) {
  return {
    one: (type: string, inputs: readonly string[]) => emitter.one(type, inputs),
    number: (value: number) => emitter.constant(ndarray(Float32Array.of(value), [])),
  };
}

/** x - n pi. */
function reduced(emitter: Emitter, x: string, n: string): string {
  const { one, number } = arithmetic(emitter);
  return piParts.reduce((rest, part) => one("Sub", [rest, one("Mul", [n, number(part)])]), x);
}

/** (-1)^n. */
function signOf(emitter: Emitter, n: string): string {
  const { one, number } = arithmetic(emitter);
  const even = one("Mul", [one("Floor", [one("Mul", [n, number(0.5)])]), number(2)]);
  return one("Sub", [number(1), one("Mul", [one("Sub", [n, even]), number(2)])]);
}

function seriesOf(emitter: Emitter, r: string): string {
  const { one, number } = arithmetic(emitter);
  const square = one("Mul", [r, r]);
  const [first, ...rest] = series.map(number);
  return one("Mul", [
    r,
    rest.reduce((sum, term) => one("Add", [one("Mul", [sum, square]), term]), first!),
  ]);
}
