import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { wordsTask } from "../../test/rooms.js";
import { type Plan, planStudy } from "../plan/index.js";
import { drawn } from "../reading/index.js";
import { openStore } from "../store/index.js";
import { probe, told } from "../students/index.js";
import { study } from "../study/index.js";
import { chooseStudent } from "./choose.js";

/**
 * Two supervisors, one student, one seed; where the student is told their labels, its ceilings
 * differ too.
 */
async function plan(isTold: boolean): Promise<Plan> {
  const large = probe(drawn(16, { as: "large" }));
  const one = study({
    task: wordsTask(120),
    supervisors: [probe(drawn(4, { as: "small" })), probe(drawn(8, { as: "middle" }))],
    students: isTold ? told(large) : large,
    seeds: 1,
  });
  const store = await openStore(join(tmpdir(), "w2s-nothing-is-written-here"));
  return planStudy(one, { name: "choose", baseDir: tmpdir(), store, modelFolders: [] });
}

let plain: Plan;
beforeAll(async () => {
  plain = await plan(false);
});

describe("which trained model is meant", () => {
  it("follows where one is left", () => {
    const [small] = plain.cells;
    const [trial] = small!.trials;
    const ceiling = chooseStudent(plain, { role: "ceiling" });
    expect(ceiling).toMatchObject({ role: "ceiling", seed: 0, name: trial!.ceiling.step.name });
    expect(ceiling.trained).toBe(trial!.ceiling.trained);
    const taught = chooseStudent(plain, { supervisor: "small:4" });
    expect(taught.name).toBe(trial!.student.step.name);
    const supervisor = chooseStudent(plain, { role: "supervisor", supervisor: "small:4" });
    expect(supervisor.name).toBe(trial!.weak.name);
    expect(supervisor.trained!.targets).toEqual([trial!.weak]);
  });

  it("is asked for by what tells the others apart", async () => {
    const message = "2 trained models fit; say which with --supervisor (small:4, middle:8)";
    expect(() => chooseStudent(plain, {})).toThrow(message);
    const same = await plan(true);
    expect(() => chooseStudent(same, { role: "ceiling" })).toThrow(message);
  });
});
