import { describe, expect, it } from "vitest";
import { askedOf, countsTask, wrongIn } from "../../test/asked.js";
import { roomOf } from "../../test/rooms.js";
import { labelsOf } from "../labels/index.js";
import { drawn } from "../reading/index.js";
import { probe } from "../students/index.js";
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

  it("weighs the members after one at chance as if they were the first", async () => {
    // Wrong on every third example alike; always wrong; wrong on every fourth.
    const [one, never, other] = [every(3), every(1), every(4)];
    const room = await roomOf(countsTask(2));
    const held = room.rows(0).superviseHeld;
    const vote = (n: number) => {
      const e = held.filter((row) => row % n === 0).length / held.length;
      return Math.log((1 - e) / e);
    };
    const spec = ensemble([one, never, other], { combine: "adaboost" });
    const { labels: said, warnings } = await askedOf(spec, room);
    const share = vote(3) / (vote(3) + vote(4));
    // What each says of its truth: .8, or .2 where it is wrong.
    said.rows.forEach((row, i) => {
      const p = share * (row % 3 === 0 ? 0.2 : 0.8) + (1 - share) * (row % 4 === 0 ? 0.2 : 0.8);
      expect(said.probabilities.data[2 * i + room.truth[row]!]).toBeCloseTo(p, 5);
    });
    expect(warnings).toEqual([]);
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
