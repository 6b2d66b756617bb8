// Arms of a student that was trained elsewhere: what our own students and their arms say is written
// as predictions, read back, and must come to the same numbers.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { listening, resultsOf, wordsTask } from "../../../test/rooms.js";
import { writeTinyDecoder } from "../../../test/tiny-decoder.js";
import type { Step } from "../../engine/index.js";
import { type Labels, labelsOf, probabilitiesAt } from "../../labels/index.js";
import { armNames } from "../../measures/index.js";
import type { Outcome } from "../../outcome/index.js";
import { type Plan, planStudy, runPlan } from "../../plan/index.js";
import { drawn, model } from "../../reading/index.js";
import { openStore, type Store } from "../../store/index.js";
import { study } from "../../study/index.js";
import { probe } from "../probe/spec.js";
import { prompt } from "../prompt/spec.js";
import type { Role } from "./roles.js";
import { type PredictionsOptions, predictions } from "./spec.js";

interface Line {
  readonly id: string;
  readonly role: string;
  readonly supervisor?: string;
  readonly seed?: number;
  readonly probabilities: readonly number[];
}

const task = wordsTask(600);
const supervisors = [3, 4].map((noise) =>
  probe(drawn(8, { noise }), { solver: "lbfgs", as: `weak ${noise}` }),
);
const [first] = supervisors;

let folder: string;
let store: Store;
/** A student with every arm, and one whose head is new. */
let own: readonly [ReturnType<typeof prompt>, ReturnType<typeof probe>];
/** What each of them and its arms say, by its label. */
const said = new Map<string, Line[]>();
let outcomes: readonly Outcome[];

beforeAll(async () => {
  folder = scratchFolder("arms");
  store = await openStore(join(folder, "store"));
  const tiny = model(await writeTinyDecoder(folder));
  const words = { template: "{text} ? {label}", labelWords: ["no", "yes"] };
  own = [
    prompt(tiny, { ...words, shots: 2, as: "shown" }),
    probe(drawn(12), { solver: "lbfgs", as: "strong" }),
  ];
  const plan = await planned(study({ ...about(), students: [...own], arms: "all" }));
  outcomes = await runPlan(plan, run());
  await remember(plan);
}, 120_000);

const about = () => ({ task, supervisors, seeds: 2, resamples: 200 });
const run = () => ({ store, reporter: listening(), signal: new AbortController().signal });
const planned = (made: ReturnType<typeof study>) =>
  planStudy(made, { name: "arms", baseDir: folder, store, modelFolders: [] });

/** Notes what everybody says of test, a line an example; who is the same for several once. */
async function remember({ cells }: Plan): Promise<void> {
  for (const { student, supervisor, trials, arms, room } of cells) {
    const lines = said.get(student) ?? [];
    said.set(student, lines);
    const isFirst = supervisor === first!.label;
    const note = async (step: Step<Labels>, of: Omit<Line, "id" | "probabilities">) => {
      const [labels] = await resultsOf([step], store);
      const { test } = room.rows(0);
      const p = labelsOf(labels!, test);
      test.forEach((row, i) => {
        lines.push({ id: room.ids[row]!, ...of, probabilities: probabilitiesAt(p, i) });
      });
    };
    for (const [i, { seed, student: taught, ceiling }] of trials.entries()) {
      const armAt = (name: (typeof armNames)[number]) => {
        const arm = arms[name];
        return "steps" in arm ? [arm.steps[i]!] : [];
      };
      await note(taught.step, { role: "student", supervisor, seed });
      for (const step of armAt("uninformed"))
        await note(step, { role: "uninformed", supervisor, seed });
      if (!isFirst) continue;
      await note(ceiling.step, { role: "ceiling", seed });
      for (const step of armAt("selfTaught")) await note(step, { role: "selfTaught", seed });
      if (i > 0) continue;
      for (const step of armAt("untouched")) await note(step, { role: "untouched" });
    }
  }
}

const linesOf = (label: string, ...roles: Role[]) =>
  said.get(label)!.filter(({ role }) => roles.length === 0 || (roles as string[]).includes(role));

