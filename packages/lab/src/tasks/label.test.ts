import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { answers, choices, loadTask, rows, type Task, table } from "./index.js";

const folder = scratchFolder("gaps");
const load = (task: Task) => loadTask(task, { baseDir: folder });

/** The map that a refusal advises, "..." standing for what the user had. */
async function advised(task: Task, own: object = {}): Promise<Record<string, number | null>> {
  const error: unknown = await load(task).catch((reason: unknown) => reason);
  const { message } = error as Error;
  const map = /leave such rows out with labels: (\{.*?\})(?:, or add its class)?$/.exec(message);
  expect(message).toEqual(expect.stringContaining(map?.[1] ?? "an advice"));
  const isMore = map![1]!.includes("..., ");
  expect(isMore).toBe(Object.keys(own).length > 0);
  return { ...own, ...JSON.parse(map![1]!.replace("..., ", "")) };
}

const words = ["NaN", "nan", "NA", "N/A", "#N/A", "<NA>", "None", "null", "NULL", "\\N", ""];

describe("a gap in a label column", () => {
  it.each(words)(
    "written %j is left out as its refusal says, with and without a map",
    async (gap) => {
      // As pandas writes whole numbers of a column with gaps.
      await writeFile(join(folder, "numbers.csv"), `text,label\na,0.0\nb,1.0\nc,${gap}\n`);
      const numbers = { text: "text", label: "label" };
      const labels = await advised(table("numbers.csv", numbers));
      const { examples, dropped } = await load(table("numbers.csv", { ...numbers, labels }));
      expect(examples.map(({ label }) => label)).toEqual([0, 1]);
      expect(dropped.unlabelled).toBe(1);

      await writeFile(join(folder, "names.tsv"), `text\tlabel\na\tneg\nb\tpos\nc\t${gap}\n`);
      const own = { neg: 0, pos: 1 };
      const more = await advised(table("names.tsv", { ...numbers, labels: own }), own);
      const named = await load(table("names.tsv", { ...numbers, labels: more }));
      expect(named.examples.map(({ label }) => label)).toEqual([0, 1]);
    },
  );

  it.each(words)("written %j in place of a right choice, too", async (gap) => {
    const csv = (right: string) => `q,a,b,right\nx,one,two,${right}\ny,one,two,${gap}\n`;
    await writeFile(join(folder, "quiz.csv"), csv("1.0"));
    const quiz = { question: "q", choices: ["a", "b"], answer: "right" };
    const labels = await advised(choices("quiz.csv", quiz));
    const { examples } = await load(choices("quiz.csv", { ...quiz, labels }));
    expect(examples.map(({ id }) => id)).toEqual(["2/1", "2/0"]);
    await writeFile(join(folder, "quiz.csv"), csv("B"));
    const own = { A: 0, B: 1 };
    const more = await advised(choices("quiz.csv", { ...quiz, labels: own }), own);
    expect((await load(choices("quiz.csv", { ...quiz, labels: more }))).examples).toHaveLength(2);
  });

  it("is no gap where it is a class, or a near miss of one", async () => {
    await writeFile(join(folder, "stance.csv"), "text,label\na,none\nb,for\nc,None\n");
    const stance = (labels: Record<string, number>) =>
      load(table("stance.csv", { text: "text", label: "label", labels, balance: false }));
    await expect(stance({ none: 0, for: 1 })).rejects.toThrow('got "None"; did you mean "none"?');
    const { examples } = await stance({ none: 0, None: 0, for: 1 });
    expect(examples.map(({ label }) => label)).toEqual([0, 1, 0]);
    await expect(stance({ against: 0, for: 1 })).rejects.toThrow(/null \}, or add its class$/);
  });
});

describe("a text or an answer that is a word for a gap", () => {
  it("is warned of, since it may be one", async () => {
    await writeFile(join(folder, "asked.csv"), "q,a\none,1\ntwo,NaN\nNA,3\nfour,None\n");
    const { warnings } = await load(answers("asked.csv", { question: "q", answer: "a" }));
    expect(warnings).toEqual([
      '1 text is only "NA": drop the rows if nothing stood there',
      '2 answers are only "NaN" or "None": drop the rows if nothing stood there',
    ]);
  });
});

describe("truth in a label column", () => {
  const write = (...values: readonly string[]) =>
    writeFile(
      join(folder, "truth.csv"),
      `text,label\n${values.map((value, i) => `t${i},${value}`).join("\n")}\n`,
    );
  const named = { text: "text", label: "label", balance: false } as const;
  const classes = async (options: object = {}) =>
    (await load(table("truth.csv", { ...named, ...options }))).examples.map(({ label }) => label);

  it.each([
    ["False", "True"],
    ["FALSE", "TRUE"],
    ["false", "true"],
  ])("is %s and %s, of two classes and under a map", async (no, yes) => {
    await write(no, yes, yes);
    expect(await classes()).toEqual([0, 1, 1]);
    expect(await classes({ labels: { false: 1, true: 0 } })).toEqual([1, 0, 0]);
  });

  it("is told likewise by a boolean of JSON", async () => {
    const told = (labels: readonly unknown[], options: object = {}) =>
      load(
        table(
          rows(
            "told",
            labels.map((label, i) => ({ text: `t${i}`, label })),
          ),
          { ...named, ...options },
        ),
      );
    const of = async (options: object) =>
      (await told([false, true], options)).examples.map(({ label }) => label);
    expect(await of({})).toEqual([0, 1]);
    expect(await of({ labels: { false: 1, true: 0 } })).toEqual([1, 0]);
    await expect(told([0, 1, 2, true], { classes: 3 })).rejects.toThrow(
      'row 4: "label" must be 0, 1 or 2, got true',
    );
    await expect(told([1, 2, true], { labels: { "1": 0, "2": 1 } })).rejects.toThrow(
      'row 3: "label" must be one of "1", "2", got true; add it to labels',
    );
  });

  it("is no class of three, and none under a map that does not name it", async () => {
    await write("0", "1", "True");
    await expect(classes({ classes: 3 })).rejects.toThrow('must be 0, 1 or 2, got "True"');
    await expect(classes({ labels: { "0": 0, "1": 1 } })).rejects.toThrow(
      'truth.csv:4: "label" must be one of "0", "1", got "True"; add it to labels',
    );
    await write("no", "Yes");
    await expect(classes({ labels: { no: 0, yes: 1 } })).rejects.toThrow('did you mean "yes"?');
  });
});
