// The inputs of real users in the shared folder's cases, through the command line: the right value,
// or a refusal in one line that says what to do. Each kind is tested beside its code, too; here are
// the files themselves, where they are.

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openModel, resolveModel } from "@w2s/models";
import { beforeAll, describe, expect, it } from "vitest";
import { main } from "../packages/cli/src/main.js";
import { fakeStream } from "../packages/cli/test/fake-io.js";
import { pythonWith } from "./python-there.js";
import { scratchFolder } from "./scratch.js";

const shared = process.env.W2S_SHARED ?? fileURLToPath(new URL("../../shared", import.meta.url));
const cases = join(shared, "cases");

let cwd: string;
let count = 0;
beforeAll(() => {
  cwd = scratchFolder("cases");
});

/** Runs a case's study: its exit code, what stderr says, and the folder of its results. */
async function run(study: string, ...options: string[]) {
  const [stdout, stderr] = [fakeStream(), fakeStream()];
  const out = join(cwd, `out${count++}`);
  const env = { W2S_STORE: join(out, "..", `store${count}`), HOME: cwd, HF_HUB_OFFLINE: "1" };
  const io = { stdout, stderr, cwd, env };
  const code = await main(["run", join(cases, study), "--out", out, ...options], io);
  return { code, said: stderr.text.trim().replaceAll(`${cases}/`, ""), out };
}

const model = async (path: string) => openModel(await resolveModel(join(cases, path)));
const facts = async (out: string) => JSON.parse(await readFile(join(out, "results.json"), "utf8"));

const torch = pythonWith("torch", "transformers");

/** A case's probe, exported; the folder, and the probability that the study had for each pair. */
async function exported(study: string) {
  const { out, code, said } = await run(study, "--store", join(cwd, "export-store"));
  expect(code, said).toBe(0);
  const [stdout, stderr] = [fakeStream(), fakeStream()];
  const env = { W2S_STORE: join(cwd, "export-store"), HOME: cwd, HF_HUB_OFFLINE: "1" };
  const folder = join(out, "exported");
  const asked = ["--student", "m:-1/last", "--method", "naive", "--to", folder];
  const io = { stdout, stderr, cwd, env };
  expect(await main(["export", join(cases, study), ...asked], io), stderr.text).toBe(0);
  const rows = (await readFile(join(out, "evidence.jsonl"), "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter(({ split, method }) => split === "test" && method === "naive");
  return {
    folder,
    pairs: rows.map(({ text_0, text_1 }) => [text_0, text_1]) as string[][],
    first: rows.map(({ probabilities }) => probabilities.student[0]) as number[],
  };
}

/**
 * The README's snippet of an exported folder on all texts of the pairs in one batch, with a longer
 * one beside them, so that each is padded: the probability that the first of each pair is better.
 */
function bySnippet(folder: string, pairs: readonly (readonly string[])[]): number[] {
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  const [, snippet] = /^```python\n(.*?)^```/ms.exec(readme)!;
  const texts = [...pairs.flat(), "good a b c d e f"];
  const given = snippet!.replace(/\["a text", [^\]]*\]/, JSON.stringify(texts));
  expect(given).not.toBe(snippet);
  const told =
    "import json\nscores = logits[:-1].double().reshape(-1, 2)\n" +
    "print(json.dumps(scores.softmax(1)[:, 0].tolist()))";
  const said = execFileSync(torch!, ["-c", `${given}\n${told}`], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, TORCHINDUCTOR_CACHE_DIR: join(cwd, "inductor") },
  });
  return JSON.parse(said.trim().split("\n").at(-1)!);
}

