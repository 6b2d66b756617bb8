import { random } from "@w2s/lab";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Problem } from "../problem.js";
import { skillNames, skills } from "../skills/index.js";
import {
  combineParts,
  hasParts,
  type PartedSkill,
  partedSkills,
  problemParts,
  problemWitnesses,
} from "./index.js";

/** A part's answer by plainer means: from its own words, after the whole. */
function answerOf(part: string): string {
  const words = part.slice(part.lastIndexOf(" : ") + 3, -2).split(" ");
  const [relation, one, other] = words as [string, string, string];
  const brackets: readonly string[] = ["()", "[]", "{}"];
  const truths: Record<string, boolean> = {
    less: "0123456789".indexOf(one) < "0123456789".indexOf(words.at(-1)!),
    same: one === other,
    pair: brackets.includes(one + other),
    odd: "13579".includes(one),
    letter: "abcdefghijklmnop".includes(one),
  };
  return truths[relation] ? "yes" : "no";
}

/** Whether it is asked of the whole, answered rightly, and wrong in the one other way. */
function isTrue({ question, right, wrong }: Problem, whole: string): boolean {
  const other = right === "yes" ? "no" : "yes";
  const isOfWhole = question.startsWith(`${whole.slice(0, -2)} : `);
  return isOfWhole && right === answerOf(question) && wrong.join("|") === other;
}

/** What a true witness says, by the words of the question at the places that it points to. */
const said: {
  readonly [Name in PartedSkill]: (words: string[], at: readonly number[]) => Set<string>;
} = {
  compare([, a, , b], [place]) {
    const same = a!.slice(0, place) === b!.slice(0, place);
    const [one, other] = [Number(a![place!]), Number(b![place!])];
    return new Set(same && one !== other ? [one < other ? "yes" : "no"] : []);
  },
  sorted([, ...row], [left, right]) {
    return new Set(row[left!]! > row[right!]! ? ["no"] : []);
  },
  brackets([, row], [open, close]) {
    const kinds = ["(){}[]".indexOf(row![open!]!), "(){}[]".indexOf(row![close!]!)];
    return new Set(kinds[0]! + 1 === kinds[1] ? [] : ["no"]);
  },
  palindrome([, ...row], [left, right]) {
    expect(left! + right!).toBe(row.length - 1);
    return new Set(row[left!] === row[right!] ? [] : ["no"]);
  },
  maximum([, ...row], [place]) {
    return new Set(row.every((digit) => digit <= row[place!]!) ? [row[place!]!] : []);
  },
  containment(words, [place]) {
    return new Set(words[place! + 1] === words.at(-1) ? ["yes"] : []);
  },
  order(words, at) {
    const [given, claim] = words.join(" ").split(" : ") as [string, string];
    const links = given.split(" , ").map((link) => link.split(" tops "));
    const way = at.map((place) => links[place]!);
    const isWay = way.every((link, i) => i === 0 || way[i - 1]![1] === link[0]);
    const [from, to] = [way[0]![0], way.at(-1)![1]];
    const found = new Set<string>();
    if (isWay && claim === `${from} tops ${to}`) found.add("yes");
    if (isWay && claim === `${to} tops ${from}`) found.add("no");
    return found;
  },
  outsider([, ...row], [place]) {
    const digits = row.every((item) => /\d/.test(item));
    const traits: ((item: string) => unknown)[] = [
      (item) => /\d/.test(item),
      ...(digits ? [(item: string) => item < "5", (item: string) => Number(item) % 2] : []),
    ];
    const others = row.filter((_, at) => at !== place);
    const alone = traits.some(
      (trait) => new Set(others.map(trait)).size === 1 && trait(others[0]!) !== trait(row[place!]!),
    );
    const unlike = new Set(others).size === 1 && others[0] !== row[place!];
    return new Set(alone || unlike ? [row[place!]!] : []);
  },
  rule(words, [place]) {
    const colon = words.indexOf(":");
    const [kind, limit] = words.slice(1, colon) as [string, string];
    const request = words.slice(colon + 1);
    const row = request.filter((word) => /\d/.test(word));
    const forbidden = (digit: string) =>
      kind === "above"
        ? digit > limit
        : kind === "odd"
          ? "13579".includes(digit)
          : kind === "even"
            ? "02468".includes(digit)
            : digit === kind;
    const found = new Set<string>();
    if (forbidden(row[place!]!)) found.add("refuse");
    const taken = { max: row.toSorted().at(-1), first: row[0], last: row.at(-1) }[
      (request[0] === "max" ? "max" : request[1]) as "max" | "first" | "last"
    ];
    if (!row.some(forbidden) && taken === row[place!]) found.add(row[place!]!);
    return found;
  },
  // A way back: each line gives what the one before it reads, with no line between them that gives
  // or checks the same letter, down to a line that gives a secret or input.
  programs([, ...words], [sink, ...way]) {
    const lines = words.join(" ").split(" , ");
    let reader = sink!;
    let read = lines[sink!]!.split(" ")[1]!;
    for (const place of way) {
      const touched = lines
        .slice(place + 1, reader)
        .some((line) => line.startsWith(`${read} is `) || line === `check ${read}`);
      if (touched || !lines[place]!.startsWith(`${read} is `)) return new Set();
      reader = place;
      read = lines[place]!.split(" ")[2]!;
    }
    return new Set(["secret", "input"].includes(read) ? ["yes"] : []);
  },
};

