// What supervisors' functions are given in place of a student or features: refused in one line.

import { describe, expect, it } from "vitest";
import { expectRefusals, type Needing, type Wrong } from "../../test/given.js";
import { drawn } from "../reading/index.js";
import { probe, told } from "../students/index.js";
import { continued, errors, noisy, simulatable, taught } from "./index.js";

const weak = probe(drawn(4));
const wrong: Wrong = [
  ["text", 'got "text"'],
  [{}, "got an object"],
  [5, "got 5"],
  [probe, "got a function; call it: probe(...)"],
  [Promise.resolve(weak), "got a promise; await it"],
];

const needing: Needing = [
  ["taught: must be given a student such as probe(...)", (one) => taught(one, { by: weak })],
  ["continued: needs a student such as probe(...)", (one) => continued(one, { from: weak })],
  ["simulatable: needs features, such as model(...)", (one) => simulatable(one, 2)],
  [
    'errors: "of" must be a student such as probe(...)',
    (of) => errors({ where: "unconfident", rate: 0.1, of }),
  ],
  [
    'errors: "like" must be a supervisor such as probe(...)',
    (like) => errors({ where: "random", like }),
  ],
  [
    "noisy: what it adds noise to must be a supervisor such as probe(...)",
    (one) => noisy(one, { rate: 0.1 }),
  ],
];

describe("a supervisor's function", () => {
  it.each(needing)("%s, whatever comes instead", (needs, make) =>
    expectRefusals(wrong, needs, make),
  );

  it("that is given nothing says so, and a student that is told", () => {
    expect(() => taught(undefined as never, { by: weak })).toThrow("got nothing");
    expect(() => continued(undefined as never, { from: weak })).toThrow("got nothing");
    expect(() => simulatable(undefined as never, 2)).toThrow("got nothing");
    expect(() => taught(told(weak), { by: weak })).toThrow("not told(...), got a told one");
    expect(() => noisy(told(weak), { rate: 0.1 } as never)).toThrow("got a told student");
  });
});
