import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { wordsTask } from "../../test/rooms.js";
import { bootstrapping, naive } from "../methods/index.js";
import { drawn, model } from "../reading/index.js";
import { openStore, type Store } from "../store/index.js";
import { probe } from "../students/index.js";
import { study } from "../study/index.js";
import { ensemble } from "../supervisors/index.js";
import { planStudy } from "./plan.js";

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = scratchFolder("most");
  store = await openStore(folder, { readOnly: true });
});

const world = (width: number) => probe(model(`zoo:w2s-world-${width}`).layer(1));
const most = async (given: object) => {
  const made = study({ task: wordsTask(300), students: world(32), seeds: 1, ...given } as never);
  const plan = await planStudy(made, { name: "most", baseDir: folder, store, modelFolders: [] });
  return plan.mostParameters;
};

describe("a plan's largest model", () => {
  it("is none where features are drawn", async () => {
    const drawnOnly = { supervisors: probe(drawn(4)), students: probe(drawn(8)) };
    expect(await most(drawnOnly)).toBe(0);
  });

  it("may be a link of a chain, or a member of an ensemble", async () => {
    const small = await most({ supervisors: world(24) });
    const large = await most({ supervisors: world(64) });
    expect(large).toBeGreaterThan(2 * small);
    const through = bootstrapping({ through: [world(64)], ordered: false });
    expect(await most({ supervisors: world(24), methods: [naive(), through] })).toBe(large);
    expect(await most({ supervisors: ensemble([world(24), world(64)]) })).toBe(large);
  });
});
