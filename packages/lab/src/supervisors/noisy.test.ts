import { describe, expect, it } from "vitest";
import { askedOf, countsTask } from "../../test/asked.js";
import { roomOf } from "../../test/rooms.js";
import { labelsOf } from "../labels/index.js";
import { drawn } from "../reading/index.js";
import { probe } from "../students/index.js";
import { type NoisyOptions, noisy, supervisor, trained } from "./index.js";

const weak = probe(drawn(12), { epochs: 6, batchSize: 32 });

/** What the supervisor said and what noise made of it, by split. */
async function compared(options: number, given: NoisyOptions) {
  const room = await roomOf(countsTask(options));
  const { labels: plain } = await askedOf(trained(weak), room);
  const { labels: flipped } = await askedOf(noisy(weak, given), room);
  return room.parts(0).map((part) => {
    const row = (data: Float32Array, i: number) => [...data.slice(i * options, (i + 1) * options)];
    const [before, after] = [labelsOf(plain, part).data, labelsOf(flipped, part).data];
    return Array.from(part, (_, i) => ({ before: row(before, i), after: row(after, i) }));
  });
}

const top = (row: readonly number[]) => row.indexOf(Math.max(...row));
type Pair = { readonly before: number[]; readonly after: number[] };
const isFlipped = ({ before, after }: Pair) => top(before) !== top(after);

describe.each([2, 3])("noisy, %i options", (options) => {
  it("flips exactly its share of each split, as sure of another option", async () => {
    for (const part of await compared(options, { rate: 0.15 })) {
      expect(part.filter(isFlipped)).toHaveLength(Math.round(0.15 * part.length));
      for (const { before, after } of part) {
        expect(after.toSorted()).toEqual(before.toSorted());
        if (top(before) === top(after)) expect(after).toEqual(before);
      }
    }
  });

  it.each(["unsure", "sure"] as const)("flips where the supervisor is %s", async (where) => {
    const sign = where === "sure" ? 1 : -1;
    for (const part of await compared(options, { rate: 0.2, where })) {
      const sureness = (is: boolean) =>
        part
          .filter((pair) => isFlipped(pair) === is)
          .map(({ before }) => sign * Math.max(...before));
      expect(sureness(true)).toHaveLength(Math.round(0.2 * part.length));
      expect(Math.min(...sureness(true))).toBeGreaterThanOrEqual(Math.max(...sureness(false)));
    }
  });

  it("flips its share of the labels of one class, and no other", async () => {
    for (const part of await compared(options, { rate: 0.5, where: { class: 1 } })) {
      const ofClass = part.filter(({ before }) => top(before) === 1);
      expect(part.filter(isFlipped)).toHaveLength(Math.round(0.5 * ofClass.length));
      expect(ofClass.filter(isFlipped)).toHaveLength(Math.round(0.5 * ofClass.length));
    }
  });
});

describe("noisy over ties", () => {
  /** Two options tie on every other label; of `flats` in ten none is preferred. */
  const tied = (flats: number) =>
    supervisor("tied", { flats }, ({ rows, options }) =>
      Array.from(rows, (_, i) =>
        i % 10 < options.flats
          ? [1, 1, 1].map((one) => one / 3)
          : i % 2
            ? [0.4, 0.4, 0.2]
            : [0.5, 0.3, 0.2],
      ),
    );
  const flippedOf = async (flats: number, given: NoisyOptions) => {
    const room = await roomOf(countsTask(3));
    const plain = (await askedOf(tied(flats), room)).labels;
    const { labels, warnings } = await askedOf(noisy(tied(flats), given), room);
    const parts = room.parts(0).map((part) => {
      const rows = (of: typeof plain) => {
        const { data } = labelsOf(of, part);
        return Array.from(part, (_, i) => [...data.slice(3 * i, 3 * i + 3)]);
      };
      const [before, after] = [rows(plain), rows(labels)];
      return before.map((row, i) => ({ before: row, after: after[i]! }));
    });
    return { parts, warnings };
  };
  const isFlat = ({ before }: Pair) => before.every((p) => p === before[0]);

  it.each(["random", "unsure", "sure"] as const)("flips its whole share, %s", async (where) => {
    const { parts, warnings } = await flippedOf(2, { rate: 0.3, where });
    for (const part of parts) {
      expect(part.some(isFlat)).toBe(true);
      expect(part.filter(isFlipped)).toHaveLength(Math.round(0.3 * part.length));
      for (const { before, after } of part) expect(after.toSorted()).toEqual(before.toSorted());
    }
    expect(warnings).toEqual([]);
  });

  it("leaves labels of equal options out of their class", async () => {
    const { parts } = await flippedOf(5, { rate: 0.5, where: { class: 0 } });
    for (const part of parts) {
      const wanted = Math.round(0.5 * part.filter((pair) => !isFlat(pair)).length);
      expect(part.filter(isFlipped)).toHaveLength(wanted);
    }
  });

  it("flips all that can be where these are too few, and says so", async () => {
    const { parts, warnings } = await flippedOf(8, { rate: 0.5 });
    for (const part of parts) {
      expect(part.filter(isFlipped)).toHaveLength(part.filter((pair) => !isFlat(pair)).length);
    }
    expect(warnings[0]).toMatch(
      /: \d+ of \d+ labels are flipped: the others of their split hold all options alike$/,
    );
  });
});

describe("noisy", () => {
  it("refuses what is no supervisor, no rate and no class", async () => {
    expect(() => noisy("weak" as never, { rate: 0.1 })).toThrow(
      "noisy: what it adds noise to must be a supervisor",
    );
    expect(() => noisy(weak, { rate: 1 })).toThrow('noisy: "rate" must be below 1, got 1');
    expect(() => noisy(weak, { rate: 0.1, where: "some" as never })).toThrow(
      'noisy: "where" must be "random", "unsure", "sure" or { class: k }',
    );
    const room = await roomOf(countsTask(2));
    expect(() => room.say(noisy(weak, { rate: 0.1, where: { class: 2 } }), 0)).toThrow(
      'noisy: "where" must be a class of task counts, 0 to 1, got 2',
    );
  });
});
