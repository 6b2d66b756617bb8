// The study that the playground shows as a file plans the very steps that the page runs.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStore, planStudy, type Study } from "@w2s/lab";
import { defaults, type Settings, studyOf, studyText } from "@w2s/playground";
import { describe, expect, it } from "vitest";
import { loadLab } from "../packages/cli/src/lab.js";
import { loadStudy } from "../packages/cli/src/study-file/load.js";
import { scratchFolder } from "./scratch.js";

const cwd = scratchFolder("playground-study");
const small = { ...defaults, supervisor: 8, student: 20, examples: 600, seeds: 2 } as const;

const chosen: readonly Partial<Settings>[] = [
  {},
  { adapt: "finetune", task: "honesty" },
  { errors: "longest", method: "surest" },
  { errors: "confidently-correct", method: "label-smoothing" },
  { method: "confidence" },
  { method: "entropy" },
  { method: "gce", task: "programs" },
  { method: "bootstrapping" },
];

describe("studyText", () => {
  it.each(chosen)("plans what studyOf plans: %j", async (own) => {
    const settings = { ...small, ...own };
    writeFileSync(join(cwd, "playground.study.ts"), studyText(settings));
    const { study: written } = await loadStudy("playground.study.ts", cwd, await loadLab());
    const store = await openStore(join(cwd, "store"));
    const steps = async (study: Study) => {
      const places = { name: "playground", baseDir: cwd, modelFolders: [] };
      return (await planStudy(study, { ...places, store })).targets.map(({ name }) => name);
    };
    expect(await steps(written)).toEqual(await steps(studyOf(settings)));
  });
});
