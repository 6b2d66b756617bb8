import { describe, expect, it } from "vitest";
import { askedOf, countsTask, wrongIn } from "../../test/asked.js";
import { roomOf } from "../../test/rooms.js";
import { labelsOf } from "../labels/index.js";
import { drawn } from "../reading/index.js";
import { probe } from "../students/index.js";
import { boostedWeights } from "./boosted-step.js";
import { ensemble, errors, labels, type SupervisorBase, supervisor } from "./index.js";

/** Says the same of every row. */
const always = (name: string, ...said: number[]): SupervisorBase =>
  supervisor(name, { said }, ({ rows }) => Array.from(rows, () => said));

/** Right with certainty but for every n-th row. */
const every = (n: number, from = 0): SupervisorBase =>
  supervisor(`every ${n} from ${from}`, { n, from }, ({ examples, rows, K }) =>
    Array.from(rows, (row) => {
      const right = examples[row]!.label;
      const said = row % n === from ? (right + 1) % K : right;
      return Array.from({ length: K }, (_, k) => (k === said ? 0.8 : 0.2 / (K - 1)));
    }),
  );

const first = async (spec: SupervisorBase, K = 2) => {
  const { labels: said } = await askedOf(spec, await roomOf(countsTask(K)));
  return [...said.probabilities.data.slice(0, K)];
};

const close = (ours: readonly number[], theirs: readonly number[]) => {
  expect(ours).toHaveLength(theirs.length);
  ours.forEach((value, i) => {
    expect(value).toBeCloseTo(theirs[i]!, 5);
  });
};

describe("ensemble", () => {
  const one = always("one", 0.9, 0.1);
  const other = always("other", 0.3, 0.7);

  it("means, weighs and multiplies", async () => {
    close(await first(ensemble([one, other])), [0.6, 0.4]);
    // (3 * .9 + 1 * .3) / 4 = .75
    close(await first(ensemble([one, other], { combine: [3, 1] })), [0.75, 0.25]);
    // sqrt(.9 * .3) : sqrt(.1 * .7) = .519615 : .264575
    const product = [0.519615, 0.264575].map((p) => p / (0.519615 + 0.264575));
    close(await first(ensemble([one, other], { combine: "product" })), product);
  });

  it("learns on ground truth of the held part whom to trust", async () => {
    const spec = ensemble([every(9), always("coin", 0.5, 0.5)], { combine: "learned" });
    const room = await roomOf(countsTask(2));
    const { labels: said } = await askedOf(spec, room);
    const { labels: alone } = await askedOf(every(9), room);
    const held = room.rows(0).superviseHeld;
    const { labels: asked } = await askedOf(every(9), room.withHeld());
    const share = 1 - wrongIn(asked, held, room).length / held.length;
    // Likeliest: w where s / (.5 + .3 w) = (1 - s) / (.5 - .3 w).
    const w = (share - 0.5) / 0.3;
    expect(w).toBeGreaterThan(0.5);
    expect(w).toBeLessThan(1);
    said.probabilities.data.forEach((p, i) => {
      expect(p).toBeCloseTo(w * alone.probabilities.data[i]! + (1 - w) * 0.5, 4);
    });
  });

  it.each([2, 3])("boosts members that err in different places, %i options", async (K) => {
    const members = [every(3, 0), every(3, 1), every(3, 2)];
    const room = await roomOf(countsTask(K));
    const { labels: said } = await askedOf(ensemble(members, { combine: "adaboost" }), room);
    const wrong = wrongIn(said, room.asked(0), room).length / said.rows.length;
    expect(wrong).toBeLessThan(0.34);
    const sum = labelsOf(said, said.rows.subarray(0, 1)).data.reduce((a, b) => a + b);
    expect(sum).toBeCloseTo(1, 5);
  });

  it("is a plain mean, and says so, where nobody is better than chance", async () => {
    const wrong = supervisor("wrong", {}, ({ examples, rows }) =>
      Array.from(rows, (row) => (examples[row]!.label === 0 ? [0.2, 0.8] : [0.8, 0.2])),
    );
    const spec = ensemble([wrong, every(1)], { combine: "adaboost", as: "bad" });
    const { warnings, labels: said } = await askedOf(spec, await roomOf(countsTask(2)));
    expect(warnings.join()).toMatch(/bad on counts, seed 0: no member is better than chance/);
    for (const p of said.probabilities.data) expect(Math.abs(p - 0.5)).toBeCloseTo(0.3, 5);
  });

  it("asks labels from a file for the held part as well where it learns", async () => {
    const room = await roomOf(countsTask(2));
    const held = new Set(room.rows(0).superviseHeld);
    const list = room.examples.flatMap(({ id, label }, row) =>
      held.has(row) ? [] : [{ id, label }],
    );
    const source = { kind: "rows", name: "people", make: () => list } as const;
    const people = labels(source, { label: "label" });
    const other = probe(drawn(4), { epochs: 1 });
    await askedOf(ensemble([people, other]), room);
    await expect(askedOf(ensemble([people, other], { combine: "learned" }), room)).rejects.toThrow(
      /^ensemble: rows "people": \d+ of \d+ held part of supervise examples of task counts have no/,
    );
  });

  it("refuses fewer than two, what is no supervisor, and weights that do not fit", () => {
    const wrong = errors({ where: "random", rate: 0.1 });
    expect(() => ensemble([wrong])).toThrow("needs a list of two supervisors or more, got 1");
    expect(() => ensemble([wrong, "x" as never])).toThrow(
      "ensemble: member 1 must be a supervisor",
    );
    expect(() => ensemble([wrong, one], { combine: [1] })).toThrow(
      'ensemble: "combine" must have 2 weights from 0, one above it, got [1]',
    );
    expect(() => ensemble([wrong, one], { combine: [0, 0] })).toThrow("one above it, got [0, 0]");
    expect(() => ensemble([wrong, one], { combine: "best" as never })).toThrow('"combine"');
  });
});

describe("boostedWeights", () => {
  it("is SAMME's, by hand", () => {
    // Four examples. First: one wrong, e = 1/4, alpha = ln 3. Its weight becomes 3/4 / (3/4 + 3/4)
    // = 1/2, the others' 1/6. Second: wrong on another, e = 1/6, alpha = ln 5.
    const [one, other] = boostedWeights(
      [
        [true, false, false, false],
        [false, true, false, false],
      ],
      2,
    );
    expect(one).toBeCloseTo(Math.log(3), 12);
    expect(other).toBeCloseTo(Math.log(5), 12);
  });

  it("lets a member with the same errors count for less, and none at chance or worse", () => {
    const errs = [true, false, false, false];
    // The second has e = 1/2 on the raised weights: chance.
    expect(boostedWeights([errs, errs], 2)[1]).toBe(0);
    // With three options chance is e = 2/3: alpha = ln(1) + ln 2.
    expect(boostedWeights([errs, errs], 3)[0]).toBeCloseTo(Math.log(3) + Math.log(2), 12);
    expect(boostedWeights([errs.map((is) => !is)], 2)).toEqual([0]);
  });

  it("stays finite for a member without errors", () => {
    // e is kept at half of one example's weight: 1/8, alpha = ln 7.
    expect(boostedWeights([[false, false, false, false]], 2)[0]).toBeCloseTo(Math.log(7), 12);
  });
});
