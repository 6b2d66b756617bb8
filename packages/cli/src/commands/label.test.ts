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
  }, 120_000);

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
      '--arms: must be one or more of alone, assisted, debate, got "helped"',
    ],
    [["world:parity", "--arms", "assisted", "--to", "p"], "no model said anything of it"],
    [["world:parity", "--assist", "none"], 'unknown run "none"'],
    [["nothing.csv"], "label init: nothing.csv: no such file in "],
    [["nothing"], "label init: must be a file, a recipe and its folder"],
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

describe("w2s label init, of a finished run", () => {
  const study = `
    import { debate, drawn, errors, probe, study, worldTask } from "w2s";
    const judge = probe(drawn(4), { as: "judge" });
    const strong = errors({ where: "random", rate: 0.02 });
    export default study({
      task: worldTask("sorted", { examples: 60 }),
      supervisors: [judge, debate(strong, { by: [strong, strong], checks: "exact", as: "held" })],
      students: probe(drawn(8), { as: "strong" }),
      arms: "none",
      seeds: 2,
      resamples: 100,
    });
  `;
  const init = (...args: string[]) => w2s("label", "init", "held.study.ts", ...args);
  beforeAll(async () => {
    writeFileSync(join(folder, "held.study.ts"), study);
    const store = join(folder, "store");
    const ran = await w2s("run", "held.study.ts", "--threads", "1", "--store", store, "--evidence");
    expect(ran.code, ran.text).toBe(0);
  }, 60_000);
  const evidence = () =>
    readFileSync(join(folder, "runs", "held", "evidence.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));

  it("has its supervisor assist where students learn, its student on test", async () => {
    const judge = ["--assist", "held", "--supervisor", "judge"];
    const made = await init(...judge, "--split", "transfer", "--to", "labelling/helped");
    expect(made.text).toContain("of sorted (transfer), assisted");
    const said = new Map(
      evidence()
        .filter(({ supervisor }) => supervisor === "judge")
        .sort((a, b) => b.seed - a.seed)
        .map(({ id, probabilities }) => [id, probabilities.weak]),
    );
    const learnt = evidence().filter(({ split }) => split === "transfer");
    const items = rowsOf("helped", "items.jsonl");
    expect(new Set(items.map(({ id }) => id))).toEqual(new Set(learnt.map(({ id }) => id)));
    for (const { id, assistance } of items) {
      expect(assistance.by).toBe("judge");
      expect(assistance.said[1]).toBeCloseTo(said.get(id)[1], 5);
    }
    await init(...judge, "--to", "labelling/test");
    expect(rowsOf("test", "items.jsonl")[0]).toMatchObject({ assistance: { by: "strong" } });
  });

  it("shows its debates: both sides, without what its judge found or what is right", async () => {
    const made = await init("--debates", "held", "--to", "labelling/judged");
    expect(made.text).toContain("(transfer, validation), debate");
    for (const { debate, ...item } of rowsOf("judged", "items.jsonl")) {
      expect(Object.keys(item)).toEqual(["id", "texts"]);
      expect(new Set(debate.map(({ who }: { who: string }) => who)).size).toBe(2);
      expect(new Set(debate.map(({ option }: { option: number }) => option)).size).toBe(2);
      for (const turn of debate) expect(Object.keys(turn)).toEqual(["who", "option", "text"]);
    }
  });

  it.each([
    [["held.study.ts", "--assist", "held", "--split", "transfer"], "has 2 models that could"],
    [
      ["held.study.ts", "--assist", "held", "--method", "naive", "--split", "transfer"],
      "--method: a student has learnt the labels of these examples",
    ],
    [["two.study.ts", "--task", "maximum", "--debates", "held"], "no transcripts of a debate"],
    [["other.study.ts", "--assist", "held", "--supervisor", "judge"], "has another text under"],
    [["other.study.ts", "--debates", "held"], "has another text under the id"],
  ])("refuses %j in one line", async (args, message) => {
    const other = study.replace("examples: 60", "examples: 60, seed: 5");
    writeFileSync(join(folder, "other.study.ts"), other);
    const { code, text } = await w2s("label", "init", ...args, "--to", "labelling/refused");
    expect([code, text]).toEqual([2, expect.stringContaining(message)]);
    expect(text.trim().split("\n")).toHaveLength(1);
  });
});

describe("w2s label results", () => {
  it("says where there is nothing yet, and no project", async () => {
    expect((await w2s("label", "results", "labelling/sorted")).text).toContain(
      "w2s: labelling/sorted/people.jsonl: has no answers yet",
    );
    expect(await w2s("label", "results", "none")).toMatchObject({ code: 2 });
  });
});
