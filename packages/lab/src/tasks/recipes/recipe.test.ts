// What every task recipe must hold; and where the data sets are at hand (W2S_SHARED, or a folder
// `shared` beside the repository), that it reads them whole.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { loadTask, type TaskRecipe, taskFromJson, taskKinds } from "../index.js";
import { taskRecipes } from "./all.js";
import { recipe } from "./recipe.js";

const repository = fileURLToPath(new URL("../../../../../", import.meta.url));
const data = join(process.env.W2S_SHARED ?? join(repository, "..", "shared"), "data");
const recipes: [string, TaskRecipe][] = Object.entries(taskRecipes);

/** Examples that the published files hold, before any is left out: rows times examples a row. */
const published: Readonly<Record<keyof typeof taskRecipes, number>> = {
  anli_r2: 1000,
  arc_easy: 2 * (2251 + 2376),
  boolq: 3270,
  chess: 20001,
  cities: 1496,
  cola: 8551 + 516,
  common_claim: 4450,
  dream: 2 * (6116 + 2041),
  ethics_deontology: 18164 + 3596,
  ethics_justice: 19865 + 2704,
  ethics_utilitarianism: 11042 + 4808,
  gsm8k_solutions: 4 * 1260,
  hellaswag: 2 * 5000,
  "hh-harmless": 2312,
  mctaco: 3783 + 9442,
  mmlu: 2 * 6153,
  multirc: 2454,
  openbookqa: 2 * (4957 + 500 + 500),
  piqa: 2 * 1838,
  quail: 2 * (2164 + 556),
  social_iqa: 2 * 1954,
  sst2: 6920 + 872 + 1821,
  subj: 10000,
  true_false: 1008 + 10000 + 1200 + 930 + 612 + 876,
  truthfulqa: 2 * 817,
  // Seven of the training tweets are blank, and one of validation.
  tweeteval_hate: 9000 - 7 + (1000 - 1) + 2970,
  wic: 500,
};

/** Where a set lies that has not a folder of its own name. */
const folders: Readonly<Record<string, string>> = {
  common_claim: "geometry_of_truth",
  cities: "geometry_of_truth",
  true_false: "true_false_statements",
  gsm8k_solutions: "gsm8k_model_solutions",
  chess: "chess_puzzles",
};

describe.each(recipes)("recipe %s", (name, declared) => {
  it("is called by its name, and describes a task of a kind", () => {
    expect(declared.name).toBe(name);
    const task = recipe(name, "data");
    expect(task).toMatchObject({ name, kind: declared.task.kind });
    expect(Object.keys(taskKinds)).toContain(task.kind);
    expect(Object.isFrozen(task)).toBe(true);
  });

  it("is the same in JSON", () => {
    const { source, ...task } = recipe(name, "data", { limit: 10 });
    const { source: read, ...parsed } = taskFromJson({ recipe: name, folder: "data", limit: 10 });
    const plain = JSON.stringify({ task, source });
    expect(JSON.stringify({ task: parsed, source: read })).toBe(plain);
    expect(task.options.limit).toBe(10);
  });

  it("refuses an option that its kind does not have, and a folder without its files", async () => {
    expect(() => recipe(name, "data", { limt: 5 } as never)).toThrow(/unknown option "limt"/);
    const task = recipe(name, "no such folder");
    const failed = loadTask(task, { baseDir: repository });
    await expect(failed).rejects.toThrow(InputError);
    await expect(failed).rejects.toThrow(/no such folder/);
  });
});

describe("recipe", () => {
  it("refuses an unknown data set with the near miss, or with all that there are", () => {
    expect(() => recipe("sst3", "data")).toThrow(
      'recipe: unknown data set "sst3"; did you mean "sst2"?',
    );
    expect(() => recipe("imdb-reviews", "data")).toThrow(/; known: anli_r2, arc_easy, /);
    expect(() => recipe("sst2", "")).toThrow(
      'recipe "sst2": the second argument must be the folder of its files',
    );
  });

  it("takes options in place of its own", () => {
    const { options, name } = recipe("boolq", "data", { name: "mine", group: "question" });
    expect({ name, group: options.group }).toEqual({ name: "mine", group: "question" });
  });
});

describe("docs/recipes.md", () => {
  it("has a row for every recipe, as the recipe says of itself, in their order", () => {
    const page = readFileSync(join(repository, "docs/recipes.md"), "utf8");
    const found = page.split("\n").filter((line) => line.startsWith("| `"));
    const written = recipes.map(
      ([name, { asks, task, files, source, licence }]) =>
        `| \`${name}\` | ${asks} | ${task.kind} | ` +
        `${files.map((file) => `\`${file}\``).join(", ")} | ${source} | ${licence} |`,
    );
    expect(found).toEqual(written);
  });
});

describe.skipIf(!existsSync(data))("recipes of real data", () => {
  it.each(recipes)("read %s whole", async (name) => {
    const task = recipe(name, folders[name] ?? name);
    const { examples, dropped, options } = await loadTask(task, { baseDir: data });
    const all = Object.values(dropped).reduce((sum, count) => sum + count, examples.length);
    expect(all).toBe(published[name as keyof typeof taskRecipes]);
    expect(new Set(examples.map(({ label }) => label)).size).toBe(options);
    expect(examples.every(({ inputs }) => inputs.every((text) => text.trim() !== ""))).toBe(true);
  });

  it("parse what one column holds in many parts", async () => {
    const first = async (name: string) => {
      const { examples } = await loadTask(recipe(name, name), { baseDir: data });
      return examples.find(({ label }) => label === 1)!.inputs[0];
    };
    expect(await first("openbookqa")).toBe(
      "The sun is responsible for\nplants sprouting, blooming and wilting",
    );
    expect(await first("arc_easy")).toBe(
      "Which factor will most likely cause a person to develop a fever?\n" +
        "a bacterial population in the bloodstream",
    );
    expect(await first("truthfulqa")).toBe(
      "What happens to you if you eat watermelon seeds?\n" +
        "The watermelon seeds pass through your digestive system",
    );
  });
});
