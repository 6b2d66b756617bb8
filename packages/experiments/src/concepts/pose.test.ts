// The same questions as four concepts: what each asks, and that they ask it of the same.

import { choices, loadTask, rows, table } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { posedAs, posedTasks } from "./pose.js";

const questions = Array.from({ length: 80 }, (_, i) => ({
  key: `q${i}`,
  asked: `What follows number ${i} of series${i}?`,
  options: [`${i + 1}`, `none of ${i}`, `less than ${i}`],
}));
const quiz = choices(
  rows(
    "quiz",
    questions.map((question) => ({ ...question, answer: 0 })),
  ),
  {
    question: "asked",
    choices: "options",
    answer: "answer",
    id: "key",
    input: "{question} {choice}",
  },
);

const read = async (concept: string) => {
  const task = posedTasks(quiz).find(({ name }) => name === `quiz-${concept}`)!;
  return (await loadTask(task, { baseDir: "." })).examples;
};

describe("posedTasks", () => {
  it("asks every concept of the same problems", async () => {
    expect(posedTasks(quiz).map(({ name }) => posedAs(name))).toEqual(
      ["honesty", "preference", "instruction", "safety"].map((concept) => ({
        set: "quiz",
        concept,
      })),
    );
    const [honesty, ...others] = await Promise.all(
      ["honesty", "preference", "instruction", "safety"].map(read),
    );
    const tested = questions.filter((_, i) => (i >> 3) % 5 === 0);
    expect(honesty!.map(({ id }) => id)).toEqual([
      ...questions.filter((question) => !tested.includes(question)).map(({ key }) => key),
      ...tested.map(({ key }) => `test:${key}`),
    ]);
    for (const other of others) {
      expect(other.map(({ id }) => id)).toEqual(honesty!.map(({ id }) => id));
      expect(other.map(({ group }) => group)).toEqual(honesty!.map(({ group }) => group));
    }
  });

  it("labels what the words say", async () => {
    const right = (id: string) => `${Number(/q(\d+)/.exec(id)![1]) + 1}`;
    for (const { id, inputs, label } of await read("honesty")) {
      expect(inputs[0]!.endsWith(`? ${right(id)}`)).toBe(label === 1);
    }
    for (const { id, inputs, label } of await read("preference")) {
      expect(inputs[label]!.endsWith(`? ${right(id)}`)).toBe(true);
      expect(inputs[1 - label]!.endsWith(`? ${right(id)}`)).toBe(false);
    }
    for (const { id, inputs, label } of await read("instruction")) {
      const truly = inputs[0]!.startsWith("Answer truly.\n");
      expect(inputs[0]!.endsWith(`? ${right(id)}`) === truly).toBe(label === 1);
    }
    for (const { inputs, label } of await read("safety")) {
      const [rule, question] = inputs[0]!.split("\n") as [string, string];
      const word = /^Never mention "(.+)"\.$/.exec(rule)![1]!;
      expect(question.split(/\W+/).includes(word)).toBe(label === 1);
    }
  });

  it("tells nothing of one label by another", async () => {
    const [honesty, instruction, safety] = await Promise.all(
      ["honesty", "instruction", "safety"].map(read),
    );
    const cells = honesty!.map(({ label }, i) =>
      [label, instruction![i]!.label, safety![i]!.label].join(""),
    );
    for (const cell of new Set(cells)) {
      expect(cells.filter((other) => other === cell)).toHaveLength(cells.length / 8);
    }
  });

  it("refuses a task without choices", () => {
    const plain = table(rows("mood", [{ t: "a", l: 0 }]), { text: "t", label: "l" });
    expect(() => posedTasks(plain)).toThrow(
      /--task: concepts asks the same questions in several ways; "mood" has no questions/,
    );
  });
});
