// Labels without information leave the lab for the uninformed arm of a student that is trained
// elsewhere: the same that a study's own arm learns from.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { listening, resultsOf, wordsTask } from "../../../test/rooms.js";
import { writeTinyDecoder } from "../../../test/tiny-decoder.js";
import { harden, labelsOf } from "../../labels/index.js";
import { planLabels, planStudy } from "../../plan/index.js";
import { drawn, model } from "../../reading/index.js";
import { openStore, type Store } from "../../store/index.js";
import { external, predictions, probe, prompt } from "../../students/index.js";
import { study } from "../../study/index.js";
import { errors } from "../../supervisors/index.js";
import { writeLabels } from "../index.js";
import type { LabelManifestFile } from "./files.js";

interface Line {
  readonly id: string;
  readonly split: "transfer" | "validation" | "test";
  readonly probabilities: readonly [number, number] | null;
}

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = scratchFolder("uninformed");
  store = await openStore(join(folder, "store"));
});

const task = wordsTask(240);
const weak = probe(drawn(4, { noise: 1 }), { solver: "lbfgs", as: "weak" });
const run = () => ({ store, reporter: listening(), signal: new AbortController().signal });
const places = () => ({ name: "out", baseDir: folder, store, modelFolders: [] });

async function exported(made: ReturnType<typeof study>, to: string, uninformed: boolean) {
  const plan = await planLabels(made, { ...places(), uninformed });
  await writeLabels(join(folder, to), plan, run());
  const manifest = JSON.parse(await readFile(join(folder, to, "manifest.json"), "utf8"));
  const readme = await readFile(join(folder, to, "README.md"), "utf8");
  return { files: manifest.files as LabelManifestFile[], readme };
}

async function linesOf(path: string): Promise<Line[]> {
  const text = await readFile(join(folder, path), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

describe("exported labels without information", () => {
  const made = study({
    task,
    supervisors: weak,
    students: probe(drawn(8), { solver: "lbfgs" }),
    labels: ["soft", "hard"],
    seeds: 2,
    arms: ["uninformed"],
  });

  it("are those that the study's own uninformed arm learns from, soft and hard", async () => {
    const { files } = await exported(made, "out", true);
    const plan = await planLabels(made, { ...places(), uninformed: true });
    const { cells } = await planStudy(made, places());
    const { room, arms } = cells[0]!;
    for (const [i, { step, seed, uninformed }] of plan.sets.entries()) {
      const [said, dealt] = await resultsOf([step, uninformed!], store);
      // What the arm's fit learns from, behind the rows that were taken of it.
      const arm = arms.uninformed;
      const fit = "steps" in arm ? arm.steps[i]! : undefined;
      expect(namesBehind(fit)).toContain(uninformed!.name);
      const { transfer, validation, test } = room.rows(seed);
      const rows = [...transfer, ...validation];
      const own = labelsOf(dealt!, Int32Array.from(rows));
      for (const [kind, expected] of [
        ["soft", own],
        ["hard", harden(own)],
      ] as const) {
        const lines = await linesOf(`out/words.weak.${kind}.uninformed.seed-${seed}.jsonl`);
        const p = [...expected.data];
        const wanted = rows.map((row, at) => ({
          id: room.ids[row],
          probabilities: p.slice(2 * at, 2 * at + 2),
        }));
        const taught = lines.filter(({ split }) => split !== "test");
        expect(taught.map(({ id, probabilities }) => ({ id, probabilities }))).toEqual(wanted);
        const asked = lines.filter(({ split }) => split === "test");
        expect(asked.map(({ id }) => id)).toEqual(Array.from(test, (row) => room.ids[row]));
        expect(asked.every(({ probabilities }) => probabilities === null)).toBe(true);
      }
      expect([...own.data]).not.toEqual([...labelsOf(said!, Int32Array.from(rows)).data]);
    }
    const roles = files.map(({ file, role, holds }) => [file, role, holds] as const);
    expect(roles).toContainEqual([
      "words.weak.hard.uninformed.seed-1.parquet",
      "uninformed",
      "weak labels dealt out at random, for the uninformed arm only",
    ]);
    expect(roles).toContainEqual(["words.weak.hard.seed-1.jsonl", "student", "weak labels"]);
    // Soft, hard, both without information, and truth; under two seeds, as JSONL and Parquet.
    expect(files).toHaveLength(5 * 2 * 2);
  });

  it("are written where they are asked for alone; the README says how all come back", async () => {
    const { files, readme } = await exported(made, "plain", false);
    expect(files.some(({ role }) => role === "uninformed")).toBe(false);
    expect(readme).toContain("`w2s labels export --arms uninformed` writes them");
    const asked = await exported(made, "asked", true);
    expect(asked.readme).toContain("the files with `.uninformed.` in their names");
    expect(asked.readme).toContain(
      "| `words.weak.soft.uninformed.seed-0.jsonl` | words | weak | soft | uninformed | 0 | ",
    );
    for (const role of ["untouched", "uninformed", "selfTaught"]) {
      expect(readme).toContain(`| \`${role}\` |`);
    }
    expect(readme).toContain("No\nfile here has `supervise`");
  });

  it("leave studies of prompted, external and read students, of prompted supervisors", async () => {
    const tiny = model(await writeTinyDecoder(folder));
    const words = { template: "{text} ? {label}", labelWords: ["no", "yes"] };
    const others = study({
      task,
      supervisors: [
        prompt(tiny, { ...words, as: "asked" }),
        errors({ where: "random", rate: 0.2, as: "wrong" }),
      ],
      students: [
        prompt(tiny, { ...words, shots: 2 }),
        external({ command: ["nobody-runs-this", "{folder}"] }),
        predictions("not-there-yet.jsonl"),
      ],
      seeds: 1,
    });
    await exported(others, "others", true);
    const names = await readdir(join(folder, "others"));
    expect(names.filter((name) => name.endsWith(".jsonl")).sort()).toEqual([
      "words.asked.soft.seed-0.jsonl",
      "words.asked.soft.uninformed.seed-0.jsonl",
      "words.truth.seed-0.jsonl",
      "words.wrong.soft.seed-0.jsonl",
      "words.wrong.soft.uninformed.seed-0.jsonl",
    ]);
  });
});

interface Named {
  readonly name: string;
  readonly inputs: object;
}

/** The names of a step and of all that it reads. */
function namesBehind(step: Named | undefined): string[] {
  if (!step) return [];
  const inputs = Object.values(step.inputs).flat() as (Named | undefined)[];
  return [step.name, ...inputs.flatMap(namesBehind)];
}
