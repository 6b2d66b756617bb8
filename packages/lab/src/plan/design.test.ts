import { describe, expect, it } from "vitest";
import { naive, surest } from "../methods/index.js";
import { drawn, model } from "../reading/index.js";
import { finetune, predictions, probe, prompt, told } from "../students/index.js";
import { errors, labels, trained } from "../supervisors/index.js";
import { designOf } from "./design.js";

describe("designOf", () => {
  it("says of each what its kind says, and which settings are the study's own", () => {
    const small = probe(drawn(3), { as: "small" });
    const { supervisors, students } = designOf(
      {
        supervisors: [
          trained(small),
          errors({ where: "random", rate: 0.2 }),
          labels("said.csv", { label: "said" }),
        ],
        students: [
          told(probe(drawn(8), { epochs: 7 })),
          finetune(model("m"), { labelWords: ["no", "yes"], selection: "last" }),
          prompt(model("m")),
          predictions("theirs.jsonl"),
        ],
        methods: [],
      },
      [],
    );
    expect(supervisors.map(({ saysTruth, trained: isTrained }) => [saysTruth, isTrained])).toEqual([
      [false, true],
      [true, false],
      [false, false],
    ]);
    expect(supervisors[2]!.assumes).toBe(
      "is a file of labels; how they came about is not known here.",
    );
    expect(students.map(({ selection, told: isTold }) => [selection, isTold])).toEqual([
      ["agreement", true],
      ["last", false],
      [null, false],
      [null, false],
    ]);
    expect(students[0]!.settings).toEqual([{ name: "epochs", value: "7" }]);
    // Pooling follows from the words, and is not named.
    expect(students[1]!.settings).toEqual([
      { name: "labelWords", value: '["no","yes"]' },
      { name: "selection", value: "last" },
    ]);
  });

  it("says which tests have a source of their own", () => {
    const task = (name: string, test: Int32Array | null) => ({
      name,
      shape: "classify" as const,
      options: 2,
      optionNames: ["a", "b"],
      examples: [],
      fixed: { test, validation: null },
      dropped: { unlabelled: 0, empty: 0, tied: 0, balance: 0, leaked: 0, limit: 0 },
      warnings: [],
      sourceHash: "",
      splitting: { test: 0.2, validation: 0.1, balance: true, seed: 0 },
    });
    const design = designOf({ supervisors: [], students: [], methods: [] }, [
      task("one", null),
      task("two", Int32Array.of(0)),
    ]);
    expect(design.tasks).toEqual([
      { name: "one", ownTest: false },
      { name: "two", ownTest: true },
    ]);
  });

  it("tells programs from losses, each name once", () => {
    const methods = [naive(), surest({ keep: 0.5 }), surest({ keep: 0.25 })];
    expect(designOf({ supervisors: [], students: [], methods }, []).methods).toEqual([
      { name: "naive", isProgram: false },
      { name: "surest", isProgram: true },
    ]);
  });
});
