// Every release of every recipe, on small files of the published shape (reference/tasks/recipes.py
// writes them, and says what each task must hold): all releases of a set give the same task.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Example, loadTask, type TaskExamples, type TaskRecipe } from "../index.js";
import { paperTasks, taskRecipes } from "./all.js";
import { type RecipeOptions, recipe } from "./recipe.js";

const fixtures = fileURLToPath(new URL("./fixtures/", import.meta.url));

/** A table's row, a question, or a pair; the last entry is the same for what is one group. */
type Expected =
  | readonly [text: string, label: number, group: string | number]
  | readonly [right: string, wrong: readonly string[], group: string | number]
  | readonly [better: string, worse: string, group: string | number];
type Part = "source" | "validation" | "test";

const wanted: Readonly<Record<string, Readonly<Partial<Record<Part, readonly Expected[]>>>>> =
  JSON.parse(readFileSync(join(fixtures, "expected.json"), "utf8"));
const byName: Readonly<Record<string, TaskRecipe>> = taskRecipes;

const releases = Object.keys(wanted).flatMap((name) =>
  byName[name]!.releases.map((release) => [name, release.name] as const),
);

function load(name: string, release: string, options: RecipeOptions = {}): Promise<TaskExamples> {
  return loadTask(recipe(name, join(name, release), options), { baseDir: fixtures });
}

function partsOf({ examples, fixed }: TaskExamples): Partial<Record<Part, Example[]>> {
  const stands = new Set([...(fixed.test ?? []), ...(fixed.validation ?? [])]);
  const rows = (chosen: Int32Array) => Array.from(chosen, (row) => examples[row]!);
  return {
    source: examples.filter((_, row) => !stands.has(row)),
    ...(fixed.validation && { validation: rows(fixed.validation) }),
    ...(fixed.test && { test: rows(fixed.test) }),
  };
}

/** Groups by where they first occur: [0, 0, 1, ...]. */
function partition(groups: readonly (string | number)[]): number[] {
  const first = [...new Set(groups)];
  return groups.map((group) => first.indexOf(group));
}

/** What examples say, in the form of what is expected of them. */
const said: Readonly<
  Record<TaskRecipe["task"]["kind"], (all: Example[], due: readonly Expected[]) => unknown>
> = {
  table: (all) => all.map(({ inputs, label }) => [inputs[0], label]),
  // Two examples a question: the right choice, and one of the wrong ones.
  choices: (all, due) =>
    due.map(([, wrong], i) => {
      const [right, drawn] = all.slice(2 * i);
      const isWrong = (wrong as readonly string[]).includes(drawn!.inputs[0]!);
      expect([right!.label, drawn!.label, isWrong]).toEqual([1, 0, true]);
      expect(drawn!.group).toBe(right!.group);
      return [right!.inputs[0], wrong];
    }),
  pairs: (all) => all.map(({ inputs, label }) => [inputs[label], inputs[1 - label]]),
  answers: (all) => all.map(({ inputs, right }) => [inputs[0], right![0]]),
};

describe.each(releases)("recipe %s, release %s", (name, release) => {
  const { kind } = byName[name]!.task;
  const whole = kind === "table" ? { balance: false } : {};

  it("gives the texts, classes and groups of the published rows", async () => {
    const parts = partsOf(await load(name, release, whole));
    for (const [part, examples] of Object.entries(parts) as [Part, Example[]][]) {
      const due = wanted[name]![part]!;
      expect(examples).toHaveLength(due.length * (kind === "choices" ? 2 : 1));
      expect(said[kind](examples, due)).toEqual(due.map(([text, other]) => [text, other]));
      const groups = examples.filter((_, row) => kind !== "choices" || row % 2 === 0);
      const dueGroups = due.map(([, , group]) => group);
      expect(partition(groups.map(({ group }) => group))).toEqual(partition(dueGroups));
    }
  });

  it("has a binary form: one text an example, two classes", async () => {
    const { shape, options, examples } = await load(name, release, { as: "binary", ...whole });
    expect({ shape, options }).toEqual({ shape: "classify", options: 2 });
    expect(examples.every(({ inputs }) => inputs.length === 1)).toBe(true);
    expect(new Set(examples.map(({ label }) => label))).toEqual(new Set([0, 1]));
  });
});

