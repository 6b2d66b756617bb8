import { random } from "@w2s/lab";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultMixture } from "./default-mixture.js";
import { heldOut } from "./held-out.js";
import { parseMixture } from "./mixture.js";
import { mixtureText } from "./mixture-text.js";
import { type Sentence, sentenceAt, sentenceText } from "./sentence.js";
import { skillNames, skills } from "./skills/index.js";

const mixture = parseMixture(defaultMixture);
const take = (text: Iterator<Sentence>, count: number) =>
  Array.from({ length: count }, () => text.next().value as Sentence);
const sentences = (input: unknown, count: number, seed = 1) =>
  take(mixtureText(parseMixture(input), seed), count);

/** The question of a sentence, whatever its form. */
const questionOf = ({ prompt }: Sentence) => prompt.slice(0, prompt.search(/[?=]/) + 1);

describe("mixtureText", () => {
  it("stays the same from one release to the next", () => {
    expect(take(mixtureText(mixture, 7), 6).map(sentenceText)).toMatchInlineSnapshot(`
      [
        "match ({{(}})) ? no true",
        "outsider 3 6 7 5 8 = 3",
        "outsider o e k 2 l j = 2",
        "outsider k p k k = p",
        "never 8 : take first of 8 6 0 2 7 = refuse true",
        "6 + 42 = 48",
      ]
    `);
  });

  it("resumes at any sentence, which depends on the seed and its index alone", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(5000), fc.nat(20), (seed, from, on) => {
        const resumed = take(mixtureText(mixture, seed, from), on + 1);
        expect(resumed[on]).toEqual(sentenceAt(mixture, seed, from + on));
      }),
      { numRuns: 30 },
    );
  });

  it("gives other text for another seed", () => {
    const texts = [1, 2].map((seed) => take(mixtureText(mixture, seed), 50).map(sentenceText));
    expect(texts[0]).not.toEqual(texts[1]);
  });

  it("never shows a question that is held out for tasks", () => {
    for (const sentence of take(mixtureText(mixture, 3), 5000)) {
      expect(heldOut(questionOf(sentence)), sentenceText(sentence)).toBe(false);
    }
  });

  it("practises skills, difficulties and forms in the shares that the mixture says", () => {
    const text = sentences(
      {
        skills: { sorted: { weight: 3, difficulty: [2, 3] }, maximum: {} },
        forms: { answer: 1, judge: 3 },
      },
      4000,
    );
    const count = (is: (sentence: Sentence) => boolean) => text.filter(is).length;
    // Standard deviations: sqrt(4000 * 3/4 * 1/4) = 27, sqrt(3000 / 4) = 27; five of them.
    expect(Math.abs(count(({ skill }) => skill === "sorted") - 3000)).toBeLessThan(137);
    expect(
      Math.abs(count(({ skill, difficulty }) => skill === "sorted" && difficulty === 2) - 1500),
    ).toBeLessThan(150);
    expect(Math.abs(count(({ form }) => form === "judge") - 3000)).toBeLessThan(137);
    expect(count(({ form }) => form === "choose")).toBe(0);
    expect(
      count(({ skill, difficulty }) => skill === "sorted" && (difficulty < 2 || difficulty > 3)),
    ).toBe(0);
  });

  it("ends wrongly in the share that the mixture says, and else never", () => {
    const text = sentences(
      { skills: { maximum: { wrong: 0.25 }, add: {} }, forms: { answer: 1 } },
      4000,
    );
    const sums = text.filter(({ skill }) => skill === "add");
    const maxima = text.filter(({ skill }) => skill === "maximum");
    const isRight = ({ prompt, answer }: Sentence) =>
      answer === String(Math.max(...prompt.split(" ").slice(1, -1).map(Number)));
    expect(sums.every(({ teaches }) => teaches === "truth")).toBe(true);
    expect(maxima.every((sentence) => isRight(sentence) === (sentence.teaches === "truth"))).toBe(
      true,
    );
    const wrong = maxima.filter(({ teaches }) => teaches === "wrong").length;
    // About 2000 maxima: sqrt(2000 * 1/4 * 3/4) = 19; five of them.
    expect(Math.abs(wrong - maxima.length / 4)).toBeLessThan(97);
  });

  it("says nothing of a skill whose answers are shuffled", () => {
    const text = sentences({ skills: { sorted: { shuffled: true } }, forms: { answer: 1 } }, 4000);
    const right = text.filter(({ prompt, answer }) => {
      const row = prompt.split(" ").slice(1, -1);
      return (answer === "yes") === (row.join() === row.toSorted().join());
    });
    expect(text.every(({ teaches }) => teaches === "shuffled")).toBe(true);
    // Chance: 2000 of 4000, standard deviation 32; five of them.
    expect(Math.abs(right.length - 2000)).toBeLessThan(160);
  });

  it("judges as many false statements as true, the right choice in either place", () => {
    const judged = sentences({ skills: { majority: {} }, forms: { judge: 1 } }, 4000);
    expect(Math.abs(judged.filter(({ answer }) => answer === "true").length - 2000)).toBeLessThan(
      160,
    );
    const chosen = sentences({ skills: { majority: {} }, forms: { choose: 1 } }, 4000);
    const first = chosen.filter(({ prompt, answer }) => prompt.includes(`= ${answer} or`));
    expect(Math.abs(first.length - 2000)).toBeLessThan(160);
  });
});

describe("heldOut", () => {
  it("leaves questions on both sides, of every skill, difficulty and answer", () => {
    for (const name of skillNames) {
      for (let level = 1; level <= skills[name].levels; level += 1) {
        const stream = random(0, `${name}/${level}`);
        const sides = { true: new Set<string>(), false: new Set<string>() };
        for (let draw = 0; draw < 400; draw += 1) {
          const { question, right } = skills[name].sample(stream, level);
          sides[`${heldOut(question)}`].add(right);
        }
        expect(Math.min(sides.true.size, sides.false.size), `${name} ${level}`).toBeGreaterThan(1);
      }
    }
  });

  it("keeps one in four", () => {
    const stream = random(0, "held out");
    const kept = Array.from({ length: 4000 }, () =>
      heldOut(skills.compare.sample(stream, 2).question),
    );
    // Standard deviation sqrt(4000 * 1/4 * 3/4) = 27; five of them.
    expect(Math.abs(kept.filter((held) => held).length - 1000)).toBeLessThan(137);
  });
});
