// w2s export and labels export: what of a study other programs take over.

import { type Command, Option } from "commander";
import type { ExportFlags } from "../commands/export.js";
import type { LabelsFlags } from "../commands/labels.js";
import { collectSettings, wholeNumber } from "../options.js";
import { type Adding, withMachineOptions, withSeedOptions, withStudyOptions } from "./adding.js";

export function addExport({ program, io, finish }: Adding): void {
  const command = program
    .command("export <study>")
    .description(
      "write a trained model of a study, or of a finished run, as a folder that other programs " +
        "load",
    )
    .requiredOption("--to <dir>", "the folder to write")
    .addOption(
      new Option("--format <format>", "a Hugging Face folder, or ONNX")
        .choices(["hf", "onnx"])
        .default("hf"),
    )
    .option("--student <label>", "which student, as the table names it")
    .option("--method <name>", "which method, as the table names it")
    .option("--supervisor <label>", "whose labels")
    .addOption(new Option("--labels <kind>", "which labels").choices(["soft", "hard"]))
    .option("--task <name>", "which task")
    .option("--seed <n>", "which seed", wholeNumber("--seed", 0))
    .addOption(
      new Option("--role <role>", "which of a trial's models")
        .choices(["student", "ceiling", "supervisor"])
        .default("student"),
    )
    .option("--overwrite", "replace a folder that an earlier export wrote", false)
    .option("--set <key=value>", "as for w2s run", collectSettings, [])
    .option("--limit <n>", "as for w2s run", wholeNumber("--limit", 1));
  withMachineOptions(command).action(async (study: string, _: object, own: Command) => {
    const commands = await import("../commands/export.js");
    finish(await commands.exportStudent(study, own.optsWithGlobals<ExportFlags>(), io));
  });
}

export function addLabels({ program, io, finish }: Adding): void {
  const labels = program
    .command("labels")
    .description("what a study's supervisors say, for students that are trained elsewhere");
  const command = labels
    .command("export <study>")
    .description(
      "write texts, ids, splits and weak labels of a study, a file a task, supervisor, kind of " +
        "labels and seed",
    )
    .requiredOption("--to <dir>", "the folder to write")
    .option(
      "--arms <names>",
      "whose labels are written, too: uninformed, the supervisor's labels dealt out at random",
    )
    .option("--overwrite", "replace a folder that an earlier export wrote", false);
  withMachineOptions(withSeedOptions(withStudyOptions(command))).action(
    async (study: string, _: object, own: Command) => {
      const commands = await import("../commands/labels.js");
      finish(await commands.exportLabels(study, own.optsWithGlobals<LabelsFlags>(), io));
    },
  );
}
