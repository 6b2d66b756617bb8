import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadTask, table } from "@w2s/lab";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { readMixture } from "./mixture.js";
import { combineParts, partedSkills } from "./parts/index.js";
import { COMMON } from "./task-kinds.js";
import { taskKinds, worldTask, worldTaskNames } from "./tasks.js";
import { writeWorld } from "./write-world.js";

const folder = scratchFolder("world");
const options = { seed: 7, examples: 60 };

/** As a file of problems has it. */
interface Witness {
  /** Which part says what. */
  readonly checks: readonly (readonly [part: number, answer: string])[];
  readonly truth: boolean;
  readonly proves: string;
}

const place = join(folder, "one");
let files: string[];
beforeAll(async () => {
  files = await writeWorld(options, place);
});

describe("writeWorld", () => {
  it("writes the same bytes for the same options, and reads its own mixture", async () => {
    const two = join(folder, "two");
    const mixture = readMixture(join(place, "mixture.json"));
    expect(await writeWorld({ ...options, mixture }, two)).toEqual(files);
    for (const file of files)
      expect(readFileSync(join(two, file)), file).toEqual(readFileSync(join(place, file)));
    expect(readdirSync(place).sort()).toEqual(
      [
        "README.md",
        "mixture.json",
        "parts",
        "sample.txt",
        "tasks",
        "tokenizer.json",
        "tokenizer_config.json",
      ].sort(),
    );
    expect(readFileSync(join(place, "sample.txt"), "utf8").trimEnd().split("\n")).toHaveLength(200);
  });

  it("writes tasks that load to what worldTask draws in memory", async () => {
    for (const name of worldTaskNames) {
      const written = taskKinds[name].task(`tasks/${name}.jsonl`, { name, ...COMMON });
      const { examples } = await loadTask(written, { baseDir: place });
      expect(examples).toEqual(
        (await loadTask(worldTask(name, options), { baseDir: "." })).examples,
      );
    }
    const { examples } = await loadTask(
      table("tasks/sorted.jsonl", { text: "text", label: "label", labels: { no: 0, yes: 1 } }),
      { baseDir: place },
    );
    expect(examples).toHaveLength(60);
  });

  it("says how a study reads each task by what a file can hold", () => {
    const readme = readFileSync(join(place, "README.md"), "utf8");
    expect(readme).toContain(
      'table("tasks/sorted.jsonl", { text: "text", label: "label", labels: {"no":0,"yes":1}, ' +
        'id: "id", group: "group", facts: ["skill","difficulty"] });',
    );
    for (const name of worldTaskNames) expect(readme).toContain(`"tasks/${name}.jsonl"`);
    expect(readme).not.toContain("undefined");
  });

  it("writes problems with parts and witnesses that say which parts they rest on", async () => {
    const read = (name: string) =>
      readFileSync(join(place, name), "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
    for (const skill of partedSkills) {
      const problems = read(`parts/${skill}.jsonl`);
      const rows = read(`tasks/${skill === "rule" ? "safety" : skill}.jsonl`);
      expect(problems.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
      for (const { question, answer, parts, witnesses } of problems) {
        const answers = new Map<string, string>(
          parts.map((part: { question: string; answer: string }) => [part.question, part.answer]),
        );
        expect(combineParts(skill, question, (part) => answers.get(part)!)).toBe(answer);
        const lying = (witnesses as Witness[]).filter(({ checks, truth, proves }) => {
          const holds = checks.every(([at, said]) => parts[at].answer === said);
          return holds !== truth || (truth && proves !== answer);
        });
        expect(lying, question).toEqual([]);
      }
    }
  });

  it("overwrites nothing", async () => {
    await expect(writeWorld(options, place)).rejects.toThrow(
      `${place}: must be new or empty, got 7 files; name another folder`,
    );
  });
});
