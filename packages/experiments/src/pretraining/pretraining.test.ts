// Pairs of pretrainings are put together by size, and models whose names do not say so are refused.

import { mean } from "@w2s/lab";
import { worldTask } from "@w2s/world";
import { beforeAll, describe, expect, it } from "vitest";
import { zooLayer } from "../setting.js";
import { drawnOf, outcomesOf } from "../testing/tiny.js";
import { crossedIn, sizeIn } from "./crossed.js";
import { pretraining } from "./pretraining.js";

const tasks = [worldTask("maximum", { examples: 240 })];
const study = pretraining.study({
  tasks,
  models: ["16", "16-seed-1", "32", "32-seed-2"].map(zooLayer),
});
let outcomes: Awaited<ReturnType<typeof outcomesOf>>;
beforeAll(async () => {
  outcomes = await outcomesOf(study);
}, 240_000);

describe("crossedIn", () => {
  it("takes every pair of two sizes together", () => {
    const all = crossedIn(outcomes);
    expect(all.map(({ method, weak, strong }) => [method, weak, strong])).toEqual([
      ["naive", "world-16", "world-32"],
      ["confidence", "world-16", "world-32"],
    ]);
    const naive = outcomes.filter(({ method }) => method === "naive");
    expect(naive).toHaveLength(4);
    const { gain, gap, pgr, overUninformed } = all[0]!;
    expect(gain.value).toBeCloseTo(mean(naive.map((row) => row.gain.value)), 12);
    expect(gap.value).toBeCloseTo(mean(naive.map((row) => row.gap.value)), 12);
    if (pgr !== null) expect(pgr.value).toBeCloseTo(gain.value / gap.value, 12);
    const over = naive.map(({ arms: { uninformed } }) => uninformed.run && uninformed.difference);
    expect(overUninformed!.value).toBeCloseTo(mean(over.map((one) => (one || gain).value)), 12);
  });

  it("takes tasks together, pair by pair", () => {
    // The same rows under another name, each a hundredth better: means are half a hundredth more.
    const twin = outcomes.map((row) => ({
      ...row,
      task: "twin",
      gain: { ...row.gain, value: row.gain.value + 0.01 },
    }));
    const [all, one, other] = crossedIn([...outcomes, ...twin]);
    expect([all!.task, one!.task, other!.task]).toEqual(["mean of 2 tasks", "maximum", "twin"]);
    expect(all!.gain.value).toBeCloseTo(one!.gain.value + 0.005, 12);
    expect(all!.gap.value).toBeCloseTo(one!.gap.value, 12);
    expect(all!.one.gain.value).toBeCloseTo(one!.one.gain.value + 0.005, 12);
    expect(crossedIn([...outcomes, ...twin.slice(1)])).toHaveLength(3);
  });

  it("leaves out what lacks a pair", () => {
    expect(crossedIn(outcomes.slice(1)).map(({ method }) => method)).not.toContain("naive");
    expect(crossedIn([])).toEqual([]);
  });

  it("is what the figure's data say", () => {
    const { rows } = drawnOf(study, "over-pretrainings", outcomes)!;
    const naive = outcomes.filter(({ method }) => method === "naive");
    const [first] = rows;
    expect(first).toMatchObject({ task: "maximum", method: "naive", pairs: 4 });
    expect(first!.one_gain).toBe(naive[0]!.gain.value);
    expect(first!.most_gain).toBe(Math.max(...naive.map((row) => row.gain.value)));
  });
});

describe("sizes", () => {
  it.each([
    ["world-16-seed-1", "world-16"],
    ["multiberts-seed_3", "multiberts"],
    ["pythia-70m-seed2", "pythia-70m"],
    ["seedling", "seedling"],
  ])("are names without their seed: %s", (name, size) => {
    expect(sizeIn(name)).toBe(size);
  });

  it("are two or more, with two pretrainings or more each", () => {
    expect(() => pretraining.study({ tasks, models: [zooLayer(16), zooLayer(32)] })).toThrow(
      'got 1 of "world-16", 1 of "world-32"',
    );
    expect(() =>
      pretraining.study({ tasks, models: [zooLayer(16), zooLayer("16-seed-1")] }),
    ).toThrow(
      "--model: needs two sizes or more, each with two pretrainings or more, whose names differ " +
        "in their seed alone",
    );
  });
});
