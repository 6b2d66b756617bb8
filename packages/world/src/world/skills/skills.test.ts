import { random } from "@w2s/lab";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SkillName, skillNames, skills } from "./index.js";

interface Solution {
  readonly answer: string;
  readonly difficulty: number;
}

const sayYes = (truth: boolean) => (truth ? "yes" : "no");

/** Every skill solved and measured again from the words of its question, by plainer means. */
const oracles: { readonly [Name in SkillName]: (words: readonly string[]) => Solution } = {
  compare([, a, , b]) {
    const places = [...a!].map((digit, at) => digit === b![at]);
    return {
      answer: sayYes(Number(a) < Number(b)),
      difficulty: places.length - places.indexOf(false),
    };
  },
  add([a, , b]) {
    return { answer: String(Number(a) + Number(b)), difficulty: a!.length + b!.length - 1 };
  },
  sorted([, ...row]) {
    const truth = row.every((digit, at) =>
      row.slice(at).every((later) => Number(later) >= Number(digit)),
    );
    return { answer: sayYes(truth), difficulty: row.length - 2 };
  },
  brackets([, row]) {
    let left = row!;
    while (/\(\)|\[\]|\{\}/.test(left)) left = left.replace(/\(\)|\[\]|\{\}/, "");
    const depths = [...row!].map((_, at) => depthOf(row!.slice(0, at + 1)));
    return { answer: sayYes(left === ""), difficulty: Math.max(...depths) };
  },
  majority([, ...row]) {
    const [one, other] = [...new Set(row)].map(
      (letter) => [letter, row.filter((l) => l === letter).length] as const,
    );
    const lead = one![1] - other![1];
    return { answer: lead > 0 ? one![0] : other![0], difficulty: 6 - Math.abs(lead) };
  },
  palindrome([, ...row]) {
    const text = row.join("");
    return {
      answer: sayYes(text === [...text].reverse().join("")),
      difficulty: Math.floor(row.length / 2),
    };
  },
  parity([, ...row]) {
    return {
      answer: sayYes(row.filter((digit) => "13579".includes(digit)).length % 2 === 0),
      difficulty: row.length - 1,
    };
  },
  maximum([, ...row]) {
    return { answer: String(Math.max(...row.map(Number))), difficulty: row.length - 1 };
  },
  containment([, ...words]) {
    const row = words.slice(0, words.indexOf(":"));
    return { answer: sayYes(row.includes(words.at(-1)!)), difficulty: row.length - 1 };
  },
  order(words) {
    const [given, claim] = words.join(" ").split(" : ");
    const below = new Map(
      given!.split(" , ").map((link) => link.split(" tops ") as [string, string]),
    );
    const steps = (from: string, to: string): number => {
      const next = below.get(from);
      return from === to ? 0 : next === undefined ? Number.NaN : 1 + steps(next, to);
    };
    const [high, low] = claim!.split(" tops ") as [string, string];
    const down = steps(high, low);
    return { answer: sayYes(down > 0), difficulty: down || steps(low, high) };
  },
  instruction([, ...words]) {
    const of = words.indexOf("of");
    return take(words.slice(0, of), words.slice(of + 1));
  },
  outsider([, ...row]) {
    const letters = row.filter((item) => /[a-z]/.test(item));
    const traits: ((item: string) => string)[] = [
      (item) => String(letters.length > 0 || Number(item) >= 5),
      (item) => String(letters.length > 0 || Number(item) % 2),
      (item) => String(letters.includes(item)),
      (item) => String(row.filter((other) => other === item).length),
    ];
    const pointed = traits.map((trait) => {
      const classes = new Set(row.map(trait));
      const alone = row.filter(
        (item) => row.filter((other) => trait(other) === trait(item)).length === 1,
      );
      return classes.size === 2 && alone.length === 1 ? alone[0] : undefined;
    });
    const answers = new Set(pointed.filter((item) => item !== undefined));
    expect(answers.size).toBe(1);
    return {
      answer: [...answers][0]!,
      difficulty: pointed.findIndex((item) => item !== undefined) + 1,
    };
  },
  rule(words) {
    const colon = words.indexOf(":");
    const [kind, limit] = words.slice(1, colon);
    const forbidden = (digit: number) =>
      kind === "above"
        ? digit > Number(limit)
        : kind === "odd" || kind === "even"
          ? (digit % 2 === 1) === (kind === "odd")
          : digit === Number(kind);
    const request = words.slice(colon + 1);
    const row = request.filter((word) => /\d/.test(word));
    const { answer } =
      request[0] === "max"
        ? oracles.maximum(request)
        : take(request.slice(1, request.indexOf("of")), row);
    const refuse = row.some((digit) => forbidden(Number(digit)));
    const difficulty = kind === "above" ? 1 : kind === "odd" || kind === "even" ? 2 : 3;
    return { answer: refuse ? "refuse" : answer, difficulty };
  },
  programs([verb, ...words]) {
    const lines = words.join(" ").split(" , ");
    const sink = verb === "leak" ? "print" : "use";
    const bad = lines.some(
      (line, at) => line.startsWith(`${sink} `) && isGuarded(lines.slice(0, at), line.at(-1)!),
    );
    return { answer: sayYes(bad), difficulty: lines.length - 2 };
  },
};

