// Errors that a ceiling decides, errors copied from any supervisor, and lengths; what else errors
// promise stands in errors-step.test.ts.

import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { askedOf, countsTask, wrongIn } from "../../test/asked.js";
import { resultsOf, roomOf } from "../../test/rooms.js";
import { fitRows, joinRows, labelsOf } from "../labels/index.js";
import { drawn } from "../reading/index.js";
import { openStore } from "../store/index.js";
import { probe } from "../students/index.js";
import { holdOut, rows, table } from "../tasks/index.js";
import { crossFitted } from "./cross-fitted.js";
import { errorKeys } from "./error-keys.js";
import { biased, ensemble, errors, noisy, type SupervisorRoom, trained } from "./index.js";

const quick = { epochs: 4, batchSize: 32 };
const weak = probe(drawn(4), quick);
const strong = probe(drawn(24), quick);

/** What the cross-fitted ceiling says of a room's rows, by row. */
async function judged(room: SupervisorRoom) {
  const store = await openStore(scratchFolder("judged"));
  const said = new Map<number, number[]>();
  for (const { rows: own, probabilities } of await resultsOf(crossFitted(strong, 0, room), store)) {
    const options = probabilities.shape[1]!;
    own.forEach((row, i) => {
      said.set(row, [...probabilities.data.subarray(i * options, (i + 1) * options)]);
    });
  }
  return said;
}

describe.each([2, 3])("errors by a ceiling, %i options", (options) => {
  it("are where it is least confident, in every split", async () => {
    const room = await roomOf(countsTask(options));
    const said = await judged(room);
    const { labels } = await askedOf(errors({ where: "unconfident", of: strong, rate: 0.2 }), room);
    for (const part of room.parts(0)) {
      const wrong = new Set(wrongIn(labels, part, room));
      expect(wrong.size).toBe(Math.round(0.2 * part.length));
      const surest = (is: boolean) =>
        [...part].filter((row) => wrong.has(row) === is).map((row) => Math.max(...said.get(row)!));
      expect(Math.max(...surest(true))).toBeLessThanOrEqual(Math.min(...surest(false)));
    }
  });

  it("are where it is right, and surest", async () => {
    const room = await roomOf(countsTask(options));
    const said = await judged(room);
    const rule = errors({ where: "confidently-correct", of: strong, rate: 0.2 });
    const { labels } = await askedOf(rule, room);
    for (const part of room.parts(0)) {
      const wrong = new Set(wrongIn(labels, part, room));
      const isRight = (row: number) => {
        const own = said.get(row)!;
        return own.indexOf(Math.max(...own)) === room.truth[row];
      };
      expect([...wrong].filter(isRight)).toHaveLength(wrong.size);
      const ofRight = (row: number) => said.get(row)![room.truth[row]!]!;
      const spared = [...part].filter((row) => !wrong.has(row) && isRight(row)).map(ofRight);
      expect(Math.min(...[...wrong].map(ofRight))).toBeGreaterThanOrEqual(Math.max(...spared));
    }
  });
});

describe("crossFitted", () => {
  it("asks of no row that the model learned from, and of test the cell's own ceiling", async () => {
    const room = await roomOf(countsTask(2));
    const [transfer, validation, test] = room.parts(0) as [Int32Array, Int32Array, Int32Array];
    const both = joinRows(transfer, validation);
    const { kept: one, held: other } = holdOut(both, room.examples, 0.5, 0);
    const steps = crossFitted(strong, 0, room);
    expect(Math.abs(one.length - other.length)).toBeLessThanOrEqual(2);
    expect(new Set([...one, ...other]).size).toBe(both.length);
    const labels = room.truthOn(room.taughtRows(0).list);
    const rows = fitRows(transfer, validation, test);
    const ceiling = room.fit(strong, { labels, rows, seed: 0, teacher: "" });
    expect(steps.at(-1)!.name).toBe(ceiling.name);
    expect(steps).toHaveLength(3);
  });
});

