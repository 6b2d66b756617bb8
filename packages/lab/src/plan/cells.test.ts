// The cells of studies: who teaches whom by what, which arms they have, and what they share.

import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { wordsTask } from "../../test/rooms.js";
import { naive, program } from "../methods/index.js";
import { drawn } from "../reading/index.js";
import { openStore } from "../store/index.js";
import { probe } from "../students/index.js";
import { type StudyOptions, study } from "../study/index.js";
import { type Plan, planStudy } from "./plan.js";

const quick = { epochs: 2 };
const [weak, strong] = [probe(drawn(4), quick), probe(drawn(16), quick)];
const task = wordsTask(160);

async function planOf(options: Partial<StudyOptions> = {}): Promise<Plan> {
  const shared = { task, supervisors: weak, students: strong, seeds: 2, resamples: 100 };
  const store = await openStore(join(tmpdir(), "w2s-nothing-is-written-here"));
  const places = { baseDir: tmpdir(), store, modelFolders: [] };
  return planStudy(study({ ...shared, ...options }), { name: "cells", ...places });
}

const kindsIn = ({ cells }: Plan) => cells.map(({ labels, method }) => `${labels} ${method}`);

describe("cells", () => {
  it("are all supervisors, students, kinds of labels and methods, none itself", async () => {
    const plan = await planOf({
      supervisors: [weak, strong],
      students: [weak, strong],
      labels: ["soft", "hard"],
      arms: "none",
    });
    const pairs = plan.cells.map((cell) => `${cell.supervisor} > ${cell.student} ${cell.labels}`);
    expect(pairs).toEqual([
      "drawn:4 > drawn:16 soft",
      "drawn:4 > drawn:16 hard",
      "drawn:16 > drawn:4 soft",
      "drawn:16 > drawn:4 hard",
    ]);
    expect(plan.warnings.join()).toContain("as a supervisor and as a student the same");
  });

  it("share one ceiling where the student is the same, whatever teaches it", async () => {
    const plan = await planOf({ labels: ["soft", "hard"], arms: "none" });
    const ceilings = plan.cells.map(({ trials }) => trials.map(({ ceiling }) => ceiling.step.name));
    expect(kindsIn(plan)).toEqual(["soft naive", "hard naive"]);
    expect(ceilings[0]).toEqual(ceilings[1]);
    expect(new Set(ceilings[0]).size).toBe(2);
  });

  it("have a ceiling of their own where the method prepares the student", async () => {
    const longer = program("longer", {}, ({ fit, student, labels }) => fit(student, labels), {
      prepare: (spec) => ({ ...spec, recipe: { ...spec.recipe, epochs: 3 } }) as typeof spec,
    });
    const plan = await planOf({ methods: [naive(), longer], arms: "none" });
    const [plain, prepared] = plan.cells.map(({ trials }) => trials[0]!.ceiling.step.name);
    expect(prepared).not.toBe(plain);
  });
});

describe("arms of cells", () => {
  const reasons = (plan: Plan) =>
    Object.fromEntries(
      Object.entries(plan.cells[0]!.arms).map(([name, arm]) => [
        name,
        "reason" in arm ? arm.reason : arm.steps.length,
      ]),
    );

  it("are those that cost little, one a seed; a probe before training says nothing", async () => {
    expect(reasons(await planOf())).toEqual({
      untouched: "its head is new: chance",
      uninformed: 2,
      selfTaught: 2,
    });
  });

  it("are none or those that are named, and say so", async () => {
    const none = "not asked for";
    expect(reasons(await planOf({ arms: "none" }))).toEqual({
      untouched: none,
      uninformed: none,
      selfTaught: none,
    });
    expect(reasons(await planOf({ arms: ["uninformed"] }))).toEqual({
      untouched: none,
      uninformed: 2,
      selfTaught: none,
    });
  });

  it("move no trial: what teaches, the student and the ceiling are the same steps", async () => {
    const [bare, all] = [await planOf({ arms: "none" }), await planOf({ arms: "all" })];
    const names = ({ cells }: Plan) =>
      cells[0]!.trials.map(({ weak, student, ceiling }) => [
        weak.name,
        student.step.name,
        ceiling.step.name,
      ]);
    expect(names(all)).toEqual(names(bare));
    expect(all.cells[0]!.score.name).not.toBe(bare.cells[0]!.score.name);
  });
});

describe("ground truth", () => {
  it("of transfer reaches no student: only the ceiling is made of it", async () => {
    const plan = await planOf({ supervisors: weak, seeds: 1 });
    const [{ trials, room }] = plan.cells as [Plan["cells"][number]];
    const { student, ceiling } = trials[0]!;
    const truth = room.truthOn(room.taughtRows(0).list).name;
    expect(behind(ceiling.step)).toContain(truth);
    expect(behind(student.step)).not.toContain(truth);
  });
});

/** Names of all steps that a step is made of. */
function behind(step: Plan["targets"][number]): string[] {
  const from = Object.values(step.inputs).flatMap((input) => input ?? []);
  return from.flatMap((one) => [one.name, ...behind(one)]);
}
