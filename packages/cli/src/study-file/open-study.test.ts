// A study file or an experiment's name; what is given to it; and what is refused.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import type { Io } from "../io.js";
import { loadLab } from "../lab.js";
import { openStudy } from "./open-study.js";

let cwd: string;
let io: Io;

beforeEach(() => {
  cwd = scratchFolder("open-study");
  io = { cwd, lab: loadLab } as Partial<Io> as Io;
});

describe("openStudy", () => {
  it("opens an experiment by its name, on the world", async () => {
    const { study, name, said } = await openStudy("scaling", {}, io);
    expect(name).toBe("scaling");
    expect(study.tasks.map((task) => task.name)).toContain("sorted");
    expect(said.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("takes files, recipes and the world's tasks, and models with their layers", async () => {
    const lines = Array.from({ length: 40 }, (_, i) => `film ${i},${i % 2 ? "good" : "bad"}`);
    writeFileSync(join(cwd, "films.csv"), ["review,verdict", ...lines, ""].join("\n"));
    const given = {
      task: ["films.csv", "world:sorted", "sst2=data/sst2", "boolq"],
      model: ["org/weak:2", "org/strong"],
    };
    const { study, said } = await openStudy("scaling", given, io);
    expect(study.tasks.map((task) => task.name)).toEqual(["films", "sorted", "sst2", "boolq"]);
    expect(study.students.map(({ label }) => label)).toEqual(["strong:-1", "strong finetuned"]);
    const other = await openStudy("scaling", {}, io);
    expect(other.said.sha256).not.toBe(said.sha256);
  });

  it("looks up how many features a model has, where an experiment asks", async () => {
    const asked: unknown[] = [];
    const lab = async () => ({
      ...(await loadLab()),
      featureWidths: async (...given: unknown[]) => {
        asked.push(given);
        return [48];
      },
    });
    const given = { model: ["org/weak:2"], models: ["here"] };
    const own = { ...io, lab, env: {} } as Io;
    const { study } = await openStudy("simulation-difficulty", given, own);
    const { supervisors } = study;
    expect(supervisors.slice(0, 3).map(({ label }) => label)).toEqual([
      "first 10",
      "first 30",
      "first 48",
    ]);
    expect(asked).toEqual([
      [
        [expect.objectContaining({ layer: 2 })],
        { baseDir: cwd, modelFolders: [join(cwd, "here")] },
      ],
    ]);
  });

  it("prefers a file of the name, and lets its reader refuse before anything is made", async () => {
    writeFileSync(join(cwd, "scaling"), "not a study");
    await expect(openStudy("scaling", {}, io)).rejects.toThrow("a study file must end in .ts");
    const refuse = () => {
      throw new Error("refused");
    };
    await expect(openStudy("methods-of-nobody", {}, io, refuse)).rejects.not.toThrow("refused");
  });

  it("names the study file whose ending was left out", async () => {
    writeFileSync(join(cwd, "films.study.ts"), "not run");
    await expect(openStudy("films", {}, io)).rejects.toThrow(
      'films: no such study file or experiment; did you mean "films.study.ts"?',
    );
  });

  it.each([
    ["scalin", {}, 'scalin: no such study file or experiment; did you mean "scaling"?'],
    ["frob", {}, "frob: no such study file or experiment; w2s experiments lists those"],
    ["a.study.ts", {}, "a.study.ts: no such study file; w2s init writes a first one"],
    ["a.study.ts", { task: ["x.csv"] }, "--task: is for the experiments that come with w2s"],
    [
      "a.study.ts",
      { model: ["x"] },
      "a.study.ts names its own; --models DIR says where models lie",
    ],
    ["scaling", { task: ["world:sortd"] }, 'no task "sortd" in the world; did you mean "sorted"'],
    ["scaling", { task: ["films.csv"] }, "--task: films.csv: no such file in "],
    ["scaling", { task: ["films"] }, "--task: must be a file, a recipe and its folder"],
    ["scaling", { task: ["sst3=x"] }, 'got "sst3=x"; did you mean "sst2"?'],
    ["scaling", { model: ["x"] }, "--model: needs two models or more"],
  ])("refuses %s with %j", async (which, given, message) => {
    await expect(openStudy(which, given, io)).rejects.toThrow(message);
  });
});
