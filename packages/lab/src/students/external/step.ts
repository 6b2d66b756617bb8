// External steps: a folder is written, a command is run in it, and what it says is read back.

import { join } from "node:path";
import { InputError, makeFolder } from "@w2s/base";
import { ndarray } from "@w2s/grad";
import * as z from "zod";
import { type Codec, kept, type RunContext, type Step, type StepKind } from "../../engine/index.js";
import { decodeLabels, encodeLabels, type FitRows, type Labels } from "../../labels/index.js";
import type { Texts } from "../../reading/index.js";
import type { ChoiceShape } from "../../tasks/index.js";
import type { Fit } from "../student.js";
import { graceMs, runCommand } from "./command.js";
import { type Job, type WrittenFiles, writeJob } from "./folder.js";
import { inFolder } from "./folder-lock.js";
import { cardsOf, gpusToAsk, gpuVariables, withCards } from "./gpus.js";
import { endLeftRunning } from "./left-running.js";
import { logEnd } from "./log-end.js";
import { PredictionsFile } from "./predictions-file.js";
import { readBack } from "./read-back.js";
import { redacted } from "./redact.js";
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
  gpus([step]) {
    const { gpus } = step!.value.program.recipe;
    return gpus === undefined ? undefined : gpusToAsk(gpus);
  },
  async run([step], context) {
    const { label } = step!;
    const onWait = (who: string) => context.warn(`${label}: waits for ${who}, which works on it`);
    const waiting = { signal: context.signal, onWait };
    await inFolder(context.scratchFolder(step!), waiting, async () => {
      const started = performance.now();
      // Whoever was there before may have done it since this run was planned.
      const result = (await context.recorded(step!)) ?? (await trained(step!, context));
      await context.keep(kept(step!, result), performance.now() - started);
      await context.removeScratch(step!);
    });
  },
};

interface CommandPredictions {
  /** [rows to predict, options]. */
  readonly data: Float32Array<ArrayBuffer>;
  readonly log: string;
}

async function trained(step: ExternalStep, context: RunContext): Promise<ExternalResult> {
  const { value, inputs, label } = step;
  const { program, rows, options } = value;
  const folder = context.scratchFolder(step);
  const { signal } = context;
  await makeFolder(folder);
  await endLeftRunning(folder, { name: label, log: join(folder, "log.txt"), signal, graceMs });
  const inputsThere = await writeJob(folder, jobOf(value), await context.result(inputs.labels));
  const facts = { ...value, name: value.task };
  const file = new PredictionsFile(folder, program.recipe.predictions);
  const read = () => readBack(label, file.name, folder, rows.predict, facts);
  const { data, log } =
    (await earlier(file, read)) ?? (await anew(step, file, inputsThere, context, read));
  return { rows: rows.predict, probabilities: ndarray(data, [rows.predict.length, options]), log };
}

type Read = () => Promise<CommandPredictions["data"]>;

/** What a run left that was cut off after all was checked, before it was kept. */
async function earlier(file: PredictionsFile, read: Read): Promise<CommandPredictions | undefined> {
  const log = await file.accepted();
  if (log === undefined) return undefined;
  try {
    return { data: await read(), log };
  } catch (error) {
    // Accepted by another version.
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

async function anew(
  { value: { program }, label }: ExternalStep,
  file: PredictionsFile,
  inputs: WrittenFiles,
  context: RunContext,
  read: Read,
): Promise<CommandPredictions> {
  const { command, recipe, baseDir } = program;
  const { timeout, gpus } = recipe;
  const { folder } = file;
  const env = { ...process.env, ...gpuVariables(gpus, process.env) };
  const log = join(folder, "log.txt");
  await file.clear();
  await program.assertSameFiles(label);
  const { signal } = context;
  const wait = (card: string) => ({
    signal,
    onWait: (who: string) => context.warn(`${label}: waits for GPU ${card}, which ${who} has`),
  });
  await withCards(cardsOf(gpus, process.env), wait, () =>
    runCommand({
      name: label,
      command: command.map((part) => part.replaceAll("{folder}", folder)),
      cwd: baseDir,
      folder,
      env,
      log,
      timeoutMs: timeout === undefined ? undefined : 1000 * timeout,
      signal,
      onWait: (line) => context.warn(line),
    }),
  );
  try {
    await inputs.check(label);
    await program.assertSameFiles(label);
    const said = { data: await read(), log: await endOfLog(log, env) };
    await file.accept(said.log);
    return said;
  } catch (error) {
    throw error instanceof InputError ? await refused(label, file, error) : error;
  }
}

/** Says whose predictions are refused, and where they can be looked at. */
async function refused(
  label: string,
  file: PredictionsFile,
  cause: InputError,
): Promise<InputError> {
  const aside = await file.setAside();
  const where = aside === undefined ? `its folder is ${file.folder}` : `they are kept as ${aside}`;
  const whose = cause.message.startsWith(label) ? "" : `${label}: `;
  return new InputError(`${whose}${cause.message}; ${where}`, { cause });
}

async function endOfLog(log: string, env: NodeJS.ProcessEnv): Promise<string> {
  // A character takes 3 bytes at most. Cut after, so that no half of a secret begins it.
  return redacted(await logEnd(log, 6 * logKept), env).slice(-logKept);
}

function jobOf({ program, texts, ...value }: ExternalValue): Job {
  const { settings, recipe } = program;
  return { ...value, texts: texts.list, settings, predictions: recipe.predictions };
}
