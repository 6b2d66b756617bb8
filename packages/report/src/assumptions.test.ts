import type { Design } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { arm, outcome } from "../test/outcomes.js";
import { assumptionsOf } from "./assumptions.js";

const student = {
  label: "large finetuned",
  assumes: "has its weights trained.",
  selection: "agreement",
  told: false,
  settings: [],
};
const design: Design = {
  tasks: [{ name: "sorted", ownTest: false }],
  supervisors: [
    { label: "micro", assumes: "stands in for people.", saysTruth: false, trained: true },
    { label: "mini", assumes: "stands in for people.", saysTruth: false, trained: true },
  ],
  students: [student],
  methods: [{ name: "naive", isProgram: false }],
};
const textOf = (title: string, given: Design | undefined, rows = [outcome()]) =>
  assumptionsOf(rows, given).study.find((one) => one.title === title)?.text;

describe("assumptionsOf", () => {
  it("says what the study's own kinds say, once a kind", () => {
    expect(textOf("Who teaches", design)).toBe("micro and mini: each stands in for people.");
    expect(textOf("Who learns", design)).toBe("large finetuned: each has its weights trained.");
  });

  it("says of programs that their ceiling is none", () => {
    const title = "What methods are held against";
    expect(textOf(title, design)).toBeUndefined();
    const programs = ["surest", "bootstrapping"].map((name) => ({ name, isProgram: true }));
    expect(textOf(title, { ...design, methods: [...design.methods, ...programs] })).toContain(
      "surest and bootstrapping may leave examples out",
    );
  });

  it("says what selected, and never of a study what only others do", () => {
    expect(textOf("What weights were chosen on", design)).toBe(
      "The weights of large finetuned are kept at the evaluation that agrees most with their " +
        "weak labels on validation. Trained supervisors and ceilings are selected on ground " +
        "truth of their own splits.",
    );
    const oracle = { ...design, students: [{ ...student, selection: "oracle" }] };
    expect(textOf("What weights were chosen on", oracle)).toContain(
      "no result of weak supervision",
    );
    expect(textOf("What weights were chosen on", oracle)).not.toContain("weak labels");
    const last = { ...design, students: [{ ...student, selection: "last" }], supervisors: [] };
    expect(textOf("What weights were chosen on", last)).toBe(
      "The weights of large finetuned are kept as they are after the last step: nothing selects. " +
        "Ceilings are selected on ground truth.",
    );
    const prompted = { ...design, students: [{ ...student, selection: null }] };
    expect(textOf("What weights were chosen on", prompted)).toBeUndefined();
  });

  it("names the settings that are the study's own, and says that none is where none is", () => {
    const title = "What settings were chosen on";
    expect(textOf(title, design)).toBe(
      "Every setting of every student is the default of its kind.",
    );
    const settings = [{ name: "epochs", value: "50" }];
    const own = { ...design, students: [{ ...student, settings }] };
    expect(textOf(title, own)).toContain(
      "large finetuned has epochs 50. What these were chosen on",
    );
  });

  it("says where test comes from, and who is told labels", () => {
    expect(textOf("What the test split is", design)).toContain("drawn from the pool");
    const apart = { ...design, tasks: [{ name: "sorted", ownTest: true }] };
    expect(textOf("What the test split is", apart)).toBe(
      "sorted: the test split comes from a file of its own.",
    );
    expect(textOf("Labels within texts", design)).toBeUndefined();
    const told = { ...design, students: [{ ...student, told: true }] };
    expect(textOf("Labels within texts", told)).toBe(
      "large finetuned read what their supervisor said, at test too.",
    );
  });

  it("says of older results what is not known from them", () => {
    expect(textOf("Set-up", undefined)).toContain("is not known from them");
    expect(textOf("Who teaches", undefined)).toBeUndefined();
    expect(textOf("Set-up", design)).toBeUndefined();
  });

  it("has the sources' two limits with what was seen of them, and their six assumptions", () => {
    const half = { value: 0.5, low: 0.4, high: 0.6 };
    const { arms } = outcome();
    const row = outcome({
      more: {
        errorsRepeated: { student: half, ceiling: { ...half, value: 0.25 }, difference: half },
        arms: { ...arms, untouched: arm(0.7, half) },
      },
    });
    const { limits, plan } = assumptionsOf([row], design);
    expect(limits.map(({ title }) => title)).toEqual(["Imitation saliency", "Pretraining leakage"]);
    expect(limits[0]!.text).toContain(
      "repeats 50% of its supervisor's errors, and its ceiling, which",
    );
    expect(limits[0]!.text).toContain("25%");
    expect(limits[1]!.text).toContain(
      "Untouched students scored .700, clearly above chance in 1 of 1 row with one.",
    );
    expect(assumptionsOf([outcome()], design).limits[1]!.text).toContain("No untouched student");
    expect(plan).toHaveLength(6);
    // 610,000 parameters to 7,700: log10 of 79.2.
    expect(plan[4]!.text).toContain("1.9 orders of magnitude of pretraining compute");
    const chance = outcome({ ceilingScore: 0.505, weakScore: 0.5 });
    expect(assumptionsOf([chance], design).plan[2]!.text).toContain("Not on sorted.");
  });

  it("grants nothing of no outcomes", () => {
    expect(assumptionsOf([])).toEqual({ study: [], limits: [], plan: [] });
  });
});
