import { describe, expect, it } from "vitest";
import { askedOf, countsTask } from "../../../test/asked.js";
import { knowing, textsLearnt } from "../../../test/knowing.js";
import { roomOf, wordsTask } from "../../../test/rooms.js";
import { drawn } from "../../reading/index.js";
import { probe } from "../../students/index.js";
import { rows, table } from "../../tasks/index.js";
import { decomposition } from "../index.js";
import { weighed } from "./decomposition-step.js";
import { leavesOf } from "./leaves.js";
import type { OverseenLabels } from "./overseen.js";

const weak = probe(drawn(6), { epochs: 2, batchSize: 32 });

const transcriptsOf = (labels: object) => (labels as OverseenLabels).transcripts;

describe("decomposition", () => {
  it("is right wherever the parts are", async () => {
    for (const K of [2, 3]) {
      const room = await roomOf(countsTask(K));
      const { labels } = await askedOf(decomposition(knowing(0.8)), room);
      labels.rows.forEach((row, i) => {
        const said = [...labels.probabilities.data.subarray(i * K, (i + 1) * K)];
        expect(said).toEqual(Array.from({ length: K }, (_, k) => Number(k === room.truth[row])));
      });
    }
  });

  it("asks every part once, and says what each took", async () => {
    const room = await roomOf(countsTask(3));
    const { labels } = await askedOf(decomposition(weak), room);
    const [first] = transcriptsOf(labels);
    expect(first!.turns.map((turn) => turn.does)).toEqual(["asks", "asks", "asks"]);
    expect(first!.turns.map((turn) => "truth" in turn && turn.truth)).toEqual(
      [0, 1, 2].map((k) => Number(k === room.truth[labels.rows[0]!])),
    );
    const [text] = room.examples[labels.rows[0]!]!.inputs;
    // The text's words and " : c0 ?", three times.
    const tokens = 3 * (text!.split(" ").length + 3);
    expect(first!.budget).toEqual({ questions: 3, turns: 0, tokens, checks: 0 });
  });

  it("makes exactly so many parts of each split wrong, and says which", async () => {
    const room = await roomOf(countsTask(2));
    const { labels } = await askedOf(decomposition(knowing(), { wrong: { rate: 0.1 } }), room);
    const all = transcriptsOf(labels);
    let start = 0;
    for (const part of room.parts(0)) {
      const turns = all.slice(start, start + part.length).flatMap((one) => one.turns);
      start += part.length;
      const wrong = turns.filter((turn) => turn.does === "asks" && turn.wrong);
      expect(wrong).toHaveLength(Math.round(0.1 * 2 * part.length));
    }
  });

  it("weighs all combinations of parts, as by hand", () => {
    const all = leavesOf(
      {
        parts: [
          { text: "a", label: 1 },
          { text: "b", label: 1 },
        ],
        combine: (answers) => Number(answers[0] === 1 && answers[1] === 1),
        claims: [],
        combiner: "and",
      },
      1,
    );
    // Both are yes in .9 * .6 of all.
    const [no, yes] = weighed(all, [0.9, 0.6], 2, () => 0);
    expect(yes).toBeCloseTo(0.54, 12);
    expect(no).toBeCloseTo(0.46, 12);
  });

  it("takes parts apart to the depth that is asked, and combines all of it", () => {
    const or = { combine: (a: ArrayLike<number>) => Number(Array.from(a).includes(1)) };
    const leaf = (text: string, label: number) => ({ text, label });
    const inner = (a: number, b: number) => () => ({
      parts: [leaf("x", a), leaf("y", b)],
      combine: ([x, y]: ArrayLike<number> & Iterable<number>) => Number(x === 1 && y === 1),
      claims: [],
      combiner: "and",
    });
    const apart = {
      ...{ parts: [{ ...leaf("p", 0), apart: inner(1, 0) }, leaf("q", 1)], ...or },
      ...{ claims: [], combiner: "or" },
    } as Parameters<typeof leavesOf>[0];
    expect(leavesOf(apart, 1).parts.map(({ text }) => text)).toEqual(["p", "q"]);
    const deep = leavesOf(apart, 2);
    expect(deep.parts.map(({ text }) => text)).toEqual(["x", "y", "q"]);
    for (let set = 0; set < 8; set++) {
      const [x, y, q] = [set & 1, (set >> 1) & 1, (set >> 2) & 1];
      expect(deep.combine([x, y, q])).toBe(Number((x === 1 && y === 1) || q === 1));
    }
  });

  it("trains nobody on a part of what is not in supervise", async () => {
    const room = await roomOf(countsTask(2));
    const { step } = await askedOf(decomposition(weak), room);
    const learnt = textsLearnt(step);
    expect(learnt.size).toBeGreaterThan(50);
    const { supervise } = room.rows(0);
    const own = new Set(Array.from(supervise, (row) => room.examples[row]!.inputs[0]));
    for (const text of learnt) expect(own.has(text.split(" : ")[0])).toBe(true);
  });

  it("refuses a task without parts, by name", async () => {
    const room = await roomOf(wordsTask(120));
    await expect(askedOf(decomposition(weak), room)).rejects.toThrow(
      /^decomposition: task "words" has no parts to ask about: nobody said how example "\d+" comes/,
    );
  });

  it("refuses parts that do not give the whole, with their place", async () => {
    const task = table(
      rows(
        "faulty",
        Array.from({ length: 60 }, (_, i) => ({
          text: `t${i}`,
          label: i % 2,
          parts: { parts: [{ text: "p", label: 0 }], combine: "all" },
        })),
      ),
      { text: "text", label: "label", parts: "parts" },
    );
    await expect(askedOf(decomposition(weak), await roomOf(task))).rejects.toThrow(
      'rows "faulty": row 2: parts: their true answers must give the example\'s option 1, got 0',
    );
  });
});