describe("errors like another supervisor", () => {
  it.each([
    ["trained", trained(weak)],
    ["noisy", noisy(weak, { rate: 0.3 })],
    ["an ensemble", ensemble([weak, strong])],
    ["errors", errors({ where: "shortest", rate: 0.17 })],
  ])("have exactly as many in every split: %s", async (_, like) => {
    const room = await roomOf(countsTask(3));
    const { labels: copied } = await askedOf(like, room);
    for (const where of ["random", "longest", "unconfident", "confidently-correct"] as const) {
      const judge = where.includes("confident") ? { of: strong } : {};
      const { labels } = await askedOf(errors({ where, like, ...judge }), room);
      for (const part of room.parts(0)) {
        const count = wrongIn(labels, part, room).length;
        expect(count).toBe(wrongIn(copied, part, room).length);
        expect(labelsOf(labels, part).data.every((p) => p === 0 || p === 1)).toBe(true);
      }
    }
  });

  it("need a student for rules that ask its ceiling, and none for others", () => {
    expect(() => errors({ where: "unconfident", rate: 0.1 })).toThrow(
      'errors: "unconfident" needs "of"',
    );
    expect(() => errors({ where: "random", of: strong, rate: 0.1 })).toThrow(
      'errors: "of" is for where: "unconfident" or "confidently-correct", got "random"',
    );
    expect(() => errors({ where: "random", like: { kind: "" } as never })).toThrow(
      'errors: "like" must be a supervisor such as probe(...)',
    );
  });
});

describe("errorKeys", () => {
  it("counts characters, not the halves of some", async () => {
    const texts = ["👍👍👍", "abcd", "語語", "é"];
    const made = texts.flatMap((text, i) =>
      Array.from({ length: 20 }, (_, j) => ({ text: `${text} ${i * 20 + j + 100}`, label: j % 2 })),
    );
    const room = await roomOf(table(rows("emoji", made), { text: "text", label: "label" }));
    const keys = errorKeys("longest", "", room);
    const lengths = room.examples.map(({ inputs }) => {
      const i = texts.findIndex((text) => inputs[0]!.startsWith(`${text} `));
      return [3, 4, 2, 1][i]! + 4;
    });
    expect(keys).toEqual(lengths);
    expect(errorKeys("shortest", "", room)).toEqual(lengths.map((length) => -length));
  });

  it("refuses a rule by which all examples are equal", async () => {
    const made = Array.from({ length: 40 }, (_, i) => ({
      text: `w${10 + i}`,
      label: i % 2,
      difficulty: 3,
    }));
    const options = { text: "text", label: "label", facts: ["difficulty"] };
    const room = await roomOf(table(rows("even", made), options));
    const say = (where: "longest" | "shortest" | "hardest" | "random") => () =>
      room.say(errors({ where, rate: 0.2 }), 0);
    for (const where of ["longest", "shortest"] as const) {
      expect(say(where)).toThrow(
        `errors: "${where}" needs texts of different lengths, all 40 of even have 3; ` +
          'take another rule, such as errors({ where: "random" })',
      );
    }
    expect(say("hardest")).toThrow(
      'errors: "hardest" needs examples of different "difficulty", all 40 of even have 3',
    );
    expect(say("random")).not.toThrow();
    const flat = biased({ kind: "easy", by: () => 1, rate: 0.2 });
    expect(() => room.say(flat, 0)).toThrow(
      'biased: "by" must tell examples apart, all 40 of even have 1',
    );
  });

  it("reads numbers that come as text, as from CSV", async () => {
    const room = await roomOf(countsTask(2));
    const keys = errorKeys("hardest", "written", room);
    expect(keys).toEqual(room.examples.map(({ facts }) => Number(facts!.written)));
    const { labels } = await askedOf(
      errors({ where: "hardest", difficulty: "written", rate: 0.1 }),
      room,
    );
    for (const row of wrongIn(labels, room.asked(0), room)) {
      expect(Number(room.examples[row]!.facts!.written)).toBeGreaterThanOrEqual(8);
    }
  });
});
