// A world as a folder: what `w2s world` writes, and what pretraining and studies read.

import { readdir } from "node:fs/promises";
import { InputError, writeNewFiles } from "@w2s/base";
import { defaultMixture } from "./default-mixture.js";
import { type Mixture, parseMixture } from "./mixture.js";
import { mixtureText } from "./mixture-text.js";
import { type PartedSkill, partedSkills } from "./parts/index.js";
import { worldProblems } from "./problems.js";
import { sentenceText } from "./sentence.js";
import { type WorldTaskOptions, worldRows, worldTaskNames } from "./tasks.js";
import { worldTokenizer } from "./tokenizer.js";
import { worldReadme } from "./world-readme.js";

/** What a written world holds. */
export interface WorldOptions {
  /** Default: the default mixture. */
  readonly mixture?: Mixture;
  /** Seed of the text and of the tasks; default 0. */
  readonly seed?: number;
  /** Rows of each task; default 2000. */
  readonly examples?: number;
}

const SAMPLE_SENTENCES = 200;
const PARTED_PROBLEMS = 100;

/**
 * Writes `mixture.json`, `tokenizer.json`, `tokenizer_config.json`, `sample.txt` (the first 200
 * sentences), `tasks/<name>.jsonl`, `parts/<skill>.jsonl` (the first 100 problems of a skill's
 * task, taken apart) and `README.md`. The same options give the same bytes.
 * @returns the files' paths in the folder, in the order in which they were written
 * @throws InputError when the folder has something in it, and as `worldTask`; what the file system
 * throws, and then nothing is left of them
 */
export async function writeWorld(options: WorldOptions, folder: string): Promise<string[]> {
  await assertEmpty(folder);
  const files = worldFiles(options);
  await writeNewFiles(folder, files);
  return files.map(([name]) => name);
}

function worldFiles(options: WorldOptions): [path: string, text: string][] {
  const { mixture = parseMixture(defaultMixture), seed = 0, examples = 2000 } = options;
  const { tokenizer, config } = worldTokenizer();
  const sample: string[] = [];
  for (const sentence of mixtureText(mixture, seed)) {
    if (sample.push(sentenceText(sentence)) === SAMPLE_SENTENCES) break;
  }
  const tasks = worldTaskNames.map((name): [string, string] => {
    const lines = [...worldRows(name, { seed, examples })].map((row) => JSON.stringify(row));
    return [`tasks/${name}.jsonl`, fileText(lines)];
  });
  return [
    ["mixture.json", `${JSON.stringify(mixture, null, 2)}\n`],
    ["tokenizer.json", tokenizer],
    ["tokenizer_config.json", config],
    ["sample.txt", fileText(sample)],
    ...tasks,
    ...partedSkills.map((skill): [string, string] => [
      `parts/${skill}.jsonl`,
      fileText(partedLines(skill, { seed, examples: Math.min(examples, PARTED_PROBLEMS) })),
    ]),
    ["README.md", worldReadme(mixture, seed, examples)],
  ];
}

/** A check is written as the place of its part, from 0, and the answer that the part must have. */
function partedLines(skill: PartedSkill, options: WorldTaskOptions): string[] {
  return [...worldProblems(skill, options)].map(({ parts, witnesses, ...problem }) => {
    const place = new Map(parts.map(({ question }, at) => [question, at]));
    return JSON.stringify({
      ...problem,
      parts: parts.map(({ question, right }) => ({ question, answer: right })),
      witnesses: witnesses.map(({ checks, ...witness }) => ({
        ...witness,
        checks: checks.map(({ question, answer }) => [place.get(question), answer]),
      })),
    });
  });
}

function fileText(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}

async function assertEmpty(folder: string): Promise<void> {
  const found = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    const what = cause.code === "ENOTDIR" ? "must be a folder, got a file" : "cannot be read";
    throw new InputError(`${folder}: ${what}${cause.code === "ENOTDIR" ? "" : `: ${cause.code}`}`, {
      cause,
    });
  });
  if (found.length === 0) return;
  throw new InputError(
    `${folder}: must be new or empty, got ${found.length} files; name another folder`,
  );
}
