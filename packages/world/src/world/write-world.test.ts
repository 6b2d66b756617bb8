import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadTask, table } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { readMixture } from "./mixture.js";
import { combineParts, partedSkills } from "./parts/index.js";
import { COMMON } from "./task-kinds.js";
import { taskKinds, worldTask, worldTaskNames } from "./tasks.js";
import { writeWorld } from "./write-world.js";

const folder = scratchFolder("world");
const options = { seed: 7, examples: 60 };

describe("writeWorld", () => {
  it("writes the same bytes for the same options, and reads its own mixture", async () => {
    const [one, two] = [join(folder, "one"), join(folder, "two")];
    const files = await writeWorld(options, one);
    expect(
      await writeWorld({ ...options, mixture: readMixture(join(one, "mixture.json")) }, two),
    ).toEqual(files);
    for (const file of files)
      expect(readFileSync(join(two, file)), file).toEqual(readFileSync(join(one, file)));
    expect(readdirSync(one).sort()).toEqual(
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
    expect(readFileSync(join(one, "sample.txt"), "utf8").trimEnd().split("\n")).toHaveLength(200);
  });

  it("writes tasks that load to what worldTask draws in memory", async () => {
    const place = join(folder, "tasks");
    await writeWorld(options, place);
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

  it("writes problems with parts and witnesses that say which parts they rest on", async () => {
    const place = join(folder, "parts");
    await writeWorld(options, place);
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
        for (const { checks, truth, proves } of witnesses) {
          const holds = checks.every(([at, said]: [number, string]) => parts[at].answer === said);
          expect(truth).toBe(holds);
          if (truth) expect(proves).toBe(answer);
        }
      }
    }
  });

  it("overwrites nothing", async () => {
    const place = join(folder, "full");
    await writeWorld(options, place);
    await expect(writeWorld(options, place)).rejects.toThrow(
      `${place}: must be new or empty, got 7 files; name another folder`,
    );
  });
});