const write = (name: string, lines: readonly object[]) =>
  writeFile(join(folder, name), `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);

/** The rows of a study of one file of predictions. */
async function read(
  name: string,
  lines: readonly object[],
  options: PredictionsOptions = {},
  changes: Partial<Parameters<typeof study>[0]> = {},
): Promise<readonly Outcome[]> {
  await write(name, lines);
  const students = predictions(name, { ...options, as: "theirs" });
  return runPlan(await planned(study({ ...about(), students, ...changes })), run());
}

/** All that is measured of test. */
function measured({ scores, arms, pgr, gain, agreement, bySeed, nearConstant }: Outcome) {
  return { scores, arms, pgr, gain, agreement, bySeed, nearConstant };
}

const ofStudent = (label: string) => outcomes.filter(({ student }) => student === label);

/** The same, whatever the reason why an arm is not there. */
const withoutReasons = (all: readonly Outcome[]) =>
  all.map((one) => {
    const { arms, ...rest } = measured(one);
    const there = armNames.map((name) => (arms[name].run ? arms[name] : null));
    return { ...rest, there };
  });

describe("arms that were trained elsewhere", () => {
  it("come to the numbers of our own student's arms, and PGR's guard to its verdict", async () => {
    const ours = ofStudent("shown");
    expect(ours.map(({ arms }) => armNames.filter((name) => arms[name].run))).toEqual([
      [...armNames],
      [...armNames],
    ]);
    const theirs = await read("shown.jsonl", linesOf("shown"));
    expect(theirs.map(measured)).toEqual(ours.map(measured));
    expect(theirs.map(({ pgr }) => !pgr.defined && pgr.uncleared.includes("untouched"))).toEqual([
      true,
      true,
    ]);
  });

  it("are told as before where the file has none", async () => {
    const theirs = await read("strong.jsonl", linesOf("strong"));
    expect(withoutReasons(theirs)).toEqual(withoutReasons(ofStudent("strong")));
    for (const { pgr, arms } of theirs) {
      expect(pgr.defined).toBe(true);
      expect([arms.uninformed.run, arms.selfTaught.run]).toEqual([true, true]);
      expect(arms.untouched).toEqual({
        run: false,
        reason: "trained elsewhere: PGR's guard does not know what it said untaught",
      });
    }
  });

  it("that are as good untaught as the ceiling leave PGR undefined", async () => {
    const knew = linesOf("strong", "ceiling").map((line) => ({ ...line, role: "untouched" }));
    const theirs = await read("knew.jsonl", [...linesOf("strong"), ...knew]);
    for (const { pgr } of theirs) {
      expect(pgr).toMatchObject({ defined: false, uncleared: ["untouched"] });
    }
    // Nobody asks for the arm: nobody looks at it.
    const unasked = await read("knew.jsonl", [...linesOf("strong"), ...knew], {}, { arms: "none" });
    for (const { pgr, arms } of unasked) {
      expect(pgr.defined).toBe(true);
      expect(arms.untouched).toEqual({ run: false, reason: "not asked for" });
    }
  });

  it("may have files of their own, one each or together, and other names", async () => {
    const apart = { ceiling: "ceiling.jsonl", untouched: "before.jsonl" };
    const together = { uninformed: "arms.jsonl", selfTaught: "./arms.jsonl" };
    // What a file holds alone, its rows need not say.
    const bare = (role: Role) => linesOf("shown", role).map(({ role: _, ...line }) => line);
    await write(apart.ceiling, bare("ceiling"));
    await write(apart.untouched, bare("untouched"));
    const others = linesOf("shown", "uninformed", "selfTaught").map((line) =>
      line.role === "selfTaught" ? { ...line, role: "self-taught" } : line,
    );
    await write("arms.jsonl", others);
    const theirs = await read("alone.jsonl", bare("student"), { ...apart, ...together });
    expect(theirs.map(measured)).toEqual(ofStudent("shown").map(measured));
  });

  it("say what is untouched once a seed, too", async () => {
    const perSeed = linesOf("shown").flatMap((line) =>
      line.role === "untouched" ? [0, 1].map((seed) => ({ ...line, seed })) : [line],
    );
    const theirs = await read("seeds.jsonl", perSeed);
    expect(theirs.map(measured)).toEqual(ofStudent("shown").map(measured));
  });
});

describe("half an arm", () => {
  const halved = (role: Role, isLeft: (line: Line) => boolean) =>
    linesOf("shown").filter((line) => line.role !== role || isLeft(line));

  it.each<[string, Role, (line: Line) => boolean, string]>([
    [
      "of one seed",
      "selfTaught",
      ({ seed }) => seed === 0,
      "for the self-taught student, seed 1; the first is",
    ],
    [
      "of one supervisor",
      "uninformed",
      ({ supervisor }) => supervisor === "weak 4",
      "for the uninformed student of weak 3, seed 0; the first is",
    ],
  ])("%s is refused with what it has", async (_, role, isLeft, message) => {
    const refused = await read("half.jsonl", halved(role, isLeft)).catch((error: Error) => error);
    const line = (refused as Error).message;
    expect(line).toMatch(/^half\.jsonl: says nothing of (\d+) of \1 test examples of words /);
    expect(line).toContain(message);
    expect(line).toMatch(
      /; all rows of the .*student have (seed 0, none 1|supervisor "weak 4", none "weak 3"); an arm is said for every trial, or not at all$/,
    );
  });

  it("of some examples is refused with the first that is missing", async () => {
    const { id } = linesOf("shown", "untouched")[0]!;
    await expect(
      read(
        "half.jsonl",
        halved("untouched", (line) => line.id !== id),
      ),
    ).rejects.toThrow(
      new RegExp(
        "half\\.jsonl: says nothing of 1 of \\d+ test examples of words for the untouched " +
          `student, seed 0; the first is "${id}"; an arm is said for every trial, or not at all$`,
      ),
    );
  });
});

describe("an arm's rows", () => {
  it.each<[string, (lines: Line[]) => object[], RegExp]>([
    [
      "that are said twice",
      (lines) => [...lines, ...linesOf("shown", "untouched")],
      /bad\.jsonl:\d+: must say each example once, got "[^"]+" again after bad\.jsonl:\d+; the untouched student is said once, or once a seed, whoever supervises$/,
    ],
    [
      "that are said once for all seeds, and of one again",
      (lines) => [...lines, ...linesOf("shown", "untouched").map((one) => ({ ...one, seed: 1 }))],
      /bad\.jsonl:\d+: must say each example once, got "[^"]+" again after bad\.jsonl:\d+$/,
    ],
    [
      "that are said once a supervisor, where none tells them apart",
      (lines) => [
        ...lines,
        ...linesOf("shown", "selfTaught").map((one) => ({ ...one, supervisor: "weak 4" })),
      ],
      /again after bad\.jsonl:\d+; the self-taught student is said once a seed, whoever supervises$/,
    ],
    [
      "without a seed that they need",
      (lines) =>
        lines.flatMap((line) => {
          if (line.role !== "selfTaught") return [line];
          const { seed, ...rest } = line;
          return seed === 0 ? [rest] : [];
        }),
      /^bad\.jsonl: the study has 2 seeds, and nothing says which one these predictions are of/,
    ],
    [
      "without a supervisor that they need",
      (lines) =>
        lines.flatMap((line) => {
          if (line.role !== "uninformed") return [line];
          const { supervisor, ...rest } = line;
          return supervisor === "weak 3" ? [rest] : [];
        }),
      /^bad\.jsonl: the study has 2 supervisors, and nothing says which one/,
    ],
    [
      "that are no numbers",
      (lines) =>
        lines.map((line) =>
          line.role === "uninformed" ? { ...line, probabilities: [null, 1] } : line,
        ),
      /bad\.jsonl:\d+: "probabilities" must be 2 probabilities that sum to 1, got \[null, 1\]/,
    ],
    [
      "of a misspelt arm",
      (lines) =>
        lines.map((line) => (line.role === "untouched" ? { ...line, role: "untuched" } : line)),
      /bad\.jsonl:\d+: "role" must be student, ceiling, untouched, uninformed or selfTaught, got "untuched"; did you mean "untouched"\?$/,
    ],
  ])("%s are refused", async (_, changed, message) => {
    await expect(read("bad.jsonl", changed(linesOf("shown")))).rejects.toThrow(message);
  });

  it("in another's file are refused, and those that must say whose they are", async () => {
    await write("before.jsonl", linesOf("shown", "selfTaught"));
    const options = { untouched: "before.jsonl" };
    const rest = linesOf("shown", "student", "ceiling");
    await expect(read("main.jsonl", rest, options)).rejects.toThrow(
      'before.jsonl:1: "role" must be untouched, as "untouched" names a file of its own for the ' +
        'untouched student, got "selfTaught"',
    );
    await expect(read("main.jsonl", linesOf("shown"), options)).rejects.toThrow(
      /main\.jsonl:\d+: "role" must be student, ceiling, uninformed or selfTaught, as "untouched" names a file of its own for the untouched student, got "untouched"$/,
    );
    const both = { uninformed: "arms.jsonl", selfTaught: "arms.jsonl" };
    await write(
      "arms.jsonl",
      linesOf("shown", "selfTaught").map(({ role: _, ...line }) => line),
    );
    await expect(read("main.jsonl", rest, both)).rejects.toThrow(
      'arms.jsonl:1: "role" must be uninformed or selfTaught, as all are said in this file, got ' +
        "none",
    );
  });
});