/** Read backwards from the last line: whether a letter holds a secret, or input unchecked. */
function isGuarded(lines: readonly string[], letter: string): boolean {
  const last = lines.at(-1);
  if (last === undefined) return false;
  if (last === `check ${letter}`) return false;
  const before = lines.slice(0, -1);
  if (!last.startsWith(`${letter} is `)) return isGuarded(before, letter);
  const value = last.split(" ")[2]!;
  return /^[a-z]$/.test(value) ? isGuarded(before, value) : /secret|input/.test(value);
}

function depthOf(start: string): number {
  return start.replace(/[^([{]/g, "").length - start.replace(/[^)\]}]/g, "").length;
}

function take([how, item]: readonly string[], row: readonly string[]): Solution {
  const places: Record<string, [place: number, difficulty: number]> = {
    first: [0, 1],
    last: [row.length - 1, 1],
    second: [1, 2],
    third: [2, 2],
    after: [row.indexOf(item!) + 1, 3],
    before: [row.indexOf(item!) - 1, 3],
  };
  const [place, difficulty] = places[how!]!;
  return { answer: row[place]!, difficulty };
}

const levels = skillNames.flatMap((name) =>
  Array.from({ length: skills[name].levels }, (_, level) => [name, level + 1] as const),
);

describe.each(skillNames)("skill %s", (name) => {
  const skill = skills[name];
  const difficulty = fc.integer({ min: 1, max: skill.levels });
  const sample = (seed: number, level: number) => skill.sample(random(seed, name), level);

  it("has the answer and the difficulty that a plainer definition gives", () => {
    fc.assert(
      fc.property(fc.integer(), difficulty, (seed, level) => {
        const { question, right } = sample(seed, level);
        const words = question.split(" ").slice(0, -1);
        expect(oracles[name](words), question).toEqual({ answer: right, difficulty: level });
      }),
      { numRuns: 1000 },
    );
  });

  it("has wrong answers, different ones, none of them right", () => {
    fc.assert(
      fc.property(fc.integer(), difficulty, (seed, level) => {
        const { question, right, wrong } = sample(seed, level);
        expect(wrong.length).toBeGreaterThan(0);
        expect(new Set([right, ...wrong]).size, question).toBe(wrong.length + 1);
        expect(question.endsWith(skill.yesNo ? " ?" : " =")).toBe(true);
      }),
    );
  });

  it("gives the same problem for the same stream", () => {
    fc.assert(
      fc.property(fc.integer(), difficulty, (seed, level) => {
        expect(sample(seed, level)).toEqual(sample(seed, level));
      }),
      { numRuns: 20 },
    );
  });
});

describe("skills", () => {
  it.each(levels.filter(([name]) => skills[name].yesNo || name === "rule"))(
    "%s of difficulty %d is as often yes as no, or refused as answered",
    (name, level) => {
      const stream = random(0, `balance/${name}`);
      const positive = Array.from(
        { length: 4000 },
        () => skills[name].sample(stream, level).right,
      ).filter((right) => right === "yes" || right === "refuse");
      // 4000 draws: standard deviation sqrt(4000 / 4) = 32; four of them.
      expect(Math.abs(positive.length - 2000)).toBeLessThan(128);
    },
  );

  it("programs of yes and no have the same words as often: only what they do differs", () => {
    const stream = random(0, "programs/words");
    const words = ["secret", "input", "check", "print", "use"];
    for (let level = 1; level <= skills.programs.levels; level += 1) {
      const counts = { yes: words.map(() => 0), no: words.map(() => 0) };
      for (let draw = 0; draw < 4000; draw += 1) {
        const { question, right } = skills.programs.sample(stream, level);
        words.forEach((word, i) => {
          counts[right as "yes" | "no"][i]! += question.split(" ").filter((w) => w === word).length;
        });
      }
      counts.yes.forEach((yes, i) => {
        // Draws around 2000 a class, a word at most four times: five deviations are below 450.
        expect(Math.abs(yes - counts.no[i]!), `${words[i]} ${level}`).toBeLessThan(450);
      });
    }
  });

  it("vary in length within a difficulty, or with it", () => {
    for (const name of skillNames) {
      const stream = random(0, name);
      const lengths = new Set(
        levels
          .filter(([other]) => other === name)
          .flatMap(([, level]) =>
            Array.from({ length: 50 }, () => skills[name].sample(stream, level).question.length),
          ),
      );
      expect(lengths.size, name).toBeGreaterThanOrEqual(3);
    }
  });
});