describe("fixtures of recipes", () => {
  it("hold every release of the paper's 22 sets, and of what else is on the hub", () => {
    expect(paperTasks).toHaveLength(22);
    const hub = Object.values(byName).filter(({ releases }) => releases.some(({ hub }) => hub));
    for (const { name } of [...paperTasks.map((name) => byName[name]!), ...hub])
      expect(Object.keys(wanted)).toContain(name);
    for (const [name, release] of releases)
      expect(existsSync(join(fixtures, name, release)), `${name}, ${release}`).toBe(true);
    expect(readdirSync(fixtures).sort()).toEqual([...Object.keys(wanted), "expected.json"].sort());
  });
});

describe("the binary form", () => {
  const texts = async (name: string, release: string) => {
    const { examples, fixed } = await load(name, release, { as: "binary", balance: undefined });
    const free = examples.length - (fixed.test?.length ?? 0) - (fixed.validation?.length ?? 0);
    return examples.slice(0, free).map(({ inputs, label }) => [inputs[0], label] as const);
  };

  it("joins ANLI's neutral statements with the contradictions", async () => {
    expect(await texts("anli_r2", "hub")).toEqual([
      ["Rye is a grass.\nRye is a plant.", 1],
      ["Rye is a grass.\nRye is tasty.", 0],
      ["Oslo lies in Norway.\nOslo lies in Spain.", 0],
      ["Oslo lies in Norway.\nOslo is a place.", 1],
    ]);
  });

  it("leaves neutral tweets out", async () => {
    expect(await texts("tweeteval_sentiment", "hub")).toEqual([
      ["so good", 1],
      ["awful", 0],
    ]);
  });

  it("keeps as many plausible answers as others of each question", async () => {
    const rows = await texts("mctaco", "hub");
    expect(rows.filter(([, label]) => label === 1)).toEqual([
      ["He boiled an egg.\nHow long did it take?\nfive minutes", 1],
      ["She moved to Rome.\nWhen did she pack?\nbefore", 1],
    ]);
    expect(rows.filter(([, label]) => label === 0)).toEqual([
      [expect.stringMatching(/^He boiled an egg\.\nHow long did it take\?\n(five years|a c)/), 0],
      ["She moved to Rome.\nWhen did she pack?\nafter", 0],
    ]);
  });

  it.each(["ERASER", "hub"])("keeps as many right answers as wrong ones (%s)", async (release) => {
    const rows = await texts("multirc", release);
    const of = (question: string, label: number) =>
      rows.filter(([text, is]) => text!.includes(question) && is === label).length;
    const questions = ["What has Tom?", "What is grey?", "Who sings?"];
    expect(questions.map((question) => [of(question, 0), of(question, 1)])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  it("shows both scenarios of a pair in one text, and keeps a premise together", async () => {
    for (const release of ["published", "hub"]) {
      const { examples } = await load("ethics_utilitarianism", release, { as: "binary" });
      const [coin, button, slept] = examples;
      expect(coin!.inputs[0]!.split("\n").sort()).toEqual([
        "I found a coin.",
        "I found a coin. It was gold.",
      ]);
      expect(coin!.inputs[0]!.split("\n")[coin!.label]).toBe("I found a coin. It was gold.");
      expect(button!.group).toBe(coin!.group);
      expect(slept!.group).not.toBe(coin!.group);
    }
  });

  it("keeps what is deserved for one reason together, and excuses for one omission", async () => {
    const { examples } = await load("ethics_justice", "hub", { as: "binary" });
    expect(partition(examples.map(({ group }) => group))).toEqual([0, 0, 1, 1, 2, 2]);
  });
});
