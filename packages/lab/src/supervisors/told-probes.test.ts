// A probe that is told its supervisor's label, from the texts that are read to the PGR of a study.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { countsTask } from "../../test/asked.js";
import { listening } from "../../test/rooms.js";
import { planStudy } from "../plan/plan.js";
import { runPlan } from "../plan/run.js";
import { drawn } from "../reading/index.js";
import { openStore } from "../store/index.js";
import { probe, told } from "../students/index.js";
import { study } from "../study/index.js";
import { errors } from "./index.js";

describe("told probes", () => {
  it("imitate errors that they could not learn; the ceiling reads the same remarks", async () => {
    const folder = scratchFolder("told-probes");
    const student = probe(drawn(64), { epochs: 40, learningRate: 0.01 });
    const one = study({
      task: countsTask(2, 600),
      supervisors: errors({ where: "random", rate: 0.3 }),
      students: [student, told(student, { remark: "{label}", words: ["nope", "yeah"] })],
      labels: "hard",
      seeds: 1,
      resamples: 100,
      arms: "none",
    });
    const store = await openStore(join(folder, "store"));
    const plan = await planStudy(one, { name: "told", baseDir: folder, store, modelFolders: [] });
    const [plain, remarked] = plan.cells.map(({ trials }) => trials[0]!);
    const read = ({ step }: { readonly step: { readonly inputs: object } }) =>
      Object.entries(step.inputs).find(([role]) => role === "features")?.[1];
    expect(read(remarked!.student)).toBeDefined();
    expect(read(remarked!.student)).toMatchObject({ name: read(remarked!.ceiling).name });
    expect(read(remarked!.student).name).not.toBe(read(plain!.student).name);
    const signal = AbortSignal.timeout(60_000);
    const outcomes = await runPlan(plan, { store, reporter: listening(), signal });
    const [usual, imitating] = outcomes.map(({ agreement }) => agreement.overall);
    expect(imitating).toBeGreaterThan(0.95);
    expect(usual).toBeLessThan(0.8);
    expect(plan.warnings.join()).toMatch(/told students read labels that are or may be made of/);
  });
});
