// leak a is secret , b is a , print b ? yes

import type { Random } from "@w2s/lab";
import { coin, DIGITS, LETTERS, oneOf } from "../draw.js";
import { asked, type Skill } from "../problem.js";

const SHORTEST = 3;
const NAMES = LETTERS.slice(0, 4);

/** What a question asks about: where values come from, and the line that must not get them. */
const QUESTIONS = [
  { verb: "leak", source: "secret", sink: "print" },
  { verb: "unsafe", source: "input", sink: "use" },
] as const;
type Question = (typeof QUESTIONS)[number];

export const programs: Skill = {
  asks: "does a program print a secret (leak), or use input that it did not check (unsafe)",
  difficulty: "lines, less two",
  levels: 4,
  yesNo: true,
  // No line before the last betrays anything, and the last could do so or not: only which letter it
  // names decides.
  sample(random, difficulty) {
    const question = oneOf(random, QUESTIONS);
    const truth = coin(random);
    while (true) {
      const lines = body(random, question, difficulty + SHORTEST - 2);
      const { given, guarded, betrayed } = run(lines, question.sink);
      const named = given.filter((name) => guarded.has(name) === truth);
      if (betrayed || named.length === 0 || named.length === given.length) continue;
      const last = `${question.sink} ${oneOf(random, named)}`;
      return asked(`${question.verb} ${[...lines, last].join(" , ")}`, truth);
    }
  },
};

/** Lines that give, copy, check and use letters; a letter is given a value before it is read. */
function body(random: Random, { source, sink }: Question, count: number): string[] {
  const given: string[] = [];
  return Array.from({ length: count }, (_, at) => {
    const kind = at === 0 ? oneOf(random, [GUARDED, PLAIN]) : random.integer(KINDS);
    if (kind === READ) {
      return `${sink === "use" && coin(random) ? "check" : sink} ${oneOf(random, given)}`;
    }
    const values = { [GUARDED]: [source], [PLAIN]: DIGITS, [COPY]: given }[kind]!;
    const line = `${oneOf(random, NAMES)} is ${oneOf(random, values)}`;
    given.push(line[0]!);
    return line;
  });
}
const [GUARDED, PLAIN, COPY, READ, KINDS] = [0, 1, 2, 3, 4];

/** What letters have been given, which of them hold a secret or input that nobody checked. */
function run(lines: readonly string[], sink: string) {
  const given = new Set<string>();
  const guarded = new Set<string>();
  let betrayed = false;
  for (const [first, second, value] of lines.map((line) => line.split(" "))) {
    if (value === undefined) {
      betrayed ||= first === sink && guarded.has(second!);
      if (first === "check") guarded.delete(second!);
      continue;
    }
    given.add(first!);
    if (value === "secret" || value === "input" || guarded.has(value)) guarded.add(first!);
    else guarded.delete(first!);
  }
  return { given: [...given], guarded, betrayed };
}
