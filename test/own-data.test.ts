// `w2s init --from` on published files of five shapes, as they lie in the shared folder: what is
// guessed, and that the study can be planned with a real model.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { main } from "../packages/cli/src/main.js";
import { fakeStream } from "../packages/cli/test/fake-io.js";
import { scratchFolder } from "./scratch.js";

const shared = process.env.W2S_SHARED ?? fileURLToPath(new URL("../../shared", import.meta.url));
const data = join(shared, "data");
const cwd = scratchFolder("own-data");

async function w2s(...args: string[]) {
  const [stdout, stderr] = [fakeStream(), fakeStream()];
  const env = { W2S_STORE: join(cwd, "store"), HOME: cwd, HF_HUB_OFFLINE: "1" };
  const code = await main(args, { stdout, stderr, cwd, env });
  return { code, said: stdout.text + stderr.text };
}

describe.skipIf(!existsSync(data))("init --from", () => {
  it.each<[file: string, task: string, options: string[], gives: string]>([
    [
      "boolq/val.jsonl",
      "table",
      ['text: "{passage}\\n{question}"', 'label: "label"', 'group: "passage"'],
      '1,237 "false", 1,237 "true"',
    ],
    [
      "hellaswag/val.jsonl.gz",
      "choices",
      ['question: "ctx"', 'choices: "endings"', 'answer: "label"', 'answerIs: "index"'],
      '5,000 "wrong", 5,000 "right"',
    ],
    [
      "anli_r2/ANLI_analysis_r2_dev.csv",
      "table",
      ['text: "{context}\\n{statement}"', 'label: "gold_label"', 'group: "context"'],
      '333 "c", 334 "e", 333 "n"',
    ],
    [
      "true_false_statements/companies_true_false.csv",
      "table",
      ['text: "statement"', 'label: "label"'],
      '600 "0", 600 "1"',
    ],
    [
      "openai_moderation/samples-1680.jsonl.gz",
      "table",
      ['text: "prompt"', 'label: "S"', '"": null'],
      '237 "0", 237 "1"',
    ],
  ])(
    "reads %s",
    async (file, task, options, gives) => {
      const place = file.split("/")[0]!;
      const made = await w2s("init", place, "--from", join(data, file));
      expect(made.code, made.said).toBe(0);
      expect(made.said).toContain(`read as ${task}(...)`);
      expect(made.said).toContain(gives);
      const name = /wrote (\S+\.study\.ts)/.exec(made.said)![1]!;
      const text = readFileSync(join(cwd, place, name), "utf8");
      for (const option of options) expect(text).toContain(option);
      const models = join(shared, "models");
      const planned = await w2s("run", join(place, name), "--models", models, "--dry-run");
      expect(planned.code, planned.said).toBe(0);
      expect(planned.said).toMatch(/6 trials, \d+ steps/);
    },
    60_000,
  );
});
