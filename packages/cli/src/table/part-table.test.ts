import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { fakeOutcome } from "../../test/fake-outcomes.js";
import { partTable } from "./part-table.js";

const plain = pc.createColors(false);
const part = {
  fact: "difficulty",
  examples: 90,
  weak: 0.5,
  student: 0.75,
  ceiling: 1,
  overruled: 0.25,
};
const outcome = fakeOutcome({
  parts: [
    { ...part, value: 1, overruledRight: 0.8 },
    { ...part, value: 2, overruled: 0, overruledRight: null },
  ],
});

describe("partTable", () => {
  it("shows accuracies, how often the student overrules, and how often it is right then", () => {
    expect(partTable([outcome], "difficulty", 100, plain)).toEqual([
      "sst2 by difficulty: SmolLM2:15 taught by MiniLM:0, naive, soft labels",
      "value  examples  weak  student  ceiling  overruled  right where overruled",
      "1            90  .500     .750    1.000       .250                   .800",
      "2            90  .500     .750    1.000       .000                   none",
      "",
    ]);
  });

  it("refuses a fact that the run does not have, with the near miss or what there is", () => {
    expect(() => partTable([outcome], "dificulty", 100, plain)).toThrow(
      '--by: no fact "dificulty" in this run; did you mean "difficulty"?',
    );
    expect(() => partTable([outcome], "length", 100, plain)).toThrow("; known: difficulty");
    expect(() => partTable([fakeOutcome()], "difficulty", 100, plain)).toThrow(
      'in this run: it shows the facts of a task\'s option "facts" that have 2 to 16 values',
    );
  });
});