describe.each(partedSkills)("the parts of %s", (name) => {
  const drawn = fc.tuple(fc.integer(), fc.integer({ min: 1, max: skills[name].levels }));
  const sample = ([seed, level]: readonly [number, number]) =>
    skills[name].sample(random(seed, `parts/${name}`), level);

  it("have true answers that combine to the whole's, in thousands of problems", () => {
    fc.assert(
      fc.property(drawn, (draw) => {
        const { question, right } = sample(draw);
        const parts = problemParts(name, question);
        expect(parts.length).toBeGreaterThan(0);
        expect(new Set(parts.map((part) => part.question)).size).toBe(parts.length);
        expect(parts.filter((part) => !isTrue(part, question))).toEqual([]);
        expect(combineParts(name, question, answerOf), question).toBe(right);
      }),
      { numRuns: 2000 },
    );
  });

  it("decide the whole: with all answers turned round it comes out otherwise", () => {
    const turned = (part: string) => (answerOf(part) === "yes" ? "no" : "yes");
    const changed = Array.from({ length: 200 }, (_, seed) => {
      const { question, right } = sample([seed, 1 + (seed % skills[name].levels)]);
      return combineParts(name, question, turned) !== right;
    });
    // Some wholes stand by chance: two wrong links may join as well.
    expect(changed.filter((one) => one).length).toBeGreaterThan(30);
  });

  it("are asked of by nothing but parts that are listed", () => {
    fc.assert(
      fc.property(drawn, fc.integer(), (draw, answers) => {
        const { question } = sample(draw);
        const known = new Set(problemParts(name, question).map((part) => part.question));
        const stream = random(answers, "answers");
        const asked: string[] = [];
        combineParts(name, question, (part) => {
          asked.push(part);
          return stream.integer(2) === 1 ? "yes" : "no";
        });
        for (const { checks } of problemWitnesses(name, question))
          asked.push(...checks.map((check) => check.question));
        expect(asked.filter((part) => !known.has(part))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it("bear witnesses that are true when the words they point to say so", () => {
    fc.assert(
      fc.property(drawn, (draw) => {
        const { question, right } = sample(draw);
        const words = question.split(" ").slice(0, -1);
        const witnesses = problemWitnesses(name, question);
        expect(witnesses.length).toBeGreaterThan(0);
        const places = new Map<string, Set<string>>();
        for (const { at, truth, proves } of witnesses) {
          const key = at.join();
          const proven = places.get(key) ?? new Set();
          places.set(key, truth ? proven.add(proves) : proven);
        }
        // What is true proves the right answer, and no witness says what the words do not.
        const lying = witnesses.filter(({ checks, truth, proves }) => {
          const holds = checks.every((check) => answerOf(check.question) === check.answer);
          return holds !== truth || (truth && proves !== right);
        });
        expect(lying, question).toEqual([]);
        const saying = [...places.keys()].map((key) => [
          key,
          said[name](words, key.split(",").map(Number)),
        ]);
        expect([...places], question).toEqual(saying);
      }),
      { numRuns: 1000 },
    );
  });

  it("have a true witness for every problem whose answer is not shown by a lack of them", () => {
    const unshown: Partial<Record<PartedSkill, string>> = {
      sorted: "yes",
      brackets: "yes",
      palindrome: "yes",
      containment: "no",
      programs: "no",
    };
    fc.assert(
      fc.property(drawn, (draw) => {
        const { question, right } = sample(draw);
        const proven = problemWitnesses(name, question).some(({ truth }) => truth);
        expect(proven, question).toBe(right !== unshown[name]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("skills without parts", () => {
  it("are those whose answer hangs on the whole row, or on one step", () => {
    expect(skillNames.filter((name) => !hasParts(name))).toEqual([
      "add",
      "majority",
      "parity",
      "instruction",
    ]);
  });
});
