import { drawn, probe } from "@w2s/lab";
import { worldTask } from "@w2s/world";
import { describe, expect, it } from "vitest";
import { dynamics } from "../dynamics/dynamics.js";
import { outcomesOf } from "../testing/tiny.js";
import { errorStructure } from "./error-structure.js";
import { hardness, structures } from "./labels.js";

describe("hardness", () => {
  it("is the difficulty of an example that has one", () => {
    expect(hardness({ inputs: ["abc"], facts: { difficulty: 4 } })).toBe(4);
    expect(hardness({ inputs: ["abc"], facts: { difficulty: "hard" } })).toBeGreaterThan(10);
  });

  it("is else how hard its texts read: longer words, longer sentences", () => {
    // Two sentences of three words, 25 letters in all: 4.71 x 25 / 6 + .5 x 6 / 2.
    expect(hardness({ inputs: ["Some words here. Then more come."] })).toBeCloseTo(
      (4.71 * 25) / 6 + (0.5 * 6) / 2,
      10,
    );
    expect(hardness({ inputs: ["!!"] })).toBe(0);
  });
});

describe("structures", () => {
  it("are the sources' six and two biases, each as often wrong as the weak model", () => {
    const weak = probe(drawn(4), { as: "weak supervisor" });
    const all = structures(weak, probe(drawn(8)));
    expect(all.map(({ spec }) => spec.label)).toEqual(all.map(({ name }) => name));
    expect(all.filter(({ isSources }) => isSources).map(({ name }) => name)).toEqual([
      "weak supervisor",
      "random",
      "longest prompt",
      "shortest prompt",
      "strong g.t. model unconfident",
      "strong g.t. model confidently correct",
    ]);
  });

  it("have one accuracy on test, and students that differ", { timeout: 240_000 }, async () => {
    const models = [drawn(6, { as: "weak" }), drawn(40, { as: "strong" })];
    const study = errorStructure.study({
      tasks: [worldTask("safety", { examples: 400 })],
      models,
    });
    const outcomes = await outcomesOf(study, { limit: 400, seeds: [0, 1] });
    expect(outcomes).toHaveLength(8 * 2);
    const weak = outcomes.map(({ scores }) => scores.weak.accuracy.value);
    expect(new Set(weak.map((value) => value.toFixed(9))).size).toBe(1);
    const students = outcomes.map(({ scores }) => scores.student.accuracy.value);
    expect(new Set(students).size).toBeGreaterThan(4);
    const [figure] = dynamics.study({ tasks: study.tasks, models }).figures;
    const panels = figure!.draw(outcomes, { width: 990 })!.rows.map(({ panel }) => panel);
    expect(new Set(panels).size).toBe(8);
  });
});
