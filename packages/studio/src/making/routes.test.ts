// Labelling projects made from a page: what is offered, what is refused, what w2s is told.

import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { afterAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { createStudio, type Studio } from "../studio.js";

const studios: Studio[] = [];
afterAll(async () => {
  for (const studio of studios) await studio.close();
});

/** A folder with a study, files and two runs, and what w2s was told. */
async function served() {
  const folder = scratchFolder("making");
  const put = (...path: string[]) => {
    mkdirSync(join(folder, ...path.slice(0, -1)), { recursive: true });
    writeFileSync(join(folder, ...path), "");
  };
  put("own.study.ts");
  put("data", "reviews.csv.gz");
  put("data", "deep", "far.csv");
  put("node_modules", "else.csv");
  put(".hidden", "hidden.csv");
  for (const name of ["a.ndjson", "b.JSON", "c.feather", "d.ipc.gz", "e.arrow"]) put("kinds", name);
  for (const name of ["json.study.json", "package.json", "tsconfig.base.json"]) put(name);
  put("notes.md");
  put("runs", "seen", "evidence.parquet");
  put("runs", "argued", "evidence.parquet");
  put("runs", "argued", "transcripts.jsonl");
  symlinkSync("/etc/passwd", join(folder, "link.csv"));
  const told: string[][] = [];
  const w2s = async (args: readonly string[]) => {
    told.push([...args]);
    if (args.at(-1) === "world:parity") throw new InputError("nobody debates it");
    mkdirSync(join(folder, "labelling", "mine"), { recursive: true });
  };
  const studio = await createStudio({ folder, making: { tasks: ["world:parity"], w2s } });
  studios.push(studio);
  const ask = async (body?: object) => {
    const headers = { "content-type": "application/json" };
    const sent = body && { method: "POST", headers, body: JSON.stringify(body) };
    const response = await studio.app.request("http://localhost/api/making", sent);
    return { status: response.status, said: JSON.parse(await response.text()) };
  };
  return { folder, told, ask };
}

const wish = { what: "data/reviews.csv.gz", name: "mine", splits: ["transfer"], arms: ["alone"] };

describe("/api/making", () => {
  it("offers studies, files and runs of the folder, and no others", async () => {
    expect((await (await served()).ask()).said).toEqual({
      studies: ["json.study.json", "own.study.ts"],
      files: [
        "data/reviews.csv.gz",
        "kinds/a.ndjson",
        "kinds/b.JSON",
        "kinds/c.feather",
        "kinds/d.ipc.gz",
        "kinds/e.arrow",
      ],
      tasks: ["world:parity"],
      assistants: ["argued", "seen"],
      debates: ["argued"],
    });
  });

  it("tells w2s what was wished, and writes the guidelines", async () => {
    const { ask, told, folder } = await served();
    const { status, said } = await ask({
      ...wish,
      what: "own.study.ts",
      task: "reviews",
      items: 60,
      perItem: 3,
      limitSeconds: 20,
      confidence: false,
      annotators: ["ada", "bo"],
      arms: ["alone", "assisted", "debate"],
      assist: { run: "seen", supervisor: "--weak", student: null, method: null },
      debates: { run: "argued", supervisor: null },
      guidelines: "# Mine\n",
    });
    expect([status, said]).toEqual([200, { project: "mine" }]);
    expect(told).toEqual([
      [
        ...["label", "init", "--to=labelling/mine", "--task=reviews", "--split=transfer"],
        ...["--items=60", "--per-item=3", "--time-limit=20", "--annotators=ada,bo"],
        ...["--arms=alone,assisted,debate", `--assist=${join("runs", "seen")}`],
        ...["--supervisor=--weak", `--debates=${join("runs", "argued")}`, "--no-confidence"],
        ...["--", "own.study.ts"],
      ],
    ]);
    const path = join(folder, "labelling", "mine", "guidelines.md");
    expect(readFileSync(path, "utf8")).toBe("# Mine\n");
  });

  it("makes nothing twice, even where both are asked for at once", async () => {
    const { ask, told } = await served();
    const [one, two] = await Promise.all([ask(wish), ask(wish)]);
    expect([one.status, two.status]).toEqual([200, 409]);
    expect(two.said.error).toContain('"mine" is there already below labelling/');
    expect(told).toHaveLength(1);
  });

  it.each([
    [{ what: "../secret.csv" }, '"../secret.csv" is no study, file or task of this folder'],
    [{ what: "link.csv" }, '"link.csv" is no study'],
    [{ what: "data/deep/far.csv" }, "is no study"],
    [{ what: "--version" }, "is no study"],
    [{ name: "../mine" }, "name"],
    [{ name: ".." }, "name"],
    [{ splits: ["all"] }, "splits"],
    [{ splits: [] }, "splits"],
    [{ perItem: 0 }, "perItem"],
    [{ assist: { run: "../seen", supervisor: null } }, 'run "../seen" has nothing to read'],
    [{ debates: { run: "seen" } }, 'run "seen" has nothing to read beside an item'],
    [{ what: "world:parity" }, "nobody debates it"],
  ])("refuses %j in one line, and leaves nothing", async (given, message) => {
    const { ask, folder } = await served();
    const { status, said } = await ask({ ...wish, ...given });
    expect([status, said.error]).toEqual([400, expect.stringContaining(message)]);
    expect(existsSync(join(folder, "labelling"))).toBe(false);
  });

  it("says how else, where whoever serves the studio cannot make any", async () => {
    const studio = await createStudio({ folder: scratchFolder("making-none") });
    studios.push(studio);
    const response = await studio.app.request("http://localhost/api/making");
    expect(await response.json()).toBe(null);
  });
});
