import { describe, expect, it } from "vitest";
import { askedOf, countsTask } from "../../test/asked.js";
import { roomOf } from "../../test/rooms.js";
import { drawn } from "../reading/index.js";
import { probe } from "../students/index.js";
import { study } from "../study/index.js";
import { simulatable, trained } from "./index.js";

describe("simulatable", () => {
  it("is logistic regression on the first k features, as scikit-learn's default", async () => {
    const room = await roomOf(countsTask(2));
    const same = probe(drawn(12), { solver: "lbfgs", stopping: "scikit-learn", features: 4 });
    const { labels, step } = await askedOf(simulatable(drawn(12), 4), room);
    expect(step.name).toBe((await askedOf(trained(same), room)).step.name);
    expect(labels.rows).toEqual(room.asked(0));
    const wider = await askedOf(simulatable(drawn(12), 12), room);
    expect(wider.labels.probabilities.data).not.toEqual(labels.probabilities.data);
    expect(simulatable(drawn(12), 4)).toMatchObject({
      regression: { recipe: { C: 1, tolerance: 1e-4, maxIterations: 100, features: 4 } },
    });
  });

  it("stands in a study beside students of more features", () => {
    const students = [4, 8].map((features) => probe(drawn(12), { solver: "lbfgs", features }));
    const { supervisors } = study({
      task: countsTask(2),
      supervisors: [2, 4].map((k) => simulatable(drawn(12), k)),
      students,
    });
    expect(supervisors.map(({ label }) => label)).toEqual([
      "drawn:12 logistic first 2",
      "drawn:12 logistic first 4",
    ]);
  });

  it("teaches the student that is the same regression, too", () => {
    const same = probe(drawn(12), { solver: "lbfgs", stopping: "scikit-learn", features: 4 });
    const weak = simulatable(drawn(12), 4);
    const asked: unknown[] = [];
    const made = study({
      task: countsTask(2),
      supervisors: weak,
      students: same,
      teaches: (...pair) => asked.push(...pair) > 0,
    });
    expect(made.teaches(made.supervisors[0]!, made.students[0]!)).toBe(true);
    expect(asked.slice(-2)).toEqual([weak, same]);
  });

  it("refuses a k that counts nothing, other options than two, and another solver", async () => {
    for (const k of [0, 1.5, Number.NaN]) {
      expect(() => simulatable(drawn(4), k)).toThrow(
        "simulatable: k must be a whole number from 1",
      );
    }
    const two = await roomOf(countsTask(2));
    expect(() => two.say(simulatable(drawn(4), 5), 0)).toThrow(
      "drawn:4 logistic first 5: k must be at most 4, got 5",
    );
    const room = await roomOf(countsTask(3));
    expect(() => room.say(simulatable(drawn(4), 2), 0)).toThrow(/two options/);
  });
});
