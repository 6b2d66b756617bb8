// External steps: a folder is written, a command is run in it, and what it says is read back.

import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { ndarray } from "@w2s/grad";
import * as z from "zod";
import { type Codec, kept, type RunContext, type Step, type StepKind } from "../../engine/index.js";
import { decodeLabels, encodeLabels, type FitRows, type Labels } from "../../labels/index.js";
import type { Texts } from "../../reading/index.js";
import type { ChoiceShape } from "../../tasks/index.js";
import type { Fit } from "../student.js";
import { runCommand } from "./command.js";
import { type Inputs, type Job, writeJob } from "./folder.js";
import { readBack } from "./read-back.js";
import type { RunOf } from "./run-of.js";

/** What another program says, and the end of its log. */
export interface ExternalResult extends Fit {
  readonly log: string;
}

export interface ExternalValue {
  readonly program: RunOf;
  readonly task: string;
  readonly shape: ChoiceShape;
  readonly options: number;
  readonly optionNames: readonly string[];
  readonly texts: Texts;
  readonly rows: FitRows;
  readonly seed: number;
}

type ExternalStep = Step<ExternalResult, ExternalValue, { readonly labels: Step<Labels> }>;

/** Characters of a log that are kept beside a result. */
const logKept = 65_536;

const codec: Codec<ExternalResult> = {
  encode: ({ log, ...fit }) => {
    const { facts, arrays } = encodeLabels(fit);
    return { facts: { ...facts, log }, arrays };
  },
  decode: (stored) => ({
    ...decodeLabels(stored),
    ...z.object({ log: z.string() }).parse(stored.facts),
  }),
};

export const externalKind: StepKind<
  ExternalResult,
  ExternalValue,
  { readonly labels: Step<Labels> }
> = {
  name: "external",
  version: 1,
  codec,
  describe: ([step]) => ({ label: step!.label, unit: "commands", total: 1 }),
  cost: () => 1,
  rateKey: ([step]) => JSON.stringify(step!.value.program.identity),
  async run([step], context) {
    const started = performance.now();
    const result = await trained(step!, context);
    await context.keep(kept(step!, result), performance.now() - started);
    await context.removeScratch(step!);
  },
};

async function trained(step: ExternalStep, context: RunContext): Promise<ExternalResult> {
  const { value, inputs, label } = step;
  const { program, rows, options } = value;
  const { predictions } = program.recipe;
  const folder = context.scratchFolder(step);
  const inputsThere = await writeJob(folder, jobOf(value), await context.result(inputs.labels));
  const facts = { ...value, name: value.task };
  const read = () => readBack(label, predictions, folder, rows.predict, facts);
  const data = (await earlier(read)) ?? (await anew(step, folder, inputsThere, context, read));
  const log = await readFile(join(folder, "log.txt"), "utf8").catch(() => "");
  return {
    rows: rows.predict,
    probabilities: ndarray(data, [rows.predict.length, options]),
    log: log.slice(-logKept),
  };
}

/** What a run left that was cut off between its command's end and ours; undefined: none whole. */
async function earlier<T>(read: () => Promise<T>): Promise<T | undefined> {
  return read().catch((error: unknown) => {
    if (error instanceof InputError) return undefined;
    throw error;
  });
}

async function anew<T>(
  { value: { program }, label }: ExternalStep,
  folder: string,
  inputs: Inputs,
  context: RunContext,
  read: () => Promise<T>,
): Promise<T> {
  const { command, recipe, baseDir } = program;
  const { timeout, gpus, predictions } = recipe;
  const forget = () => rm(join(folder, predictions), { force: true });
  await forget();
  try {
    await runCommand({
      name: label,
      command: command.map((part) => part.replaceAll("{folder}", folder)),
      cwd: baseDir,
      env: {
        ...process.env,
        W2S_FOLDER: folder,
        ...(gpus !== undefined && { CUDA_VISIBLE_DEVICES: gpus }),
      },
      log: join(folder, "log.txt"),
      timeoutMs: timeout === undefined ? undefined : 1000 * timeout,
      signal: context.signal,
    });
    await inputs.check(label);
    return await read();
  } catch (error) {
    // What a command that failed has written is not taken by the next run.
    if (error instanceof InputError) await forget();
    throw error;
  }
}

function jobOf({ program, texts, ...value }: ExternalValue): Job {
  const { settings, recipe } = program;
  return { ...value, texts: texts.list, settings, predictions: recipe.predictions };
}
