import { worldTask } from "@w2s/world";
import { beforeAll, describe, expect, it } from "vitest";
import { zooLayer } from "../setting.js";
import { drawnOf, outcomesOf } from "../testing/tiny.js";
import { stopping } from "./stopping.js";

const study = stopping.study({
  tasks: [worldTask("maximum", { examples: 240 })],
  models: [8, 16].map(zooLayer),
});
let outcomes: Awaited<ReturnType<typeof outcomesOf>>;
beforeAll(async () => {
  outcomes = await outcomesOf(study);
}, 240_000);

const of = (student: string) => outcomes.find((one) => one.student === student)!;
const scoreOf = (student: string) => of(student).scores.student.accuracy.value;

describe("stopping", () => {
  it("evaluates ten times an epoch", () => {
    const curve = of("world-16:2 finetuned (selection last)").curves.find(
      ({ role }) => role === "student",
    )!;
    // 86 examples of 240 train: 3 batches of 32 an epoch, an evaluation each, two epochs.
    expect(curve.points.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("draws what each choice brings over the last step", () => {
    const { rows } = drawnOf(study, "stopping", outcomes)!;
    const tuned = rows.filter(
      ({ panel, series }) => /finetuned/.test(`${panel}`) && series === "maximum",
    );
    const last = scoreOf("world-16:2 finetuned (selection last)");
    expect(tuned.map(({ x, value }) => [x, value])).toEqual([
      ["weak labels", scoreOf("world-16:2 finetuned (selection agreement)") - last],
      ["ground truth", scoreOf("world-16:2 finetuned, oracle") - last],
    ]);
  });

  it("draws students and ceilings by how they were stopped", () => {
    const { rows } = drawnOf(study, "stopping-scores", outcomes)!;
    const ceilings = rows.filter(
      ({ detail, series }) => detail === "world-16:2/last" && series === "ceiling",
    );
    const ceiling = of("world-16:2/last, oracle").scores.ceiling.accuracy;
    expect(ceilings.find(({ x }) => x === "ground truth")).toMatchObject({ ...ceiling });
    expect(ceilings.length).toBe(3);
  });
});
