import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { defaultMixture } from "./default-mixture.js";
import { parseMixture, readMixture } from "./mixture.js";
import { skillNames } from "./skills/index.js";

const folder = scratchFolder("mixture");

function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error("nothing was refused");
}

describe("parseMixture", () => {
  it("fills in defaults, and leaves out skills without weight", () => {
    expect(
      parseMixture({
        skills: { sorted: {}, add: { weight: 0 }, maximum: { wrong: 0 } },
        wrong: 0.1,
      }),
    ).toEqual({
      skills: {
        sorted: { weight: 1, difficulty: [1, 8], wrong: 0.1, shuffled: false, asked: 1 },
        maximum: { weight: 1, difficulty: [1, 7], wrong: 0, shuffled: false, asked: 1 },
      },
      forms: defaultMixture.forms,
      parts: 0,
    });
  });

  it("takes what it gave, so that a written mixture can be used again", () => {
    const mixture = parseMixture(defaultMixture);
    expect(parseMixture(JSON.parse(JSON.stringify(mixture)))).toEqual(mixture);
    expect(Object.keys(mixture.skills)).toEqual(skillNames);
  });

  it.each<[string, unknown, string]>([
    [
      "an unknown skill",
      { skills: { sortd: {} } },
      'mixture: unknown option "skills.sortd"; did you mean "sorted"?',
    ],
    [
      "an unknown option of a skill",
      { skills: { sorted: { wieght: 1 } } },
      'mixture: unknown option "skills.sorted.wieght"; did you mean "weight"?',
    ],
    ["no skills", {}, 'mixture: "skills" must be given'],
    [
      "skills without weight",
      { skills: { add: { weight: 0 } } },
      'mixture: "skills" must have one with weight above 0, got none',
    ],
    [
      "a share above 1",
      { skills: { add: { wrong: 2 } } },
      'mixture: "skills.add.wrong" must be at most 1, got 2',
    ],
    [
      "a difficulty that the skill does not have",
      { skills: { add: { difficulty: [1, 4] } } },
      'mixture: "skills.add.difficulty" must run upwards within 1 to 3, got 1 to 4',
    ],
    [
      "difficulties backwards",
      { skills: { sorted: { difficulty: [3, 2] } } },
      'mixture: "skills.sorted.difficulty" must run upwards within 1 to 8, got 3 to 2',
    ],
    [
      "forms without weight",
      { skills: { add: {} }, forms: { judge: 0 } },
      'mixture: "forms" must have one with weight above 0, got none',
    ],
    [
      "forms that a skill's problems do not fit",
      { skills: { sorted: {}, rule: {} }, forms: { follow: 1 } },
      'mixture: "forms" must have one that fits "rule", got only follow and refuse; give answer, ' +
        "judge or choose a weight",
    ],
    [
      "statements of a skill that has none",
      { skills: { add: { asked: 0.5 } } },
      'mixture: "skills.add.asked" must be 1, got 0.5: only skills of yes and no have statements',
    ],
    [
      "true statements with shuffled answers",
      { skills: { sorted: { asked: 0, shuffled: true } } },
      'mixture: "skills.sorted.asked" must be 1 where answers are shuffled, got 0: statements ' +
        "are true",
    ],
    [
      "a share of parts above 1",
      { skills: { add: {} }, parts: 2 },
      'mixture: "parts" must be at most 1, got 2',
    ],
  ])("refuses %s", (_, value, message) => {
    expect(refusal(() => parseMixture(value))).toBe(message);
  });
});

describe("defaultMixture", () => {
  it("is what docs/world.md shows", () => {
    const page = readFileSync(new URL("../../../../docs/world.md", import.meta.url), "utf8");
    expect(JSON.parse(page.match(/```json\n(.*?)```/s)![1]!)).toEqual(defaultMixture);
  });
});

describe("readMixture", () => {
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it("reads a file, and names it in what it refuses", () => {
    const good = write("good.json", '{ "skills": { "parity": {} } }');
    expect(readMixture(good).skills).toHaveProperty("parity");
    const bad = write("bad.json", '{ "skills": { "paritee": {} } }');
    expect(refusal(() => readMixture(bad))).toBe(
      `${bad}: unknown option "skills.paritee"; did you mean "parity"?`,
    );
    const text = write("text.json", "skills");
    expect(refusal(() => readMixture(text))).toContain(
      `${text}: expected JSON, got text that begins "skills"`,
    );
    const missing = join(folder, "missing.json");
    expect(refusal(() => readMixture(missing))).toContain(
      `${missing}: cannot be read: no such file`,
    );
  });
});