describe.skipIf(!existsSync(cases))("the shared cases", () => {
  it("have each a test here that names it", () => {
    const here = readFileSync(fileURLToPath(import.meta.url), "utf8");
    const folders = readdirSync(cases).filter((name) => /^\d/.test(name));
    expect(folders).not.toEqual([]);
    expect(folders.filter((name) => !here.includes(`"${name}/`))).toEqual([]);
  });

  it.each<[folder: string, text: string, ids: number[]]>([
    // No blank is put before a text: "▁" is 3.
    ["13-metaspace-older-field/model", "a b", [1, 4, 3, 5]],
    ["13-metaspace-older-field/model-newer", "a b", [1, 4, 3, 5]],
    ["14-whitespace-punctuation/whitespace", "café naïve über", [2, 5, 6, 7, 3]],
    ["15-vocabulary-without-a/model", "12+3=15", [1, 4, 5, 13, 6, 14, 4, 8, 2]],
    ["17-tokenizer-config-disagrees/eos", "film", [1, 3, 9, 12, 15, 16, 2]],
    ["17-tokenizer-config-disagrees/no-post", "film", [1, 3, 9, 12, 15, 16]],
    ["17-tokenizer-config-disagrees/cased", "Good film", [2, 5, 7, 3]],
  ])("%s tokenizes %j as its makers do", async (folder, text, ids) => {
    expect([...(await model(folder)).tokenizer().encode(text).ids]).toEqual(ids);
  });

  it("19: a label word is the token that it is behind the text", async () => {
    const tokenizer = (await model("19-label-words-sentencepiece/model")).tokenizer();
    const [good, afterBlank] = [36, 37];
    expect([...tokenizer.following("0")]).toEqual([30]);
    expect([...tokenizer.continued("film: ", "good").continuation]).toEqual([afterBlank]);
    expect([...tokenizer.continued("film\n", "good").continuation]).toEqual([good]);
  });

  it.each<[string, string | RegExp]>([
    [
      "02-arc-numeric-keys/study.json",
      'arc.jsonl:4: "answerKey" must be one of "A", "B", "C", "D", got "4"; add it to labels',
    ],
    [
      "02-arc-numeric-keys/study-no-4.json",
      'arc-no-4.jsonl:13: "answerKey" must be one of "A", "B", "C", "D", got "2"; add it to labels',
    ],
    [
      "03-csv-mixed-line-ends/crlf-multiline.json",
      /^w2s: crlf-multiline\.csv:72: "label" must be 0 or 1, got "7"/,
    ],
    [
      "05-csv-float-labels/study.json",
      'labels.csv:7: "label" must be 0 or 1, got ""; leave such rows out with labels: { "": null }',
    ],
    ["07-json-of-other-makes/study.json", /^w2s: train\.json:2: .*say format: "jsonl"$/],
    [
      "09-delimited-of-other-makes/semicolon.json",
      'semicolon.csv: no column "text"; columns: "text;label"; are fields divided by ";"? say ' +
        "delimiter",
    ],
    [
      "09-delimited-of-other-makes/latin.json",
      "latin.csv:2: must be UTF-8, got other bytes; convert the file to UTF-8",
    ],
    [
      "09-delimited-of-other-makes/ragged.json",
      'ragged.tsv:43: must have 4 fields ("id", "question1", "question2", "is_duplicate"), got 3',
    ],
    [
      "10-hellaswag-labels/study-empty.json",
      /^w2s: with-empty\.jsonl:61: .*leave such rows out with labels: \{ "": null \}$/,
    ],
    [
      "18-folders-that-lack-files/study-adapter.json",
      /adapter_config\.json: its base "HuggingFaceTB\/SmolLM2-135M" cannot be read: .*get that model/,
    ],
    [
      "24-gguf-split-or-alone/study-alone-path.json",
      /tiny-Q8_0\.gguf: its metadata lack "llama\.context_length"; put the model's config\.json and tokenizer\.json beside it$/,
    ],
    [
      "25-weights-of-careless-writers/study-index.json",
      /4 of 4 shards are missing, .*it is not the index of model-00001-of-00002/,
    ],
    ["25-weights-of-careless-writers/study-nul-padding.json", /the header is filled up with NUL/],
    [
      "25-weights-of-careless-writers/study-trailing-bytes.json",
      /16 bytes follow the last tensor; .*write it again/,
    ],
    ["30-few-examples-same-model/study-same.json", /the only student is its own supervisor/],
    [
      "30-few-examples-same-model/study-same-renamed.json",
      /the only student is its own supervisor/,
    ],
  ])("refuse %s in one line", async (study, message) => {
    const { code, said } = await run(study);
    expect(code).toBe(2);
    const last = said.split("\n").at(-1);
    if (typeof message === "string") expect(last).toBe(`w2s: ${message}`);
    else expect(last).toMatch(message);
  });

  it("refuse a GGUF alone by its name, and ten examples by their counts", async () => {
    const folder = join(cases, "24-gguf-split-or-alone");
    const alone = await run(
      "24-gguf-split-or-alone/study-alone-name.json",
      "--models",
      join(folder, "models"),
    );
    expect(alone.said).toMatch(
      /tiny-GGUF\/tiny-Q8_0\.gguf: its metadata lack .*put the model's config/,
    );
    const few = await run("30-few-examples-same-model/study.json", "--limit", "10");
    expect(few.said).toMatch(/split needs two classes, got .*of 10 examples in all/);
  });

  it.each<[string, number]>([
    ["01-bert-gamma-beta/study.json", 80],
    ["03-csv-mixed-line-ends/crlf-header-lf-rows.json", 80],
    ["03-csv-mixed-line-ends/lf-header-crlf-rows.json", 80],
    ["04-jsonl-64bit-ids/study-id.json", 80],
    ["04-jsonl-64bit-ids/study-group.json", 80],
    ["05-csv-float-labels/study-empty-mapped.json", 79],
    ["05-csv-float-labels/study-jsonl.json", 79],
    ["07-json-of-other-makes/study-format.json", 80],
    ["08-parquet-shards/study-list.json", 80],
    ["08-parquet-shards/study-glob.json", 80],
    ["08-parquet-shards/study-folder.json", 80],
    ["08-parquet-shards/study-one.json", 40],
    ["10-hellaswag-labels/study.json", 120],
    ["10-hellaswag-labels/study-empty-mapped.json", 120],
    ["11-hh-prompt-inside/study.json", 118],
    ["18-folders-that-lack-files/study-vocab.json", 80],
    ["21-rope-theta-in-rope-scaling/study.json", 80],
    ["22-config-fields-left-out/study.json", 80],
    ["23-gguf-q6k-output/study.json", 80],
    ["24-gguf-split-or-alone/study.json", 80],
    ["24-gguf-split-or-alone/study-first.json", 80],
    ["25-weights-of-careless-writers/study-compiled-prefix.json", 80],
    ["29-lbfgs-not-converged/study.json", 80],
    ["30-few-examples-same-model/study.json", 80],
  ])("run %s on %i texts", async (study, texts) => {
    const { code, said } = await run(study);
    expect(said).toContain(`: ${texts} texts`);
    expect(code).toBe(0);
  });

  it("warn of prompts on both sides, rows left out, a regression that stopped early", async () => {
    const hh = (await run("11-hh-prompt-inside/study.json")).said;
    expect(hh).toContain(
      "warning   hh: 1 row left out: the right text and another one are the same",
    );
    expect(hh).toContain("warning   hh: 59 examples with 6 beginnings that other groups have too");
    const left = (await run("10-hellaswag-labels/study-empty-mapped.json")).said;
    expect(left).toContain("10 rows left out: labels maps the class to null");
    const early = await run("29-lbfgs-not-converged/study.json");
    expect(early.said).toMatch(/stopped after 2 iterations with a gradient of [\d.]+ left/);
    const [{ warnings }] = (await facts(early.out)).outcomes;
    expect(warnings[0]).toMatch(
      /^the supervisor, seed 0: the regression stopped after 2 iterations with/,
    );
  });

  it("give the AUROC of scores that saturate", async () => {
    const { out } = await run("28-auroc-saturated/study.ts");
    const { outcomes } = await facts(out);
    expect(outcomes).toHaveLength(1);
    const { weak, student, ceiling } = outcomes[0].scores;
    for (const { auroc } of [weak, student, ceiling]) expect(auroc.value).toBe(1);
  });

  it("have rope's theta wherever it stands, and refuse a factor without a type", async () => {
    const rope = async (name: string) =>
      (await model(`21-rope-theta-in-rope-scaling/${name}`)).config;
    const older = await rope("older");
    expect(older).toMatchObject({ rope: { type: "llama3", theta: 500_000 } });
    expect(await rope("nested")).toEqual(older);
    expect(await rope("newer")).toEqual(older);
    await expect(rope("factor-without-type")).rejects.toThrow(/has "factor" and no "rope_type"/);
  });

  it("have the family's sizes where a config has none, and ask for a model_type", async () => {
    const config = async (name: string) =>
      (await model(`22-config-fields-left-out/${name}`)).config;
    expect(await config("llama-bare")).toMatchObject({ maxPositions: 2048 });
    expect(await config("llama-max-sequence-length")).toMatchObject({ maxPositions: 2048 });
    await expect(config("bert-no-model-type")).rejects.toThrow(
      'for "BertForMaskedLM" add "model_type": "bert"',
    );
  });

  it("have the same weights by one file and by its index", async () => {
    const one = await model("25-weights-of-careless-writers/single-and-index");
    const prefixed = await model("25-weights-of-careless-writers/compiled-prefix");
    const shapes = one.architecture.parameters(one.layers);
    expect(Object.keys(prefixed.weights(shapes))).toEqual(Object.keys(one.weights(shapes)));
    one.close();
    prefixed.close();
  });

  describe.each([
    "27-export-without-padding/study.json",
    "27-export-without-padding/study-minus-one.json",
  ])("export %s", (study) => {
    let made: Awaited<ReturnType<typeof exported>>;
    beforeAll(async () => {
      made = await exported(study);
    });

    it("with one padding token by tokenizer and config", () => {
      const json = (name: string) => JSON.parse(readFileSync(join(made.folder, name), "utf8"));
      // Neither names one of its own that is in the vocabulary: texts' end, 2, is taken.
      expect(json("tokenizer_config.json").pad_token).toBe("</s>");
      expect(json("tokenizer.json").model.vocab["</s>"]).toBe(2);
      expect(json("config.json").pad_token_id).toBe(2);
    });

    it.skipIf(!torch)(
      "which transformers reads in batches, with the study's scores",
      () => {
        const { folder, pairs, first } = made;
        expect(pairs).toHaveLength(15);
        bySnippet(folder, pairs).forEach((value, i) => {
          // evidence.jsonl has six digits.
          expect(Math.abs(value - first[i]!), pairs[i]!.join(" | ")).toBeLessThan(2e-6);
        });
      },
      120_000,
    );
  });
});
