// w2s label: what people are asked in the studio, and what they said.

import type { Command } from "commander";
import type { LabelInitFlags } from "../commands/label.js";
import type { LabelResultsFlags } from "../commands/label-results.js";
import { positive, wholeNumber } from "../options.js";
import { type Adding, jsonOption, withSeedOptions } from "./adding.js";

export function addLabel({ program, io, finish }: Adding): void {
  const label = program
    .command("label")
    .description("people as supervisors: projects for the studio, and what came of them");
  const init = label
    .command("init <what>")
    .description(
      "make a labelling project of a study's task, or of a task: a file, a recipe " +
        "(sst2=data/sst2), world:NAME",
    )
    .option("--to <dir>", "the folder to write (default: labelling/<task>)")
    .option(
      "--split <names>",
      "which examples: transfer, validation, test, supervise (default: transfer,validation; " +
        "test with --assist)",
    )
    .option("--task <name>", "which of the study's tasks")
    .option("--items <n>", "at most n items, drawn", wholeNumber("--items", 1))
    .option("--limit <n>", "as for w2s run", wholeNumber("--limit", 1))
    .option("--annotators <names>", "who may label: names, with commas between (default: anybody)")
    .option("--per-item <n>", "annotators per item (default: 1)", wholeNumber("--per-item", 1))
    .option("--time-limit <seconds>", "seconds per item (default: none)", positive("--time-limit"))
    .option("--no-confidence", "do not ask how sure people are")
    .option(
      "--arms <names>",
      "what people have beside an item: alone, assisted, debate; of several each item draws one",
    )
    .option(
      "--assist <run>",
      "a finished run whose answers are shown: its student's to test, else its supervisor's",
    )
    .option("--student <label>", "which student of that run")
    .option("--method <name>", "which method of it")
    .option("--supervisor <label>", "which supervisor of it: whose labels taught, or who assists")
    .option(
      "--debates <run>",
      "a finished run whose debates are read (default: claims of the world)",
    )
    .option("--debate <label>", "which debate of that run")
    .option("--guidelines <file>", "Markdown to read beside the items")
    .option("--update", "write a project's items anew; what people said stays", false);
  withSeedOptions(init).action(async (what: string, flags: LabelInitFlags) => {
    finish(await (await import("../commands/label.js")).labelInit(what, flags, io));
  });
  label
    .command("results <dir>")
    .description("accuracy by what people had beside an item, and what help was worth")
    .option(...jsonOption, false)
    .action(async (dir: string, _: object, command: Command) => {
      const commands = await import("../commands/label-results.js");
      finish(await commands.labelResults(dir, command.optsWithGlobals<LabelResultsFlags>(), io));
    });
}
