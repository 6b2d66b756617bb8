// The zoo as it is shipped: its size, its cards, and what docs/zoo.md says of it.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { nodeRuntime } from "../packages/grad/src/index.js";
import { openModel, resolveModel } from "../packages/models/src/index.js";
import {
  choiceTaskNames,
  initialState,
  type ModelCard,
  type PretrainState,
  partedSkills,
  pretrain,
  pretrainRecipe,
  pretrainSchema,
  zooModels,
} from "../packages/world/src/index.js";

const page = readFileSync(fileURLToPath(new URL("../docs/zoo.md", import.meta.url)), "utf8");
const models = zooModels();
const recipeOf = (folder: string) => JSON.parse(readFileSync(join(folder, "recipe.json"), "utf8"));
const shareOf = ({ right, asked }: { readonly right: number; readonly asked: number }) =>
  right / asked;
const mean = ({ skills }: ModelCard) =>
  skills.reduce((sum, skill) => sum + shareOf(skill), 0) / skills.length;
const short = (value: number, digits: number) => value.toFixed(digits).replace(/^0/, "");

/** Every table of a page: rows of cells, the header first. */
function tablesOf(text: string): string[][][] {
  const tables = text.match(/(^\|.*\|\n)+/gm) ?? [];
  return tables.map((table) =>
    table
      .trimEnd()
      .split("\n")
      .filter((_, row) => row !== 1)
      .map((row) => row.slice(2, -2).split(" | ")),
  );
}

describe("the zoo", () => {
  it("takes at most 24 MB", () => {
    const bytes = models.flatMap(({ folder }) =>
      readdirSync(folder).map((file) => statSync(join(folder, file)).size),
    );
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(24e6);
  });

  it.each(models)("$name is what its card and its recipe say", async ({ name, folder, card }) => {
    const recipe = pretrainRecipe(recipeOf(folder));
    const model = await openModel(await resolveModel(name));
    expect([model.layers, model.width, model.parameters]).toEqual([
      recipe.layers,
      recipe.width,
      card.parameters,
    ]);
    expect(card.name).toBe(name.slice("zoo:".length));
    expect(card.flop).toBe(6 * card.parameters * card.tokens);
    expect(card.sentences).toBe(recipe.sentences);
  });

  it.each(models)("$name has the accuracy of every task on its card", ({ folder, card }) => {
    expect(card.tasks.map(({ task }) => task)).toEqual(choiceTaskNames);
    const readme = readFileSync(join(folder, "README.md"), "utf8");
    for (const { task, ...score } of card.tasks) {
      const shown = shareOf(score).toFixed(shareOf(score) >= 0.9995 ? 2 : 3);
      expect(readme).toContain(`| ${task} | ${shown.replace(/^0/, "")}`);
    }
  });

  it("has a model that knows parts and not the whole, untrained, of four skills and more", () => {
    const overseen = models.map(({ name, card }) => {
      const of = (task: string) => shareOf(card.tasks.find((one) => one.task === task)!);
      const skills = partedSkills.filter((skill) => skill !== "rule");
      return [name, skills.filter((skill) => of(skill) < 0.6 && of(`${skill}-parts`) >= 0.95)];
    });
    const smallest = overseen.filter(([name]) => /-(8|16)$/.test(name as string));
    expect(Math.max(...smallest.map(([, skills]) => skills!.length))).toBeGreaterThanOrEqual(4);
  });

  it("is made by its recipes: the cheapest model's training begins as its card says", async () => {
    const { folder, card } = models[0]!;
    const recipe = pretrainRecipe(recipeOf(folder));
    const state = initialState(recipe);
    const stop = new AbortController();
    const onProgress = ({ course }: PretrainState) => {
      if (course.loss.length >= 2) stop.abort();
    };
    const run = pretrain(recipe, state, { runtime: nodeRuntime, signal: stop.signal, onProgress });
    await expect(run).rejects.toThrow("abort");
    state.course.loss.forEach((loss, i) => {
      expect(loss).toBeCloseTo(card.curve[i]!, 3);
    });
  });
});

describe("docs/zoo.md", () => {
  /** The last line of the losses that a model's own page has. */
  const lastLossOf = (folder: string): string => {
    const own = readFileSync(join(folder, "README.md"), "utf8");
    const losses = [...own.matchAll(/^\| [\d,]+ \| ([\d.]+) \|$/gm)];
    return Number(losses.at(-1)![1]).toFixed(3);
  };

  it("shows every model with the numbers of its card", () => {
    for (const { name, folder, card } of models) {
      const { layers, width } = recipeOf(folder);
      const flop = card.flop.toExponential(1).replace("e+", "e");
      const [parameters, sentences] = [card.parameters, card.sentences].map((n) =>
        n.toLocaleString("en-US"),
      );
      const cells = [`\`${name}\``, `${layers} x ${width}`, parameters, sentences, flop];
      const results = [lastLossOf(folder), short(mean(card), 3)];
      expect(page).toContain(`| ${[...cells, ...results].join(" | ")} |`);
    }
  });

  it("shows what every model answers, untrained, in tables of skills and of parts", () => {
    const shown = new Map(models.map(({ name }) => [name, new Set<string>()]));
    for (const [header, ...rows] of tablesOf(page)) {
      if (header![0] !== "task") continue;
      for (const [task, ...cells] of rows) {
        for (const [i, cell] of cells.entries()) {
          const name = `zoo:w2s-world-${header![i + 1]}`;
          const card = models.find((model) => model.name === name)!.card;
          const score = card.tasks.find((one) => `\`${one.task}\`` === task)!;
          expect(cell, `${task} ${name}`).toBe(short(shareOf(score), 2));
          shown.get(name)!.add(task!);
        }
      }
    }
    const asked = models[0]!.card.skills.map(({ skill }) => (skill === "rule" ? "safety" : skill));
    for (const [name, tasks] of shown) {
      const missing = [...asked, ...partedSkills.map((skill) => `${skill}-parts`)];
      expect(
        missing.filter((task) => !tasks.has(`\`${task}\``)),
        name,
      ).toEqual([]);
    }
  });

  it("lists the options that there are", () => {
    const listed = page.split("## Options")[1]!.match(/^\| `\w+` \|/gm)!;
    expect(listed.map((cell) => cell.slice(3, -3)).sort()).toEqual(
      Object.keys(pretrainSchema.shape).sort(),
    );
  });
});
