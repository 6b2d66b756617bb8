// Rewards read back from pairs, and where a curve turns.

import type { EvidenceRow } from "@w2s/lab";
import { worldCandidates } from "@w2s/world";
import { describe, expect, it } from "vitest";
import { turnOf } from "./figure.js";
import { draws, optimised } from "./gold.js";

const [question] = worldCandidates({ questions: 1, examples: 2 });
const others = question!.candidates.slice(1);

/** Rows of one reward model; the right text stands first or second by turns. */
async function* rowsOf(reward: (place: number) => number, seed = 0, leftOut = 0) {
  const rows: EvidenceRow[] = others.slice(leftOut).map((_, at) => {
    const i = at + leftOut;
    const wrong = 1 / (1 + Math.exp(-reward(i + 1)));
    const truth = i % 2;
    const weak = truth === 0 ? [1 - wrong, wrong] : [wrong, 1 - wrong];
    const cell = { task: "candidates", supervisor: "w", student: "s", labels: "soft" };
    const texts: string[] = [];
    const id = `test:${question!.id}/${i + 1}`;
    return { ...cell, method: "naive", seed, id, texts, truth, said: { weak } };
  });
  yield rows;
}

describe("optimised", () => {
  it("is right wherever the right answer was drawn, by a model that puts it first", async () => {
    const [model] = await optimised(
      rowsOf((place) => -place),
      [question!],
    );
    expect(model!.role).toBe("weak");
    // .8 is the share of all others.
    const expected = draws.map((n) => 1 - 0.8 ** n);
    model!.gold[0]!.forEach((value, i) => void expect(value).toBeCloseTo(expected[i]!, 9));
  });

  it("falls to nothing by a model that puts one ill-formed answer first", async () => {
    const last = others.length;
    const fooled = (place: number) => (place === last ? 1 : -1);
    const [model] = await optimised(rowsOf(fooled), [question!]);
    const rare = others.at(-1)!.share;
    const expected = draws.map((n) => (1 - rare) ** n - (0.8 - rare) ** n);
    model!.gold[0]!.forEach((value, i) => void expect(value).toBeCloseTo(expected[i]!, 9));
    const turn = turnOf([0, 1, 2].map(() => model!.gold[0]!))!;
    const top = expected.indexOf(Math.max(...expected));
    expect(turn.n).toBe(draws[top]);
    expect(turn.lost.value).toBeCloseTo(expected[top]! - expected.at(-1)!, 9);
  });

  it("leaves a question out of which a candidate is missing", async () => {
    const [model] = await optimised(
      rowsOf(() => -1, 0, 1),
      [question!],
    );
    expect(model!.gold).toEqual([]);
  });

  it("does not turn where more is never worse", async () => {
    const [model] = await optimised(
      rowsOf((place) => -place),
      [question!],
    );
    expect(turnOf([0, 1, 2].map(() => model!.gold[0]!))).toBeNull();
  });
});
