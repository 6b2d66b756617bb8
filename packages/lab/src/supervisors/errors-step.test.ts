import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { listening, resultsOf, roomOf } from "../../test/rooms.js";
import { planStudy } from "../plan/plan.js";
import { runPlan } from "../plan/run.js";
import { drawn } from "../reading/index.js";
import { openStore } from "../store/index.js";
import { probe, type StudentSpec } from "../students/index.js";
import { study } from "../study/index.js";
import { loadTask, rows, splitTask, table } from "../tasks/index.js";
import { errorKeys } from "./error-keys.js";
import { errors } from "./errors.js";
import type { SupervisorSpec } from "./kinds.js";

let folder: string;
beforeAll(() => {
  folder = scratchFolder("errors");
});

/** Texts of 1 to 20 words, whose difficulty is their number modulo 4. */
const task = table(
  rows("counts", () =>
    Array.from({ length: 400 }, (_, i) => ({
      text: Array.from({ length: 1 + (i % 20) }, (_, w) => `w${(i * 7 + w * 3) % 31}`)
        .concat(`n${i}`)
        .join(" "),
      label: Math.floor(i / 20) % 2,
      difficulty: i % 4,
      kind: "x",
    })),
  ),
  { text: "text", label: "label", facts: ["difficulty", "kind"] },
);

/** The labels that a supervisor gave under seed 0, with each example, and errors by split. */
async function labelled(supervisor: SupervisorSpec | StudentSpec, place = "store") {
  const students = probe(drawn(8), { epochs: 2 });
  const store = await openStore(join(folder, place));
  const options = { seeds: 1, resamples: 100, arms: "none" } as const;
  const one = study({ task, supervisors: supervisor, students, ...options });
  const plan = await planStudy(one, { name: "errors", baseDir: folder, store, modelFolders: [] });
  const signal = AbortSignal.timeout(60_000);
  const [outcome] = await runPlan(plan, { store, reporter: listening(), signal });
  const [labels] = await resultsOf([plan.cells[0]!.trials[0]!.weak], store);
  const { rows: labelledRows, probabilities } = labels!;
  const { examples } = await loadTask(task, { baseDir: folder });
  const splits = splitTask(await loadTask(task, { baseDir: folder }), 0);
  const said = Array.from(labelledRows, (row, i) => ({
    row,
    example: examples[row]!,
    inTransfer: splits.transfer.includes(row),
    wrong: probabilities.data[2 * i + examples[row]!.label] !== 1,
  }));
  const wrong = new Set(said.flatMap((one) => (one.wrong ? [one.row] : [])));
  const parts = [splits.transfer, splits.validation, splits.test].map((part) => ({
    examples: part.length,
    errors: part.filter((row) => wrong.has(row)).length,
  }));
  return { outcome: outcome!, parts, said };
}

describe("errors", () => {
  it("labels the same share of every split wrongly, and test too", async () => {
    const { outcome, parts, said } = await labelled(errors({ where: "random", rate: 0.25 }));
    expect(said).toHaveLength(parts.reduce((sum, part) => sum + part.examples, 0));
    for (const part of parts) expect(part.errors).toBe(Math.round(0.25 * part.examples));
    expect(outcome.scores.weak.accuracy.value).toBeCloseTo(0.75, 2);
    expect(outcome.supervisorModel).toMatchObject({ adapted: "errors", parameters: null });
  });

  it.each([
    ["longest", (text: string) => text.length],
    ["shortest", (text: string) => -text.length],
  ] as const)("errs on the %s texts and on no others", async (where, key) => {
    const { said } = await labelled(errors({ where, rate: 0.2 }));
    const keys = (wrong: boolean) =>
      said
        .filter((one) => one.inTransfer && one.wrong === wrong)
        .map(({ example }) => key(example.inputs[0]!));
    expect(Math.min(...keys(true))).toBeGreaterThanOrEqual(Math.max(...keys(false)));
  });

  it("errs on the hardest by a fact of the examples", async () => {
    const { said } = await labelled(errors({ where: "hardest", rate: 0.2 }));
    for (const { example, wrong } of said) if (wrong) expect(example.facts!.difficulty).toBe(3);
  });

  it("copies how often a supervisor errs, not where", async () => {
    const like = probe(drawn(4), { epochs: 3 });
    const [model, copy] = [
      await labelled(like),
      await labelled(errors({ where: "shortest", like })),
    ];
    expect(copy.outcome.scores.weak.accuracy.value).toBe(model.outcome.scores.weak.accuracy.value);
    expect(copy.outcome.supervisor).toBe("shortest wrong, like drawn:4");
  });

  it("gives the same labels for the same seed", async () => {
    const wrong = async (place: string) => {
      const { said } = await labelled(errors({ where: "random", rate: 0.3, as: "noise" }), place);
      return said.filter((one) => one.wrong).map(({ example }) => example.id);
    };
    const once = await wrong("one store");
    expect(once.length).toBeGreaterThan(10);
    expect(await wrong("another store")).toEqual(once);
  });

  it("holds once what steps that ask judges have in common", async () => {
    const room = await roomOf(task);
    const held = [4, 8].map((width) => {
      const against = probe(drawn(width));
      const { value } = room.say(errors({ where: "errs", rate: 0.2, against }), 0);
      return (value as { readonly ruled: object }).ruled;
    });
    expect(held[1]).toBe(held[0]);
  });

  it("refuses a difficulty that examples lack, and options that do not fit", async () => {
    const examples = await loadTask(task, { baseDir: folder });
    expect(() =>
      errorKeys("hardest", "kind", { task: examples, examples: examples.examples }),
    ).toThrow(/errors: "hardest" needs a number "kind" for each .* has "x"; write numbers/);
    expect(() =>
      errorKeys("easiest", "steps", { task: examples, examples: examples.examples }),
    ).toThrow(/ has none; keep it with the task's option facts: \["steps"\]/);
    expect(() => errors({ where: "random" })).toThrow('errors: give either "rate"');
    expect(() => errors({ where: "random", rate: 0.1, like: probe(drawn(2)) })).toThrow(
      "errors: give either",
    );
    expect(() => errors({ where: "randon", rate: 0.1 } as never)).toThrow(
      'errors: "where" must be one of',
    );
    expect(() => errors({ where: "random", rate: 1 })).toThrow(
      'errors: "rate" must be below 1, got 1',
    );
  });
});
