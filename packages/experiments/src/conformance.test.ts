// What every experiment must be: a name, a page, a study of the world by default and of what is
// given, and a figure of its own that has something to show.

import { existsSync, readFileSync } from "node:fs";
import { drawn, rows, type Task, table } from "@w2s/lab";
import { worldTask } from "@w2s/world";
import { describe, expect, it } from "vitest";
import { experiments } from "./all.js";
import { type Experiment, type Given, nothingGiven } from "./experiment.js";
import { zooLayer } from "./setting.js";
import { ranOf } from "./testing/tiny.js";

const docs = new URL("../../../docs/experiments/", import.meta.url);
const names = Object.keys(experiments) as (keyof typeof experiments)[];

/** What each is run on here; seconds, not science. */
const small = {
  tasks: [worldTask("sorted", { examples: 240 })],
  models: [8, 16, 32].map(zooLayer),
};

const tiny: Partial<Record<keyof typeof experiments, Given>> = {
  leakage: { ...small, models: [] },
  concepts: { tasks: [], models: small.models },
  "reward-optimisation": { tasks: [], models: small.models },
  pretraining: { ...small, models: ["16", "16-seed-1", "32", "32-seed-2"].map(zooLayer) },
  prompting: { ...small, models: [] },
  "trivial-imitation": {
    ...small,
    tasks: [...small.tasks, worldTask("maximum", { examples: 240 })],
  },
  "simulation-difficulty": { ...small, widths: [8, 16, 32] },
};

/**
 * Supervisors that are run, where all of them take long: a meta attack is trained against every
 * protocol, each time on what a whole protocol says, and is met by one of them here.
 */
const someOf: Partial<Record<keyof typeof experiments, RegExp>> = {
  scheming: /^(?!.* by (meta|bold) )|^trusting.* by meta world-16$/,
};

describe.each(names)("experiment %s", (name) => {
  const experiment: Experiment = experiments[name];

  it("has the name of its entry, a question and a source", () => {
    expect(experiment.name).toBe(name);
    expect(experiment.question).toMatch(/\?$/);
    expect(experiment.source).toMatch(/\d{4}|source/);
  });

  it("has a page that asks its question, and a row in the list", () => {
    const page = new URL(`${name}.md`, docs);
    expect(existsSync(page), `docs/experiments/${name}.md`).toBe(true);
    const text = readFileSync(page, "utf8").replaceAll(/\s+/g, " ");
    expect(text).toContain(experiment.question);
    expect(text).toContain(`w2s run ${name}`);
    const list = readFileSync(new URL("README.md", docs), "utf8");
    expect(list).toContain(`| [\`${name}\`](${name}.md) |`);
  });

  it("is a study of the embedded world where nothing is given", () => {
    const study = experiment.study(nothingGiven);
    expect(study.name).toBe(name);
    expect(study.tasks.length).toBeGreaterThan(0);
    expect(study.figures.length).toBeGreaterThan(0);
    expect(study.seeds.length).toBeGreaterThanOrEqual(3);
    expect(study.notes.join(" ")).toContain("world");
  });

  it("runs, and its figures show what was measured", { timeout: 240_000 }, async () => {
    const study = experiment.study(tiny[name] ?? small);
    const supervisors = study.supervisors.filter(({ label }) => someOf[name]?.test(label) ?? true);
    const { outcomes, figures } = await ranOf({ ...study, supervisors });
    expect(outcomes.length).toBeGreaterThan(0);
    const shown = figures.flatMap((one) => one.draw(outcomes, { width: 1120 }) ?? []);
    expect(shown.length).toBeGreaterThan(0);
    for (const { svg, rows: data } of shown) {
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      expect(data.length).toBeGreaterThan(0);
      for (const value of data.flatMap((row) => Object.values(row))) {
        if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
      }
    }
    for (const one of study.figures) {
      expect(one.draw([], { width: 990 })?.svg ?? "").not.toMatch(/NaN|Infinity/);
      expect(one.doc.length).toBeGreaterThan(40);
    }
  });
});

describe("what is given", () => {
  const own: Task = table(
    rows(
      "own",
      Array.from({ length: 100 }, (_, i) => ({ text: `a ${i % 7}`, label: i % 2 })),
    ),
    { text: "text", label: "label" },
  );

  it("takes the place of the world's", () => {
    const study = experiments.scaling.study({
      tasks: [own],
      models: [drawn(4, { as: "weak" }), drawn(8, { as: "strong" })],
    });
    expect(study.tasks.map((task) => task.name)).toEqual(["own"]);
    expect(study.students.map(({ label }) => label)).toEqual(["strong:8"]);
    expect(study.notes.join(" ")).not.toContain("world");
  });

  it("is refused where one model has nobody to teach", () => {
    expect(() => experiments.scaling.study({ tasks: [], models: [drawn(4)] })).toThrow(
      "--model: needs two models or more, from the weakest to the strongest; layers count as " +
        "models: --model NAME:3 --model NAME:6",
    );
  });
});
