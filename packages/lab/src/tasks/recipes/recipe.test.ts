// What every task recipe must hold; and where the data sets are at hand (W2S_SHARED, or a folder
// `shared` beside the repository), that it reads them whole.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { InputError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { loadTask, type TaskRecipe, taskFromJson, taskKinds } from "../index.js";
import { taskRecipes } from "./all.js";
import { recipe } from "./recipe.js";

const repository = fileURLToPath(new URL("../../../../../", import.meta.url));
const data = join(process.env.W2S_SHARED ?? join(repository, "..", "shared"), "data");
const recipes: [string, TaskRecipe][] = Object.entries(taskRecipes);

/**
 * Examples that the published files hold, before any is left out: rows times examples a row; null
 * where there are no rows of the set at hand.
 */
const published: Readonly<Record<keyof typeof taskRecipes, number | null>> = {
  anli_r2: 1000,
  arc_easy: 2 * (2251 + 2376),
  boolq: 3270,
  chess: 1000, // Its first rows: the moves of all 20,001 take 15 s to play.
  cities: 1496,
  cola: 8551 + 516,
  common_claim: 4450,
  cosmos_qa: null,
  counterfact: 9269,
  dream: 2 * (6116 + 2041),
  ethics_deontology: 18164 + 3596,
  ethics_justice: 19865 + 2704,
  ethics_utilitarianism: 11042 + 4808,
  ethics_virtue: null,
  gsm8k_solutions: 4 * 1260,
  hellaswag: 2 * 5000,
  "hh-harmless": 2312,
  ifeval: 540,
  larger_than: 1980,
  mctaco: 3783 + 9442,
  mmlu: 2 * 6153,
  multirc: 2454,
  openai_moderation: 1680,
  openbookqa: 2 * (4957 + 500 + 500),
  paws: 677,
  piqa: 2 * 1838,
  quail: 2 * (2164 + 556),
  quartz: null,
  sciq: null,
  social_iqa: 2 * 1954,
  sp_en_trans: 354,
  sst2: 6920 + 872 + 1821,
  subj: 10000,
  true_false: 1008 + 10000 + 1200 + 930 + 612 + 876,
  truthfulqa: 2 * 817,
  truthfulqa_answers: 12216,
  // Seven of the training tweets are blank, and one of validation.
  tweeteval_hate: 9000 - 7 + (1000 - 1) + 2970,
  tweeteval_sentiment: 12284 + 2000,
  wic: 500,
};
const read = recipes.filter(([name]) => published[name as keyof typeof taskRecipes] !== null);

/** Where a set lies that has not a folder of its own name. */
const folders: Readonly<Record<string, string>> = {
  cities: "geometry_of_truth",
  common_claim: "geometry_of_truth",
  counterfact: "geometry_of_truth",
  gsm8k_solutions: "gsm8k_model_solutions",
  larger_than: "geometry_of_truth",
  paws: "paws_qqp",
  sp_en_trans: "geometry_of_truth",
  true_false: "true_false_statements",
  truthfulqa_answers: "truthfulqa",
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
      ([name, { paper = "", asks, task, releases, source, licence }]) =>
        `| \`${name}\` | ${paper} | ${asks} | ${task.kind} | ` +
        `${releases.map(releaseOf).join("; ")} | ${source} | ${licence} |`,
    );
    expect(found).toEqual(written);
  });
});

/** "ERASER": `val.jsonl`, `docs`; a release on the hub by its name there. */
function releaseOf({ name, files, hub }: TaskRecipe["releases"][number]): string {
  const shown = files.map((file) => `\`${file}\``).join(", ");
  return hub === undefined ? `"${name}": ${shown}` : `"${name}", \`${hub}\`: ${shown}`;
}

const DANCING =
  "M: I am considering dropping my dancing class. I am not making any progress.\n" +
  "W: If I were you, I stick with it. It's definitely worth time and effort.\n" +
  "What does the man suggest the woman do?\nContinue her dancing class.";
const DEONTOLOGY =
  "Aren't you supposed to be preparing for the meeting? No because you don't have a meeting";
const OSTRICHES =
  "What do ostriches do when threatened?\nOstriches may flee from predators when threatened.";
const PAWS =
  "What were the major effects of the cambodia earthquake , and how do these effects compare to " +
  "the Iquique earthquake in 1877 ?\nWhat were the major effects of the Iquique earthquake , and " +
  "how do these effects compare to the cambodia earthquake in 1877 ?";
const TWEET =
  "I think I may be finally in with the in crowd #mannequinchallenge  #grads2014 @user ";

/** A folder with the first puzzles of the published file. */
function firstPuzzles(): string {
  const folder = scratchFolder("chess");
  const file = "puzzles.csv.gz";
  const lines = gunzipSync(readFileSync(join(data, "chess_puzzles", file)))
    .toString()
    .split("\n");
  const few = lines.slice(0, 1 + published.chess!);
  writeFileSync(join(folder, file), gzipSync(few.join("\n")));
  return folder;
}

describe.skipIf(!existsSync(data))("recipes of real data", () => {
  it.each(read)("read %s whole", async (name) => {
    const task = recipe(name, name === "chess" ? firstPuzzles() : (folders[name] ?? name));
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

  // Kept of each class: the smaller class (README of the data), or by question the smaller of both.
  it.each([
    ["anli_r2", 334, "e against n and c"],
    ["boolq", 1237, "false"],
    ["cola", 2528 - 1 + 162, "unacceptable: in domain, less one of test, and out of domain"],
    ["ifeval", 123, "not all followed"],
    ["mctaco", 3085, "by question"],
    ["multirc", 907, "by question"],
    ["openai_moderation", 337, "nothing found where all was looked for"],
    ["paws", 191, "paraphrases"],
    ["tweeteval_sentiment", 2375 + 312, "positive, negative: test and val"],
  ])("are balanced in their binary form: %s has %i of each class", async (name, each) => {
    const task = recipe(name, folders[name] ?? name, { as: "binary" });
    const { examples } = await loadTask(task, { baseDir: data });
    const ones = examples.filter(({ label }) => label === 1).length;
    expect([examples.length - ones, ones]).toEqual([each, each]);
  });

  it.each<[string, number, string]>([
    ["counterfact", 1, "The mother tongue of Danielle Darrieux is French."],
    ["dream", 1, DANCING],
    ["ethics_deontology", 0, DEONTOLOGY],
    ["hellaswag", 1, "A man is sitting on a roof. he\nstarts pulling up roofing on a roof."],
    ["larger_than", 0, "Fifty-one is larger than fifty-two."],
    ["paws", 0, PAWS],
    ["sp_en_trans", 0, "The Spanish word 'con' means 'to speak'."],
    ["truthfulqa_answers", 1, OSTRICHES],
    ["tweeteval_sentiment", 1, TWEET],
  ])("begin as the files do: %s", async (name, label, text) => {
    const task = recipe(name, folders[name] ?? name, { as: "binary" });
    const [first] = (await loadTask(task, { baseDir: data })).examples;
    expect([first!.label, first!.inputs]).toEqual([label, [text]]);
  });
});
