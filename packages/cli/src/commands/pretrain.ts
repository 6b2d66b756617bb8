// w2s pretrain: trains a small language model on the world's text into a Hugging Face folder. See
// docs/zoo.md.

import { basename, relative, resolve } from "node:path";
import { plain } from "@w2s/base";
import { nodeRuntime } from "@w2s/grad";
import {
  type ModelCard,
  type PretrainOptions,
  type PretrainRecipe,
  pretrainFolder,
  pretrainRecipe,
  readMixture,
  readPretrainOptions,
} from "@w2s/world";
import { type ExitCode, exitCode } from "../exit.js";
import { isInterrupt } from "../interrupt.js";
import type { Io } from "../io.js";
import { reporterFor } from "../progress/index.js";
import type { RunReporter } from "../progress/run-reporter.js";
import { cannotWrite, isSystemError } from "../results/write-error.js";
import { tell } from "../table/wrap.js";
import { count } from "../text.js";

export interface PretrainFlags {
  readonly recipe?: string;
  readonly mixture?: string;
  readonly width?: number;
  readonly layers?: number;
  readonly heads?: number;
  readonly feedForward?: number;
  readonly sentences?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly schedule?: string;
  readonly warmup?: number;
  readonly seed?: number;
  readonly worldSeed?: number;
  readonly threads?: number;
  readonly json: boolean;
  readonly color: boolean;
}

/**
 * @throws InputError for options that do not fit or a folder with other things in it; an interrupt
 * is not a failure.
 */
export async function pretrain(dir: string, flags: PretrainFlags, io: Io): Promise<ExitCode> {
  const recipe = recipeOf(flags, io);
  const folder = resolve(io.cwd, dir);
  const reporter = reporterFor(io, flags);
  try {
    const card = await io.interruptible((signal) =>
      train(folder, recipe, flags, reporter, signal).catch((error: unknown) => {
        if (isInterrupt(error, signal)) return undefined;
        throw isSystemError(error) ? cannotWrite(folder, error, "w2s pretrain DIR") : error;
      }),
    );
    reporter.close();
    if (card === undefined) {
      reporter.note("interrupted: a checkpoint is kept; the same command goes on from there");
      return exitCode.interrupted;
    }
    tellCard(card, relative(io.cwd, folder) || ".", flags, io);
    return exitCode.ok;
  } finally {
    reporter.close();
  }
}

const recipeFlags = [
  ...["width", "layers", "heads", "feedForward", "sentences", "batchSize"],
  ...["learningRate", "schedule", "warmup", "seed", "worldSeed"],
] as const;

/** The recipe's file first, then what the other options say. */
function recipeOf(flags: PretrainFlags, io: Io): PretrainRecipe {
  const file = flags.recipe === undefined ? undefined : resolve(io.cwd, flags.recipe);
  const given = Object.entries(flags).filter(([name]) =>
    (recipeFlags as readonly string[]).includes(name),
  );
  const options = {
    ...(file === undefined ? {} : readPretrainOptions(file)),
    ...(flags.mixture === undefined
      ? {}
      : { mixture: readMixture(resolve(io.cwd, flags.mixture)) }),
    ...Object.fromEntries(given),
  } as PretrainOptions;
  return pretrainRecipe(options, file === undefined ? "pretrain" : relative(io.cwd, file));
}

async function train(
  folder: string,
  recipe: PretrainRecipe,
  flags: PretrainFlags,
  reporter: RunReporter,
  signal: AbortSignal,
): Promise<ModelCard> {
  const started = performance.now();
  let before = 0;
  const work = () => ({
    kind: "pretrain",
    label: basename(folder),
    unit: "sentences",
    total: recipe.sentences - before,
  });
  let begun = false;
  const begin = () => {
    if (!begun) reporter.begin(work());
    begun = true;
  };
  const card = await pretrainFolder(folder, recipe, {
    runtime: nodeRuntime,
    signal,
    ...(flags.threads === undefined ? {} : { threads: flags.threads }),
    onResume: (sentences) => {
      before = sentences;
      reporter.note(`${basename(folder)}: going on after ${count(sentences)} sentences`);
    },
    onProgress: (sentences, loss) => {
      begin();
      reporter.progress(sentences - before, loss);
    },
  });
  if (begun) reporter.end(work(), performance.now() - started);
  return card;
}

function tellCard(card: ModelCard, place: string, flags: PretrainFlags, io: Io): void {
  if (flags.json) {
    io.stdout.write(`${JSON.stringify({ event: "done", folder: place, card })}\n`);
    return;
  }
  const width = Math.max(...card.skills.map(({ skill }) => skill.length));
  for (const { skill, practised, right, asked } of card.skills) {
    const note =
      practised === "yes" ? "" : practised === "no" ? "  (not practised)" : "  (shuffled answers)";
    const share = (right / asked).toFixed(3).replace(/^0/, "");
    io.stdout.write(`${skill.padEnd(width)}  ${share}${note}\n`);
  }
  const sizes = `${count(card.parameters)} parameters, ${count(card.tokens)} tokens`;
  io.stderr.write("\n");
  tell(io.stderr, `${sizes}; accuracy on held-out questions, chance .5`, io);
  tell(io.stderr, `written to ${plain(place)}; what it learnt in full: README.md there`, io);
}
