import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { figure } from "@w2s/lab";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { EventsFile } from "../progress/events-file.js";
import { assertOwnFolder } from "./own-folder.js";

let folder: string;
beforeEach(() => {
  folder = scratchFolder("own-folder");
});

async function put(name: string, text = "mydata"): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
}

const refused = (names: string) =>
  `${folder}: holds ${names}, which a run would replace, and is no run's folder; name another ` +
  "with --out DIR, or move them away";

describe("assertOwnFolder", () => {
  it("takes a folder that is not there, is empty, or holds other files", async () => {
    await assertOwnFolder(join(folder, "none"));
    await assertOwnFolder(folder);
    await put("notes.txt");
    await put("figures/photo.png");
    await put("results.csv", "");
    await assertOwnFolder(folder);
  });

  it("refuses files of a run's names that no run wrote", async () => {
    await put("transcripts.jsonl");
    await expect(assertOwnFolder(folder)).rejects.toThrow(refused("transcripts.jsonl"));
    await put("evidence.jsonl");
    await put("results.json", '{"my":1}');
    await put("events.jsonl", '{"event":"click"}\n');
    await expect(assertOwnFolder(folder)).rejects.toThrow(
      refused("events.jsonl, evidence.jsonl, results.json, 1 more"),
    );
    expect(await readFile(join(folder, "results.json"), "utf8")).toBe('{"my":1}');
  });

  it("refuses drawings of its figures' names, the study's own included", async () => {
    await put("figures/mine.csv");
    await assertOwnFolder(folder);
    await expect(assertOwnFolder(folder, [figure("mine", () => null)])).rejects.toThrow(
      refused("figures/mine.csv"),
    );
    await put("figures/overview.svg");
    await expect(assertOwnFolder(folder)).rejects.toThrow(refused("figures/overview.svg"));
  });

  it.each(["results.json", "run.json"])("takes a run's folder by its %s", async (name) => {
    await put("evidence.jsonl");
    await put(name, '{"format": 1, "study": "s"}');
    await assertOwnFolder(folder);
  });

  it("takes the folder of a run that was killed before it wrote a record", async () => {
    const events = new EventsFile(folder, () => 1);
    events.begun("s");
    await put("evidence.jsonl");
    await assertOwnFolder(folder);
  });
});
