import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../store/index.js";
import { drawn, errors, probe, type SupervisorSpec, study } from "../study/index.js";
import { loadTask, rows, splitTask, table } from "../tasks/index.js";
import { errorKeys } from "./errors-step.js";
import { planStudy } from "./plan.js";
import { runPlan } from "./run.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "w2s-errors-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

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

/** The labels that a supervisor gave of the transfer split under seed 0, with each example. */
async function labelled(supervisor: SupervisorSpec) {
  const students = probe(drawn(8), { epochs: 2 });
  const store = await openStore(join(folder, "store"));
  const one = study({ task, supervisors: supervisor, students, seeds: 1, resamples: 100 });
  const plan = await planStudy(one, { name: "errors", baseDir: folder, store, modelFolders: [] });
  const reporter = { plan() {}, begin() {}, progress() {}, end() {}, warn() {} };
  const [outcome] = await runPlan(plan, { store, reporter, signal: AbortSignal.timeout(60_000) });
  const { facts, arrays } = (await store.read(plan.cells[0]!.score.inputs["weak 0"]!.name))!;
  const examples = await loadTask(task, { baseDir: folder });
  const transfer = new Set(splitTask(examples, 0).transfer);
  const said = Array.from(arrays.rows!.data as Int32Array, (row, i) => ({
    example: examples.examples[Number(row)]!,
    inTransfer: transfer.has(Number(row)),
    wrong: Number(arrays.probabilities!.data[2 * i + examples.examples[Number(row)]!.label]) !== 1,
  }));
  return { outcome: outcome!, facts: facts as { errors: number[]; examples: number[] }, said };
}

describe("errors", () => {
  it("labels the same share of every split wrongly, and test too", async () => {
    const { outcome, facts, said } = await labelled(errors({ where: "random", rate: 0.25 }));
    expect(facts.errors).toEqual(facts.examples.map((count) => Math.round(0.25 * count)));
    expect(outcome.scores.weak.accuracy.value).toBeCloseTo(0.75, 2);
    expect(outcome.supervisorModel).toMatchObject({ adapted: "errors", parameters: null });
    expect(said.filter(({ wrong }) => wrong)).toHaveLength(facts.errors.reduce((a, b) => a + b));
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
    const wrong = async () => {
      const { said } = await labelled(errors({ where: "random", rate: 0.3, as: "noise" }));
      return said.filter((one) => one.wrong).map(({ example }) => example.id);
    };
    expect(await wrong()).toEqual(await wrong());
  });

  it("refuses a difficulty that examples lack, and options that do not fit", async () => {
    const examples = await loadTask(task, { baseDir: folder });
    expect(() =>
      errorKeys(errors({ where: "hardest", rate: 0.1, difficulty: "kind" }), examples),
    ).toThrow(
      /errors: "hardest" needs a number "kind" for each example of counts, .* has "x"; keep it with the task's option "facts"/,
    );
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
