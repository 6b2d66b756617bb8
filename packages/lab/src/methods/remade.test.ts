import { describe, expect, it } from "vitest";
import { link, strong, tinyStudy } from "../../test/tiny-study.js";
import { overrideStudy } from "../study/index.js";
import { bootstrapping, confidence, fullMethodName, naive, program, surest } from "./index.js";

const chain = bootstrapping({ through: [link], by: surest({ keep: 0.5, by: confidence() }) });
const given = tinyStudy({ methods: [naive(), chain] });

describe("a study with one setting changed", () => {
  it("changes a method's option wherever it stands", () => {
    const { methods } = overrideStudy(given, "confidence.alpha", "0.75");
    expect(methods.map(fullMethodName)[1]).toContain("by confidence (alpha 0.75, warmup 0.2");
    expect(fullMethodName(methods[0]!)).toBe("naive");
    const kept = overrideStudy(given, "surest.keep", "0.9").methods[1]!;
    expect(fullMethodName(kept)).toContain("surest (keep 0.9, by confidence (alpha 0.5");
  });

  it("changes a recipe's option of links as of students", () => {
    const { methods, students } = overrideStudy(given, "epochs", "9");
    const links = "students" in methods[1]! ? methods[1].students : [];
    expect([...links, ...students].map(({ recipe }) => recipe)).toEqual([
      { ...link.recipe, epochs: 9 },
      { ...strong.recipe, epochs: 9 },
    ]);
  });

  it("leaves a method of the user's own as it is", () => {
    const own = program("own", {}, ({ student, labels, fit }) => fit(student, labels));
    expect(overrideStudy(tinyStudy({ methods: own }), "epochs", "9").methods).toEqual([own]);
  });

  it.each([
    ["confidnce.alpha", "0.75", 'unknown method "confidnce"; did you mean "confidence"?'],
    ["confidence.alhpa", "0.75", 'confidence: unknown option "alhpa"; did you mean "alpha"?'],
    ["confidence.alpha", "2", 'confidence: "alpha" must be in [0, 1], got 2'],
    ["gce.q", "0.5", 'setting "gce.q": no method of this study is "gce"'],
  ])("refuses %s=%s", (key, value, message) => {
    expect(() => overrideStudy(given, key, value)).toThrow(message);
  });
});
