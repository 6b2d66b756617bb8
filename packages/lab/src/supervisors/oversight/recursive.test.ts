import { describe, expect, it } from "vitest";
import { askedOf, countsTask, wrongIn } from "../../../test/asked.js";
import { knowing, textsLearnt } from "../../../test/knowing.js";
import { roomOf, wordsTask } from "../../../test/rooms.js";
import { drawn } from "../../reading/index.js";
import { probe } from "../../students/index.js";
import { recursive } from "../index.js";
import { levelled } from "./bands.js";
import type { OverseenLabels } from "./overseen.js";

const weak = probe(drawn(16), { epochs: 20, batchSize: 16 });

describe("recursive", () => {
  it("learns in rounds, each from harder texts with a remark of the round before", async () => {
    const room = await roomOf(countsTask(3, 600));
    const { step, labels } = await askedOf(recursive(weak, { rounds: 4 }), room);
    const learnt = textsLearnt(step);
    const { supervise, test } = room.rows(0);
    const difficulty = new Map(
      Array.from(supervise, (row) => [
        room.examples[row]!.inputs[0]!,
        Number(room.examples[row]!.facts!.difficulty),
      ]),
    );
    const plain = [...learnt].filter((text) => !text.includes("I think"));
    const remarked = [...learnt].filter((text) => text.includes("I think"));
    expect(plain.length).toBeGreaterThan(20);
    for (const text of plain) expect(difficulty.get(text)).toBe(0);
    for (const text of remarked) {
      expect(difficulty.get(text.split(" What do")[0]!)).toBeGreaterThan(0);
    }
    expect(wrongIn(labels, test, room).length / test.length).toBeLessThan(0.6);
  });

  it("has each example judged by the round that learnt from such, at its price", async () => {
    const room = await roomOf(countsTask(3));
    const { labels } = await askedOf(recursive(knowing(0.7), { rounds: 3 }), room);
    const band = levelled(room, "difficulty", 3);
    const all = ["round 1 asks", "round 1 shows", "round 2 asks", "round 2 shows", "round 3 asks"];
    const seen = new Set<number>();
    (labels as OverseenLabels).transcripts.forEach((one, place) => {
      const round = band[labels.rows[place]!]!;
      seen.add(round);
      const turns = one.turns.map(({ does, who }) => `${who} ${does}`);
      expect(turns).toEqual(all.slice(0, 1 + 2 * round));
      expect(one.budget).toMatchObject({ questions: 1 + round, turns: round, checks: 0 });
      const said = labels.probabilities.data.subarray(3 * place, 3 * place + 3);
      one.said.forEach((share, k) => void expect(share).toBeCloseTo(said[k]!, 5));
    });
    expect([...seen].sort()).toEqual([0, 1, 2]);
  });

  it("words remarks as it is told", async () => {
    const room = await roomOf(countsTask(3));
    const spec = recursive(knowing(0.7), { rounds: 2, remark: "({label})" });
    const { labels } = await askedOf(spec, room);
    const shown = (labels as OverseenLabels).transcripts
      .flatMap(({ turns }) => turns)
      .filter(({ does }) => does === "shows");
    expect(shown.length).toBeGreaterThan(0);
    for (const turn of shown) expect("text" in turn && turn.text).toMatch(/ \(\S+\)$/);
    expect(() => recursive(weak, { remark: "yes" })).toThrow('must contain "{label}"');
  });

  it("refuses examples without the fact, and fewer levels than rounds", async () => {
    const plain = await roomOf(wordsTask(120));
    await expect(askedOf(recursive(weak), plain)).rejects.toThrow(
      /^recursive: example "\d+" of task "words" needs "difficulty", a number, got nothing/,
    );
    const room = await roomOf(countsTask(2));
    await expect(askedOf(recursive(weak, { rounds: 5 }), room)).rejects.toThrow(
      'recursive: task "counts" has 4 levels of "difficulty", fewer than the 5 rounds',
    );
  });
});

describe("levelled", () => {
  it("keeps a level in one band, and gives each band one", () => {
    const of = (levels: readonly number[], bands: number) => {
      const examples = levels.map((difficulty, i) => ({
        ...{ id: String(i), inputs: [""], label: 0, group: "" },
        facts: { difficulty },
      }));
      return [...levelled({ task: { name: "t" } as never, examples }, "difficulty", bands)];
    };
    expect(of([1, 2, 3, 4], 2)).toEqual([0, 0, 1, 1]);
    expect(of([5, 1, 1, 1, 1, 1, 9], 3)).toEqual([1, 0, 0, 0, 0, 0, 2]);
    expect(of([1, 2, 2, 2, 2, 2], 2)).toEqual([0, 1, 1, 1, 1, 1]);
  });
});
