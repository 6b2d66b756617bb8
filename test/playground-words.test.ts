// The playground's words: what came of one run, for whoever has no command line.

import { defaults } from "@w2s/playground";
import type { Verdict } from "@w2s/report";
import { describe, expect, it } from "vitest";
import { saidOf } from "../packages/playground/web/said-of.js";
import { outcome } from "../packages/report/test/outcomes.js";

const five = { ...defaults, seeds: 5 } as const;

const note = { role: "student", kind: "one option", seeds: 5, share: 1 } as const;
const examples: Readonly<Record<Verdict, ReturnType<typeof outcome>>> = {
  gain: outcome(),
  explained: outcome({ weakScore: 0.51 }),
  negative: outcome({ pgr: -0.5 }),
  imitation: outcome({ pgr: 0.02, spread: 0.05, copied: 0.97 }),
  constant: outcome({
    ...{ pgr: 0.02, spread: 0.05 },
    more: { nearConstant: [{ ...note, note: "the student says one option" }] },
  }),
  open: outcome({ pgr: 0.3, spread: 0.5 }),
  undefined: outcome({ ceilingScore: 0.801 }),
};

describe("saidOf", () => {
  it("says what a gain was, of what, and what else the page has", () => {
    // .8 + .4 x (.98 - .8) = .872
    expect(saidOf(examples.gain, five)).toBe(
      "On majority, world-128 taught by world-40 (naive) went beyond its supervisor: it scores " +
        ".872 where the supervisor scores .800 " +
        "and the ceiling .980, PGR .40 [.30, .50]; it overruled its supervisor on 10% of the " +
        "test, and was right in 60% of that. Worth choosing next: the method confidence; other " +
        "supervisors of the ladder, to see how PGR moves with the gap; another skill than " +
        "majority.",
    );
  });

  it("says of an open one that it is open, and what narrows it", () => {
    const said = saidOf(outcome({ pgr: 0.3, spread: 0.5, more: { seeds: [0] } }), {
      ...defaults,
      seeds: 1,
    });
    expect(said).toMatch(/^On .* may have gone beyond its supervisor, or not: it scores \.854/);
    expect(said).toContain("PGR .30 [-.20, .80], an interval that holds 0.");
    expect(said).toContain("One seed says little about other seeds");
    expect(said).toContain("Worth choosing next: 5 seeds, so that");
    expect(said).toContain("; 4,000 examples, for narrower intervals;");
  });

  it.each([
    ["explained", "need not come from the labels: its supervisor is not clearly above chance"],
    ["negative", "(naive) fell below its supervisor: it scores .710"],
    ["imitation", "it repeated 97% of its supervisor's errors. Worth choosing next: other errors"],
    ["constant", "a PGR near 0 that is no imitation, since the student says one option: it scores"],
    ["undefined", "(naive) has no PGR: no clear gap: ceiling .801, weak .800"],
  ] as const)("has a sentence for what is %s", (verdict, sentence) => {
    expect(saidOf(examples[verdict], five)).toContain(sentence);
  });

  it("says which errors on purpose its labels had", () => {
    expect(saidOf(examples.gain, { ...five, errors: "longest" })).toMatch(
      /by the truth, as often wrong as world-40, on the longest questions, \(naive\) went beyond/,
    );
  });

  it("says that a gain is clear though there is no PGR", () => {
    const gain = { value: 0.05, low: 0.02, high: 0.08 };
    const said = saidOf({ ...examples.undefined, gain }, five);
    expect(said).toContain("It is ahead of its supervisor all the same, by .050 [.020, .080].");
  });

  it.each(Object.entries(examples))("speaks to nobody's command line: %s", (_, one) => {
    for (const settings of [defaults, five])
      expect(saidOf(one, settings)).not.toMatch(/--|\(\{|labels: \[|undefined|NaN/);
  });
});
