// w2s world and pretrain: an invented language, and models of it.

import type { Command } from "commander";
import type { PretrainFlags } from "../commands/pretrain.js";
import type { WorldFlags } from "../commands/world.js";
import { mostThreads, positive, wholeNumber } from "../options.js";
import { type Adding, jsonOption } from "./adding.js";

export function addWorld({ program, io, finish }: Adding): void {
  program
    .command("world <dir>")
    .description(
      "write a small invented language: tokenizer, pretraining sentences, tasks with exact " +
        "ground truth",
    )
    .option("--mixture <file>", "which skills are practised, how often and how hard (default: all)")
    .option("--seed <n>", "another world of the same mixture", wholeNumber("--seed", 0))
    .option("--examples <n>", "examples of each task", wholeNumber("--examples", 1))
    .action(async (dir: string, _: object, command: Command) => {
      const commands = await import("../commands/world.js");
      finish(await commands.world(dir, command.optsWithGlobals<WorldFlags>(), io));
    });
}

export function addPretrain({ program, io, finish }: Adding): void {
  program
    .command("pretrain <dir>")
    .description(
      "train a small language model on the text of a world; the same command goes on after a stop",
    )
    .option(
      "--recipe <file>",
      "all options from a file, such as a zoo model's recipe.json; others override it",
    )
    .option("--mixture <file>", "which skills are practised, how often and how hard (default: all)")
    .option("--width <n>", "features a token (default: 64)", wholeNumber("--width", 2))
    .option("--layers <n>", "transformer blocks (default: 2)", wholeNumber("--layers", 1))
    .option(
      "--heads <n>",
      "attention heads (default: one for 16 features)",
      wholeNumber("--heads", 1),
    )
    .option(
      "--feed-forward <n>",
      "width inside the feed-forward layers (default: twice the width)",
      wholeNumber("--feed-forward", 1),
    )
    .option("--sentences <n>", "sentences to read (default: 400000)", wholeNumber("--sentences", 1))
    .option("--batch-size <n>", "sentences a step (default: 256)", wholeNumber("--batch-size", 1))
    .option(
      "--learning-rate <x>",
      "Adam's step size at its largest (default: 0.003)",
      positive("--learning-rate"),
    )
    .option("--schedule <name>", "linear (default), cosine or constant")
    .option(
      "--warmup <x>",
      "share of the sentences over which the learning rate rises (default: 0.02)",
      Number,
    )
    .option("--seed <n>", "seed of the first weights (default: 0)", wholeNumber("--seed", 0))
    .option("--world-seed <n>", "seed of the text (default: 0)", wholeNumber("--world-seed", 0))
    .option(
      "--threads <n>",
      "threads to compute with (default: 1, best for small models)",
      wholeNumber("--threads", 1, mostThreads),
    )
    .option(...jsonOption, false)
    .action(async (dir: string, _: object, command: Command) => {
      const commands = await import("../commands/pretrain.js");
      finish(await commands.pretrain(dir, command.optsWithGlobals<PretrainFlags>(), io));
    });
}
