import { worldTask } from "@w2s/world";
import { beforeAll, describe, expect, it } from "vitest";
import { zooLayer } from "../setting.js";
import { drawnOf, outcomesOf } from "../testing/tiny.js";
import { saliency } from "./saliency.js";

const study = saliency.study({
  tasks: [worldTask("maximum", { examples: 240 })],
  models: [8, 16].map(zooLayer),
});
let outcomes: Awaited<ReturnType<typeof outcomesOf>>;
beforeAll(async () => {
  outcomes = await outcomesOf(study);
}, 240_000);

const outcomeOf = (student: string) => outcomes.find((one) => one.student === student)!;

describe("saliency", () => {
  it("draws six readings of one model, each from its row", () => {
    const { rows } = drawnOf(study, "saliency", outcomes)!;
    const [probe, tuned, again] = [
      "world-16:2/last",
      "world-16:2 finetuned",
      "world-16:2 finetuned, reprobed",
    ].map(outcomeOf);
    expect(rows.map(({ x, value }) => [x, value])).toEqual([
      ["lp(weak)", probe!.scores.student.accuracy.value],
      ["lp(gt)", probe!.scores.ceiling.accuracy.value],
      ["ft(weak)", tuned!.scores.student.accuracy.value],
      ["ft(weak) + lp(weak)", again!.scores.student.accuracy.value],
      ["ft(weak) + lp(gt)", again!.scores.ceiling.accuracy.value],
      ["ft(gt)", tuned!.scores.ceiling.accuracy.value],
    ]);
  });

  it("draws the supervisor's errors that each repeats", () => {
    const { rows } = drawnOf(study, "supervisor-linear", outcomes)!;
    const again = outcomeOf("world-16:2 finetuned, reprobed").errorsRepeated;
    const at = (reading: string) => rows.find(({ x }) => x === reading)!.value;
    expect(at("ft(weak) + lp(weak)")).toBe(again.student!.value);
    expect(at("ft(weak) + lp(gt)")).toBe(again.ceiling!.value);
  });
});
