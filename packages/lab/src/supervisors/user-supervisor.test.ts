import { describe, expect, it } from "vitest";
import { askedOf, countsTask } from "../../test/asked.js";
import { roomOf } from "../../test/rooms.js";
import { type Speak, supervisor } from "./index.js";

const said = async (speak: Speak, K = 2) =>
  askedOf(supervisor("mine", {}, speak), await roomOf(countsTask(K)));

describe("supervisor", () => {
  it("is given examples, rows, seed, options and K, and may be async", async () => {
    const seen: unknown[] = [];
    const speak: Speak = async ({ examples, rows, seed, options, K }) => {
      seen.push(examples.length, rows.length, seed, options, K);
      return Array.from(rows, (row) => (examples[row]!.label === 1 ? [0, 1] : [1, 0]));
    };
    const room = await roomOf(countsTask(2));
    const spec = supervisor("mine", { word: "x", list: [1, 2] }, speak);
    const { labels } = await askedOf(spec, room, 3);
    expect(seen).toEqual([300, room.asked(3).length, 3, { word: "x", list: [1, 2] }, 2]);
    labels.rows.forEach((row, i) => {
      expect(labels.probabilities.data[2 * i + room.truth[row]!]).toBe(1);
    });
  });

  it("hands its options on with their types", async () => {
    const spec = supervisor("mine", { sure: 0.75, words: ["x"] }, ({ rows, options }) => {
      const { sure, words }: { sure: number; words: readonly string[] } = options;
      // @ts-expect-error there is no such option
      expect(options.sur).toBeUndefined();
      return Array.from(rows, () => (words.includes("x") ? [1 - sure, sure] : [sure, 1 - sure]));
    });
    const { labels } = await askedOf(spec, await roomOf(countsTask(2)));
    expect(labels.probabilities.data[1]).toBe(0.75);
  });

  it("takes all probabilities in one list, and divides rounding out", async () => {
    const flat = await said(({ rows }) => new Float32Array(3 * rows.length).fill(0.3333), 3);
    for (const p of flat.labels.probabilities.data) expect(p).toBeCloseTo(1 / 3, 6);
  });

  it("is named by name, options, text and examples", async () => {
    const uniform: Speak = ({ rows }) => Array.from(rows, () => [0.5, 0.5]);
    const other: Speak = ({ rows }) => Array.from(rows, () => [0.4, 0.6]);
    const name = async (...[called, options, speak]: Parameters<typeof supervisor>) =>
      (await roomOf(countsTask(2))).say(supervisor(called, options, speak), 0).name;
    const names = [
      await name("a", {}, uniform),
      await name("b", {}, uniform),
      await name("a", { x: 1 }, uniform),
      await name("a", {}, other),
      (await roomOf(countsTask(2, 200))).say(supervisor("a", {}, uniform), 0).name,
    ];
    expect(new Set(names).size).toBe(5);
    expect(await name("a", {}, uniform)).toBe(names[0]);
  });

  it.each<[string, Speak, RegExp]>([
    ["too few rows", () => [[0.5, 0.5]], /must give \d+ rows of 2 probabilities, got 1$/],
    ["nothing", () => undefined as never, /must give \d+ rows of 2 probabilities, got nothing$/],
    [
      "too many columns",
      ({ rows }) => Array.from(rows, () => [0.2, 0.3, 0.5]),
      /for counts-\d+ must be 2 probabilities that sum to 1, got \[0\.2, 0\.3, 0\.5\]$/,
    ],
    [
      "no distribution",
      ({ rows }) => Array.from(rows, () => [0.5, 0.6]),
      /for counts-\d+ must be 2 probabilities .*, got \[0\.5, 0\.6\], which sum to 1\.1$/,
    ],
    [
      "NaN",
      ({ rows }) => Array.from(rows, () => [Number.NaN, 1]),
      /for counts-\d+ must be 2 probabilities that sum to 1, got \[NaN, 1\]$/,
    ],
    [
      "an error of its own",
      async () => {
        throw new Error("no service");
      },
      /its function failed: no service$/,
    ],
    [
      "a change of what it was given",
      ({ examples }) => {
        (examples[0] as { label: number }).label = 1;
        return [];
      },
      /its function failed: Cannot assign to read only property 'label'/,
    ],
  ])("refuses %s, by name", async (_, speak, message) => {
    await expect(said(speak)).rejects.toThrow(/^supervisor "mine": /);
    await expect(said(speak)).rejects.toThrow(message);
  });

  it("refuses options that are not JSON, an empty name and no function", () => {
    const speak: Speak = () => [];
    expect(() => supervisor("a", { x: Number.NaN }, speak)).toThrow('supervisor: "options');
    expect(() => supervisor("a", { x: (() => 1) as never }, speak)).toThrow('supervisor: "options');
    expect(() => supervisor("", {}, speak)).toThrow('supervisor: "name"');
    expect(() => supervisor("a", {}, 3 as never)).toThrow(
      'supervisor: "speak" must be a function of { examples, rows, seed, options, K }',
    );
  });
});
