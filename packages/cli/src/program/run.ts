// w2s run and demo: what a run can be told.

import { type Command, Option } from "commander";
import type { RunFlags } from "../commands/run.js";
import { amount, collect, wholeNumber } from "../options.js";
import {
  type Adding,
  jsonOption,
  withMachineOptions,
  withSeedOptions,
  withStudyOptions,
} from "./adding.js";

export function addRun({ program, io, finish }: Adding): void {
  const run = program
    .command("run <study>")
    .description(
      "run a study file, or an experiment by its name: print its plan, do what is not cached, " +
        "print and write the results",
    )
    .option(
      "--task <what>",
      "run an experiment on this: a file, a recipe and its folder (sst2=data/sst2), a recipe " +
        "alone (sst2, from the hub), or world:NAME; may be repeated",
      collect,
      [],
    )
    .option(
      "--model <name>",
      "run an experiment on these models, from the weakest to the strongest: NAME or NAME:LAYER; " +
        "may be repeated",
      collect,
      [],
    );
  withRunOptions(run).action(async (study: string, _: object, command: Command) => {
    const commands = await import("../commands/run.js");
    finish(await commands.run(study, command.optsWithGlobals<RunFlags>(), io));
  });
  program
    .command("experiments")
    .description("list the experiments that come with w2s: w2s run NAME runs one")
    .action(async () => {
      const commands = await import("../commands/experiments.js");
      finish(await commands.listExperiments(io));
    });
  const demo = program
    .command("demo")
    .description(
      "see weak-to-strong generalization happen, in models that ship with w2s: table, chart, words",
    );
  withRunOptions(demo).action(async (_: object, command: Command) => {
    const commands = await import("../commands/demo.js");
    finish(await commands.demo(command.optsWithGlobals<RunFlags>(), io));
  });
}

/** Everything that a run can be told. */
function withRunOptions(command: Command): Command {
  const asked = withSeedOptions(withStudyOptions(command)).option(
    "--vary <key=values>",
    "run every row again with other values of one setting, such as epochs=50,800; may be " +
      "repeated",
    collect,
    [],
  );
  return withMachineOptions(withSharingOptions(withResultOptions(asked)));
}

/** What is computed, written and kept, and what it may cost. */
function withResultOptions(command: Command): Command {
  return command
    .option("--dry-run", "print the plan and do nothing", false)
    .option(...jsonOption, false)
    .option("--out <dir>", "folder for the results (default: runs/<study>)")
    .addOption(
      new Option(
        "--evidence [what]",
        "write what was said of single examples however many rows that is, with their texts or " +
          "places (default: up to 200,000 rows, with texts)",
      )
        .choices(["texts", "places"])
        .preset("texts"),
    )
    .option("--no-evidence", "write nothing of single examples")
    .addOption(
      new Option(
        "--max-cost <money>",
        "ask chat models for no more than this, in the unit of the study's prices: a plan that " +
          "may cost more is refused, and a run that comes to it stops",
      ).argParser(amount("--max-cost")),
    )
    .option(
      "--keep-weights",
      "keep the weights of finetuned models in the store, for w2s export",
      false,
    );
}

/** Who else computes: processes of this machine, workers of a queue, Slurm. */
function withSharingOptions(command: Command): Command {
  return command
    .option(
      "--workers <n>",
      "run in n processes of this machine, which share its cores and the store",
      wholeNumber("--workers", 1),
    )
    .option(
      "--queue <address>",
      "hand the steps to workers (w2s work) by a queue: redis://HOST:PORT, valkey:// or " +
        "postgres://HOST/DATABASE (W2S_QUEUE, which keeps a password out of the list of processes)",
    )
    .option(
      "--priority <n>",
      "among the runs of a queue, 1 to 1000; the highest is served first (default: 500)",
      wholeNumber("--priority", 1, 1000),
    )
    .option("--slurm", "submit the steps to Slurm as job arrays, and wait for them")
    .option(
      "--slurm-scripts <dir>",
      "write what --slurm would submit into a folder, and do nothing else",
    )
    .option(
      "--slurm-option <option>",
      "an option for sbatch, such as --slurm-option=--partition=gpu; may be repeated",
      collect,
      [],
    )
    .option(
      "--slurm-tasks <n>",
      "tasks of an array at most; each plans the study once (default: 64)",
      wholeNumber("--slurm-tasks", 1),
    )
    .option(
      "--tries <n>",
      "how often other processes try a pass that fails, or that takes its process with it " +
        "(default: 3)",
      wholeNumber("--tries", 1),
    );
}
