import { cpSync } from "node:fs";
import { join } from "node:path";
import { resolveModel } from "@w2s/models";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { wordsTask } from "../../test/rooms.js";
import { confidence, naive, surest } from "../methods/index.js";
import { model } from "../reading/index.js";
import { openStore } from "../store/index.js";
import { probe, prompt } from "../students/index.js";
import { type StudyOptions, study } from "../study/index.js";
import { planStudy } from "./plan.js";

const tiny = model("zoo:w2s-world-8");

async function warningsOf(given: Pick<StudyOptions, "supervisors" | "students" | "methods">) {
  const folder = scratchFolder("same");
  const { folder: from } = await resolveModel("zoo:w2s-world-8");
  cpSync(from, join(folder, "copy"), { recursive: true });
  const store = await openStore(join(folder, "store"));
  const made = study({ task: wordsTask(100), arms: "none", ...given });
  const places = { name: "same", baseDir: folder, store, modelFolders: [] };
  return (await planStudy(made, places)).warnings;
}

describe("a model that teaches itself under another name", () => {
  it.each([
    ["a layer counted from the end", tiny.layer(-1)],
    ["a copy", model("./copy").layer(2)],
  ])("is told: %s", async (_, other) => {
    const warnings = await warningsOf({
      supervisors: probe(tiny.layer(2), { as: "teacher" }),
      students: probe(other, { as: "student" }),
    });
    expect(warnings).toContain(
      "teacher and student are the same model, layer and training under two names: what the one " +
        "teaches the other is no gain",
    );
  });

  it("is none where layers or trainings differ", async () => {
    const warnings = await warningsOf({
      supervisors: probe(tiny.layer(2)),
      students: [probe(tiny.layer(1)), probe(tiny.layer(-1), { epochs: 3, as: "shorter" })],
    });
    expect(warnings.join("\n")).not.toContain("under two names");
  });
});

describe("a student that no loss can teach", () => {
  it("is said not to be taught by losses, where the study has some", async () => {
    const asked = prompt(tiny, { shots: 2, labelWords: ["no", "yes"], as: "asked" });
    const [supervisors, students] = [probe(tiny.layer(1)), [asked, probe(tiny.layer(2))]];
    const several = {
      supervisors,
      students,
      methods: [naive(), confidence(), surest({ keep: 0.5 })],
    };
    expect(await warningsOf(several)).toContain(
      "asked: learns in context, by no loss; confidence is not run with it",
    );
    const warnings = await warningsOf({ ...several, methods: naive() });
    expect(warnings.join("\n")).not.toContain("not run with it");
  });
});
