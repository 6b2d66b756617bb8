import { loadTask, splitTask } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { candidateTask, worldCandidates } from "./candidates.js";
import { heldOut } from "./held-out.js";

const small = { seed: 3, questions: 40, examples: 200 };

describe("worldCandidates", () => {
  it("has one right answer a question, at the rate that was said, no answer twice", () => {
    for (const { question, candidates } of worldCandidates({ ...small, right: 0.3 })) {
      expect(heldOut(question)).toBe(true);
      expect(candidates.filter(({ right }) => right)).toEqual([candidates[0]]);
      expect(candidates[0]!.share).toBe(0.3);
      expect(candidates.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      expect(new Set(candidates.map(({ answer }) => answer)).size).toBe(candidates.length);
    }
  });

  it("is the same for the same options, whatever is learnt from", () => {
    expect(worldCandidates(small)).toEqual(worldCandidates({ ...small, examples: 20 }));
    expect(worldCandidates(small)).not.toEqual(worldCandidates({ ...small, seed: 4 }));
  });

  it.each([
    [{ questions: 0 }, '"questions" must be a whole number of at least 1, got 0'],
    [{ examples: 1 }, '"examples" must be a whole number of at least 2, got 1'],
    [{ right: 1 }, '"right" must be between 0 and 1, got 1'],
  ])("refuses %o", (options, message) => {
    expect(() => worldCandidates(options)).toThrow(`world candidates: ${message}`);
  });
});

describe("candidateTask", () => {
  it("tests every other candidate against the right one, of questions never learnt", async () => {
    const task = await loadTask(candidateTask(small), { baseDir: "." });
    expect(task.warnings).toEqual([]);
    const { test, ...learnt } = splitTask(task, 0);
    const asked = worldCandidates(small);
    const pairs = asked.flatMap(({ id, question, candidates: [right, ...others] }) =>
      others.map(({ answer }, i) => [
        `test:${id}/${i + 1}`,
        `${question} ${right!.answer}`,
        `${question} ${answer}`,
      ]),
    );
    const found = Array.from(test, (row) => {
      const { id, inputs, label } = task.examples[row]!;
      return [id, inputs[label], inputs[1 - label]];
    });
    expect(found.sort()).toEqual(pairs.sort());
    const groups = new Set(asked.map(({ question }) => question));
    for (const rows of Object.values(learnt)) {
      expect(Array.from(rows, (row) => groups.has(task.examples[row]!.group))).not.toContain(true);
    }
  });
});
