import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "@w2s/base";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { loadTask } from "../index.js";
import { type RecipeOptions, recipe } from "./recipe.js";

const fixtures = fileURLToPath(new URL("./fixtures/", import.meta.url));
let baseDir: string;
beforeEach(() => {
  baseDir = scratchFolder("releases");
});
afterEach(() => vi.unstubAllEnvs());

/** A release's files, as another folder of the study. */
function lay(recipeName: string, release: string, folder = "set"): void {
  cpSync(join(fixtures, recipeName, release), join(baseDir, folder), { recursive: true });
}

function write(path: string, text: string): void {
  mkdirSync(join(baseDir, path, ".."), { recursive: true });
  writeFileSync(join(baseDir, path), text);
}

const load = (name: string, options: RecipeOptions = {}) =>
  loadTask(recipe(name, "set", options), { baseDir });

async function refusal(name: string, options: RecipeOptions = {}): Promise<string> {
  const failed = load(name, options).catch((error: unknown) => error);
  expect(await failed).toBeInstanceOf(InputError);
  return ((await failed) as InputError).message;
}

describe("the release of a folder", () => {
  it("is found in one subset's folder of the hub, and in the hub's conversion", async () => {
    const inputs = async () => (await load("cola")).examples.map((example) => example.inputs[0]);
    lay("cola", "hub");
    const whole = await inputs();
    baseDir = scratchFolder("releases");
    lay("cola", "hub/cola");
    expect(await inputs()).toEqual(whole);
    for (const converted of ["train/0000", "glue-train"]) {
      baseDir = scratchFolder("releases");
      for (const split of ["train", "validation"]) {
        const from = join(fixtures, `cola/hub/cola/${split}-00000-of-00001.parquet`);
        cpSync(from, join(baseDir, `set/cola/${converted.replace("train", split)}.parquet`));
      }
      expect(await inputs()).toEqual(whole);
    }
  });

  it("is refused where there is no folder, or nothing of the set in it", async () => {
    const needs =
      'it needs "SuperGLUE": val.jsonl; or "hub": data/train-*.parquet, ' +
      "data/validation-*.parquet of google/boolq";
    expect(await refusal("boolq")).toBe(
      'set: no such folder; recipe "boolq" reads its files there',
    );
    mkdirSync(join(baseDir, "set"));
    expect(await refusal("boolq")).toBe(`set: no files of "boolq": ${needs}; found nothing`);
    write("set/train.csv", "a,b\n");
    write("set/.cache/val.jsonl", "{}\n");
    expect(await refusal("boolq")).toBe(`set: no files of "boolq": ${needs}; found "train.csv"`);
    write("file", "");
    const task = recipe("boolq", "file");
    await expect(loadTask(task, { baseDir })).rejects.toThrow(
      'file: not a folder (ENOTDIR); recipe "boolq" reads its files there',
    );
  });

  it("is refused where some of its files are missing, shards included", async () => {
    lay("sst2", "sentences");
    rmSync(join(baseDir, "set/dev.tsv"));
    expect(await refusal("sst2")).toBe(
      'set: has "train.tsv", "test.tsv" of "sst2", but not "dev.tsv"; it needs "sentences": ' +
        'train.tsv, dev.tsv, test.tsv; or "hub": sst2/train-*.parquet, ' +
        "sst2/validation-*.parquet of nyu-mll/glue",
    );
    lay("sciq", "hub", "sciq");
    rmSync(join(baseDir, "sciq/data/train-00001-of-00002.parquet"));
    const cut = loadTask(recipe("sciq", "sciq"), { baseDir });
    await expect(cut).rejects.toThrow('but not "data/train-*.parquet"');
  });

  it("is asked for where a folder has several", async () => {
    lay("boolq", "hub");
    lay("boolq", "SuperGLUE");
    expect(await refusal("boolq")).toBe(
      'set: has the files of 2 releases of "boolq" ("SuperGLUE": val.jsonl; "hub": ' +
        "data/train-*.parquet, data/validation-*.parquet of google/boolq); keep one in a folder, " +
        'or say release: "SuperGLUE"',
    );
    expect((await load("boolq", { release: "hub" })).fixed.test).toHaveLength(2);
    expect((await load("boolq", { release: "SuperGLUE" })).fixed.test).toBeNull();
    expect(await refusal("boolq", { release: "hubs" })).toBe(
      'recipe "boolq": knows the releases "SuperGLUE", "hub", got "hubs"',
    );
  });

  it("is refused for files of other columns, with those that are known", async () => {
    write("set/val.jsonl", '{"text":"a","gold":1}\n');
    const known =
      'recipe "boolq" knows "SuperGLUE": val.jsonl with "passage", "question", "label", and ' +
      '"hub": data/train-*.parquet, data/validation-*.parquet of google/boolq with "passage", ' +
      '"question", "answer"';
    expect(await refusal("boolq")).toBe(
      `set/val.jsonl: of another release: its columns are "text", "gold"; ${known}`,
    );
    baseDir = scratchFolder("releases");
    for (const split of ["train", "validation"]) {
      const from = join(fixtures, `cola/hub/cola/${split}-00000-of-00001.parquet`);
      cpSync(from, join(baseDir, `set/data/${split}-00000-of-00001.parquet`));
    }
    expect(await refusal("boolq")).toBe(
      "set/data/train-00000-of-00001.parquet: of another release: its columns are " +
        `"sentence", "label", "idx"; ${known}`,
    );
  });

  it("is refused for another number of columns where there is no header", async () => {
    for (const part of ["train", "dev", "test"])
      write(`set/${part}.tsv`, "1\tgood\tx\n0\tbad\ty\n");
    expect(await refusal("sst2")).toMatch(
      /^set\/train\.tsv: of another release: its columns are "0", "1", "2"; recipe "sst2" knows /,
    );
    // The same names, in PAWS's shape.
    lay("paws", "PAWS-Wiki");
    expect(await refusal("sst2")).toMatch(/^set\/train\.tsv: of another release: .*"0", .*"3"; /);
  });

  it("is refused for JSON of another form, by its place", async () => {
    for (const part of ["train", "test"]) write(`set/${part}.json`, '[{"dialogue":"a"}]');
    expect(await refusal("dream")).toMatch(
      /^set\/train\.json: .*; recipe "dream" knows "published": train\.json, test\.json, and "hub": /,
    );
    baseDir = scratchFolder("releases");
    lay("quartz", "published");
    write("set/dev.jsonl", '{"id":"a","answerKey":"A","para":"b","para_id":"c","question":"d"}\n');
    expect(await refusal("quartz")).toContain(
      'set/dev.jsonl:1: "question" must be an object, got "d"; recipe "quartz" knows "published": ',
    );
  });

  it("is refused for another set's file of the same form", async () => {
    lay("arc_easy", "LLM-Adapters");
    expect(await refusal("social_iqa")).toMatch(
      /^set\/test\.json: question 1: must have 3 answers, got 4; recipe "social_iqa" knows /,
    );
    baseDir = scratchFolder("releases");
    lay("dream", "published");
    expect(await refusal("arc_easy")).toMatch(
      /^set\/train\.json: row 1: must be an object( with "\w+"(, "\w+")*)?, got a list; .*recipe "arc_easy" knows /,
    );
  });

  it("has its own test, of which no share can be said", async () => {
    lay("boolq", "hub");
    expect(await refusal("boolq", { splits: { test: 0.3 } })).toBe(
      'task "boolq": its test examples have files of their own; leave out splits.test',
    );
    expect(() => recipe("boolq", "set", { test: "mine.jsonl", splits: { test: 0.3 } })).toThrow(
      'give "test" or "splits.test", not both',
    );
  });
});

