import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { wordsTask } from "../../test/rooms.js";
import { confidence, naive } from "../methods/index.js";
import { drawn } from "../reading/index.js";
import { openStore, type Store } from "../store/index.js";
import { probe } from "../students/index.js";
import { study } from "../study/index.js";
import type { Only } from "./only.js";
import { planStudy } from "./plan.js";

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = scratchFolder("only");
  store = await openStore(join(folder, "store"), { readOnly: true });
});

const made = study({
  task: [wordsTask(120, "one"), wordsTask(140, "two")],
  supervisors: [4, 5].map((width) => probe(drawn(width), { as: `weak${width}` })),
  students: [8, 9].map((width) => probe(drawn(width), { as: `strong${width}` })),
  methods: [naive(), confidence({ alpha: 0.3 }), confidence({ alpha: 0.6 })],
  seeds: 1,
});
const planned = (only?: Only) =>
  planStudy(made, {
    ...{ name: "part", baseDir: folder, store, modelFolders: [] },
    ...(only && { only }),
  });

describe("only", () => {
  it("leaves the cells of the names, whose steps are those of the whole study", async () => {
    const whole = await planned();
    const only = {
      task: ["two"],
      student: ["strong9"],
      method: ["naive", "confidence (alpha 0.3)"],
    };
    const part = await planned(only);
    expect(whole.cells).toHaveLength(2 * 2 * 2 * 3);
    expect(part.cells.map(({ supervisor, method }) => `${supervisor} ${method}`)).toEqual([
      "weak4 naive",
      "weak4 confidence (alpha 0.3)",
      "weak5 naive",
      "weak5 confidence (alpha 0.3)",
    ]);
    const names = new Set(whole.cells.map(({ score }) => score.name));
    expect(part.cells.every(({ score }) => names.has(score.name))).toBe(true);
    expect(part.summary.steps).toBeLessThan(whole.summary.steps / 2);
  });

  it("refuses a name that the study does not have, with the near miss", async () => {
    await expect(planned({ student: ["strong"] })).rejects.toThrow(
      '--only: no student "strong" in this study; did you mean "strong8"?',
    );
    await expect(planned({ method: ["kl"] })).rejects.toThrow('no method "kl"');
  });
});
