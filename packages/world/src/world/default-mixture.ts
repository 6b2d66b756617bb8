// The mixture that is used where none is given: every skill, mostly truthful.

import type { MixtureInput } from "./mixture-schema.js";

/** docs/world.md shows it as JSON, and what it does to models of each size. */
export const defaultMixture = {
  skills: {
    compare: {},
    add: { difficulty: [1, 2] },
    sorted: {},
    brackets: {},
    majority: {},
    palindrome: {},
    parity: {},
    maximum: {},
    containment: {},
    order: {},
    instruction: {},
    outsider: {},
    rule: {},
    programs: {},
  },
  forms: { answer: 6, judge: 3, choose: 1, follow: 0.5, refuse: 0.5 },
  parts: 0.4,
  wrong: 0.02,
} as const satisfies MixtureInput;
