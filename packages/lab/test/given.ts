// For tests: what a function is wrongly given, refused in one line that says what was needed and
// what came.

import { InputError } from "@w2s/base";
import { expect } from "vitest";

/** What is given, and how the message says that it came. */
export type Wrong = readonly (readonly [given: unknown, got: string])[];

/** Functions by what they say that they need. */
export type Needing = readonly (readonly [needs: string, make: (given: never) => unknown])[];

/** Each of `wrong` is refused by `make`, which says what it needs. */
export function expectRefusals(wrong: Wrong, needs: string, make: (given: never) => unknown) {
  for (const [given, got] of wrong) {
    const making = () => make(given as never);
    expect(making, got).toThrow(InputError);
    expect(making).toThrow(needs);
    expect(making).toThrow(got);
  }
}
