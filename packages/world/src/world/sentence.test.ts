import { random } from "@w2s/lab";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultMixture } from "./default-mixture.js";
import { heldOut } from "./held-out.js";
import { parseMixture } from "./mixture.js";
import type { MixtureInput } from "./mixture-schema.js";
import { mixtureText } from "./mixture-text.js";
import { type Sentence, sentenceAt, sentenceText } from "./sentence.js";
import { skillNames, skills } from "./skills/index.js";

const mixture = parseMixture(defaultMixture);
/** What the default was in November 2026, before programs, parts and shared questions. */
const { programs: _, ...before } = defaultMixture.skills;
const earlier: MixtureInput = {
  skills: before,
  forms: { answer: 6, judge: 3, choose: 1 },
  wrong: 0.02,
};
const take = (text: Iterator<Sentence>, count: number) =>
  Array.from({ length: count }, () => text.next().value as Sentence);
const sentences = (input: unknown, count: number, seed = 1) =>
  take(mixtureText(parseMixture(input), seed), count);

/** The question of a sentence, whatever its form; of a part, the whole's; none of a statement. */
function questionOf({ skill, form, prompt }: Sentence): string {
  const mark = skills[skill].yesNo ? " ?" : " =";
  if (form === "part") return prompt.slice(0, prompt.lastIndexOf(" : ")) + mark;
  const start = form === "follow" ? prompt.indexOf(" of ") + 4 : 0;
  const from = form === "refuse" ? prompt.indexOf(" : ") + 3 : start;
  return prompt.slice(from, prompt.indexOf(mark, from) + 2);
}

describe("mixtureText", () => {
  it("stays the same from one release to the next", () => {
    expect(take(mixtureText(parseMixture(earlier), 7), 6).map(sentenceText)).toMatchInlineSnapshot(`
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

  it("asks parts, shared questions and programs, the same from release to release", () => {
    const text = take(mixtureText(mixture, 7), 40);
    const forms = ["part", "follow", "refuse"] as const;
    const first = forms.map((form) => sentenceText(text.find((one) => one.form === form)!));
    const program = sentenceText(text.find(({ skill }) => skill === "programs")!);
    expect([...first, program]).toMatchInlineSnapshot(`
      [
        "never even : take first of 5 3 8 7 : odd 7 ? yes",
        "take true of 1 + 3 = 5 false",
        "never c : take last of l k d m h c = refuse",
        "leak d is secret , c is d , a is 0 , a is secret , d is 6 , print d : same d d ? yes",
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

  it("asks parts in the share that the mixture says, half of them true ones", () => {
    const text = sentences({ skills: { sorted: {}, parity: {} }, parts: 0.25 }, 4000);
    const parts = text.filter(({ form }) => form === "part");
    expect(new Set(parts.map(({ skill }) => skill))).toEqual(new Set(["sorted"]));
    // A quarter of 2000: standard deviation sqrt(4000 * 1/8 * 7/8) = 21; five of them.
    expect(Math.abs(parts.length - 500)).toBeLessThan(105);
    const yes = parts.filter(({ answer }) => answer === "yes").length;
    // sqrt(500 / 4) = 11; five of them.
    expect(Math.abs(yes - parts.length / 2)).toBeLessThan(56);
    for (const { prompt, answer } of parts) {
      const [, one, other] = prompt.match(/ : less (\d) than (\d) \?$/)!;
      expect(answer, prompt).toBe(one! < other! ? "yes" : "no");
    }
  });

  it("states truths, and asks in the share that the mixture says", () => {
    const text = sentences({ skills: { sorted: { asked: 0.1 }, majority: {} } }, 4000);
    const [stated, asked] = [true, false].map((said) =>
      text.filter(({ skill, form }) => skill === "sorted" && (form === "state") === said),
    );
    // A tenth of 2000: standard deviation sqrt(4000 * 1/20 * 19/20) = 14; five of them.
    expect(Math.abs(asked!.length - 200)).toBeLessThan(70);
    for (const { prompt, answer } of stated!) {
      const row = answer.split(" ");
      expect([prompt, row.pop()]).toEqual(["sorted", "."]);
      expect(row).toEqual(row.toSorted());
      expect(heldOut(`sorted ${row.join(" ")} ?`)).toBe(false);
    }
    const never = sentences({ skills: { sorted: { asked: 0 } } }, 500);
    expect(never.every(({ form }) => form === "state")).toBe(true);
  });

  it("follows instructions and refuses as its answers say", () => {
    const text = sentences({ skills: { maximum: {} }, forms: { follow: 1, refuse: 1 } }, 2000);
    for (const { form, prompt, answer } of text) {
      const row = prompt.slice(prompt.indexOf("max ") + 4, prompt.indexOf(" =")).split(" ");
      const largest = row.toSorted().at(-1)!;
      if (form === "refuse") {
        const refused = row.includes(prompt.split(" ")[1]!);
        expect(answer, prompt).toBe(refused ? "refuse" : largest);
      } else {
        const isTrue = prompt.endsWith(`= ${largest}`);
        expect(answer, prompt).toBe(String(prompt.startsWith(`take ${isTrue} of `)));
      }
    }
    const shares = ["true", "refuse"].map(
      (word) => text.filter(({ answer }) => answer === word).length,
    );
    // A quarter of 2000 each: standard deviation sqrt(2000 * 1/4 * 3/4) = 19; five of them.
    for (const share of shares) expect(Math.abs(share - 500)).toBeLessThan(97);
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
