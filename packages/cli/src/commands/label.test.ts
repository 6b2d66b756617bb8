import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { main } from "../main.js";

let folder: string;
beforeAll(() => {
  folder = scratchFolder("label");
  const study = `
    import { drawn, probe, study, worldTask } from "w2s";
    const tasks = ["sorted", "maximum"].map((name) => worldTask(name, { examples: 60 }));
    const [a, b] = [probe(drawn(4)), probe(drawn(8))];
    export default study({ task: tasks, supervisors: a, students: b, seeds: 2 });
  `;
  writeFileSync(join(folder, "two.study.ts"), study);
});

/** A command in the folder: its exit code, and what it printed. */
async function w2s(...args: string[]) {
  let text = "";
  const stream = { write: (part: string) => (text += part) };
  const code = await main(args, { stdout: stream, stderr: stream, cwd: folder });
  return { code, text };
}

const rowsOf = (project: string, file: string) =>
  readFileSync(join(folder, "labelling", project, file), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("w2s label init", () => {
  it("asks what students learn from under every seed of a study", async () => {
    const made = await w2s("label", "init", "two.study.ts", "--task", "sorted");
    expect([made.code, made.text]).toEqual([
      0,
      expect.stringContaining("of sorted (transfer, validation), alone"),
    ]);
    const items = rowsOf("sorted", "items.jsonl");
    // 48 of 60 are not test; half of them under one seed, more under two.
    expect(items.length).toBeGreaterThan(24);
    expect(items.length).toBeLessThanOrEqual(48);
    expect(items.every((item) => !("truth" in item) && !("label" in item))).toBe(true);
    expect(rowsOf("sorted", "truth.jsonl").map(({ id }) => id)).toEqual(items.map(({ id }) => id));
  });

  it("shows debates of the world: a side an option, true claims before false ones", async () => {
    await w2s("label", "init", "world:maximum", "--limit", "60", "--arms", "debate");
    const truth = new Map(rowsOf("maximum", "truth.jsonl").map(({ id, truth }) => [id, truth]));
    for (const { id, texts, debate } of rowsOf("maximum", "items.jsonl")) {
      expect(new Set(debate.map(({ option }: { option: number }) => option))).toEqual(
        new Set([0, 1]),
      );
      const [, row, said] = /^max (.+) = (\d)$/.exec(texts[0])!;
      const largest = String(Math.max(...row!.split(" ").map(Number)));
      const right = debate.find(({ option }: { option: number }) => option === truth.get(id));
      expect(right.text).toContain(`So: ${largest}`);
      expect(truth.get(id)).toBe(Number(said === largest));
    }
  });

  it.each([
    [["two.study.ts"], "--task: must be one of the study's tasks, sorted, maximum"],
    [["two.study.ts", "--task", "sort"], 'got "sort"; did you mean "sorted"?'],
    [["world:majority-answers"], "is answered in words; people label tasks with options"],
    [["world:parity", "--arms", "debate", "--to", "p"], "nobody debates it"],
    [
      ["world:parity", "--arms", "helped"],
      '--arms: must be of alone, assisted, debate, got "helped"',
    ],
    [["world:parity", "--arms", "assisted", "--to", "p"], "no model said anything of it"],
    [["world:parity", "--assist", "none"], 'unknown run "none"'],
    [["nothing.csv"], "w2s label init: must be a file, a recipe and its folder"],
  ])("refuses %j in one line", async (args, message) => {
    const { code, text } = await w2s("label", "init", ...args);
    expect(code).toBe(2);
    expect(text).toContain(message);
    expect(text.trim().split("\n")).toHaveLength(1);
  });

  it("overwrites no project, and with --update keeps what people said", async () => {
    const init = ["label", "init", "world:parity", "--limit", "60", "--to", "labelling/parity"];
    await w2s(...init);
    const path = join(folder, "labelling", "parity", "people.jsonl");
    writeFileSync(path, "");
    writeFileSync(join(folder, "labelling", "parity", "guidelines.md"), "mine");
    expect((await w2s(...init)).text).toContain("is a labelling project already");
    expect((await w2s(...init, "--update")).code).toBe(0);
    expect(readFileSync(path, "utf8")).toBe("");
    expect(readFileSync(join(folder, "labelling", "parity", "guidelines.md"), "utf8")).toBe("mine");
  });
});

describe("w2s label results", () => {
  it("says where there is nothing yet, and no project", async () => {
    expect((await w2s("label", "results", "labelling/sorted")).text).toContain("no answers yet");
    expect(await w2s("label", "results", "none")).toMatchObject({ code: 2 });
  });
});