describe("recipe without a folder", () => {
  const commit = "0123456789abcdef0123456789abcdef01234567";

  it("reads the Hugging Face cache, and asks nothing of the network", async () => {
    vi.stubEnv("HF_HOME", baseDir);
    vi.stubEnv("HF_HUB_OFFLINE", "1");
    const cached = "hub/datasets--google--boolq";
    lay("boolq", "hub", `${cached}/snapshots/${commit}`);
    write(`${cached}/refs/main`, commit);
    const { examples, fixed } = await loadTask(recipe("boolq"), { baseDir: fixtures });
    expect(examples).toHaveLength(6);
    expect(fixed.test).toHaveLength(2);
    const json = await loadTask(recipe("boolq", { limit: 2 }), { baseDir: fixtures });
    expect(json.dropped.limit).toBe(2);
  });

  it("says what is missing where the network is forbidden, or the hub lacks the set", async () => {
    vi.stubEnv("HF_HOME", baseDir);
    vi.stubEnv("HF_HUB_OFFLINE", "1");
    await expect(loadTask(recipe("boolq"), { baseDir })).rejects.toThrow(
      `data set "google/boolq": not in ${join(baseDir, "hub")}, and HF_HUB_OFFLINE forbids ` +
        "downloading it; or name the folder of the set's files",
    );
    await expect(loadTask(recipe("subj"), { baseDir })).rejects.toThrow(
      'recipe "subj": not read from the hub; name the folder of its files (all.csv)',
    );
  });
});
