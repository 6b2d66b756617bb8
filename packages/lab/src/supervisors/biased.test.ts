import { describe, expect, it } from "vitest";
import { askedOf, countsTask, wrongIn } from "../../test/asked.js";
import { roomOf } from "../../test/rooms.js";
import { labelsOf } from "../labels/index.js";
import { drawn } from "../reading/index.js";
import { probe } from "../students/index.js";
import type { Example } from "../tasks/index.js";
import { biased, trained } from "./index.js";

const byLength = ({ inputs }: Example) => inputs[0]!.length;
const weak = probe(drawn(4), { epochs: 3 });

describe.each([2, 3])("biased, %i options", (options) => {
  it("adversarial errs in one direction, where the function is highest", async () => {
    const room = await roomOf(countsTask(options));
    const spec = biased({ kind: "adversarial", by: byLength, rate: 0.2, toward: 0 });
    const { labels } = await askedOf(spec, room);
    for (const part of room.parts(0)) {
      const wrong = wrongIn(labels, part, room);
      expect(wrong.length).toBe(Math.round(0.2 * part.length));
      const said = labelsOf(labels, wrong);
      for (let i = 0; i < wrong.length; i++) expect(said.data[i * options]).toBe(1);
      const others = part.filter((row) => room.truth[row] !== 0 && !wrong.includes(row));
      const lengths = (list: Int32Array) =>
        Array.from(list, (row) => byLength(room.examples[row]!));
      expect(Math.min(...lengths(wrong))).toBeGreaterThanOrEqual(Math.max(...lengths(others)));
    }
  });

  it("easy is right on what is easy and on nothing else", async () => {
    const room = await roomOf(countsTask(options));
    const { labels } = await askedOf(biased({ kind: "easy", by: "difficulty", like: weak }), room);
    const { labels: copied } = await askedOf(trained(weak), room);
    for (const part of room.parts(0)) {
      const wrong = wrongIn(labels, part, room);
      expect(wrong.length).toBe(wrongIn(copied, part, room).length);
      const hardness = (list: Int32Array) =>
        Array.from(list, (row) => Number(room.examples[row]!.facts!.difficulty));
      const right = part.filter((row) => !wrong.includes(row));
      expect(Math.max(...hardness(right))).toBeLessThanOrEqual(Math.min(...hardness(wrong)));
    }
  });
});

describe("biased", () => {
  it("errs as often as who is copied, though one direction has no room for all", async () => {
    const room = await roomOf(countsTask(2));
    const none = biased({ kind: "easy", by: byLength, rate: 0.7 });
    const { labels, warnings } = await askedOf(
      biased({ kind: "adversarial", by: byLength, like: none, toward: 1 }),
      room,
    );
    for (const part of room.parts(0)) {
      const wrong = wrongIn(labels, part, room);
      expect(wrong.length).toBe(Math.round(0.7 * part.length));
      const others = part.filter((row) => room.truth[row] === 0 && !wrong.includes(row));
      expect(others).toHaveLength(0);
    }
    expect(warnings.join("\n")).toMatch(
      /\d+ of \d+ errors have no room toward option 1 and lie elsewhere/,
    );
  });

  it("is named by its function's text and by its values", async () => {
    const name = async (by: (example: Example) => number) => {
      const room = await roomOf(countsTask(2));
      return room.say(biased({ kind: "easy", by, rate: 0.1 }), 0).name;
    };
    const scaled = (factor: number) => (example: Example) => factor * byLength(example);
    expect(await name(byLength)).toBe(await name(byLength));
    expect(await name(scaled(1))).not.toBe(await name(byLength));
    expect(await name(scaled(1))).not.toBe(await name(scaled(2)));
  });

  it("refuses what it can when the study is planned", async () => {
    const room = await roomOf(countsTask(2));
    const say = (spec: ReturnType<typeof biased>) => () => room.say(spec, 0);
    const given = { kind: "adversarial", rate: 0.1 } as const;
    expect(say(biased({ ...given, by: () => Number.NaN }))).toThrow(
      /biased: "by" must give a finite number for each example, got NaN for counts-\d+ of counts/,
    );
    expect(say(biased({ ...given, by: "kind" }))).toThrow(
      'biased: "by" needs a number "kind" for each example of counts',
    );
    expect(say(biased({ ...given, by: byLength, toward: 2 }))).toThrow(
      'biased: "toward" must be an option of task counts, 0 to 1, got 2',
    );
    expect(say(biased({ ...given, by: byLength, rate: 0.7 }))).toThrow(
      /biased: \d+ of \d+ labels cannot be wrong toward option 1, which is right for all but \d+;/,
    );
    expect(() => biased({ kind: "easy", by: byLength, rate: 0.1, toward: 1 })).toThrow(
      'biased: "toward" is for kind: "adversarial"',
    );
    expect(() => biased({ kind: "easy", by: 3 as never, rate: 0.1 })).toThrow(
      'biased: "by" must be a function of an example, or the name of a fact, got 3',
    );
  });
});
