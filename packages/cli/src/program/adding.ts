// What the commands of a group need to be added, and the options that several share.

import { type Command, Option } from "commander";
import type { ExitCode } from "../exit.js";
import type { Io } from "../io.js";
import {
  collect,
  collectSettings,
  mostThreads,
  refuseTwoSeeds,
  seedList,
  wholeNumber,
} from "../options.js";

/** Where a command is added, and who hears how it ended. */
export interface Adding {
  readonly program: Command;
  readonly io: Io;
  /** Hears the exit code of the action that ran. */
  readonly finish: (code: ExitCode) => void;
}

export const jsonOption = ["--json", "only machine-readable lines on stdout"] as const;
export const storeOption = [
  "--store <place>",
  "where step results are kept: a folder, or s3://bucket/prefix (W2S_STORE, else the user's " +
    "cache folder)",
] as const;
export const modelsOption = [
  "--models <dir>",
  "folder with models, tried first; may be repeated (W2S_MODELS)",
] as const;

/** Where a command computes: store, models, threads, device. */
export function withMachineOptions(command: Command): Command {
  return command
    .option(...storeOption)
    .option(...modelsOption, collect, [])
    .option(
      "--threads <n>",
      "threads to compute with on the CPU (default: 2)",
      wholeNumber("--threads", 1, mostThreads),
    )
    .option("--device <name>", "cpu, cuda or webgpu (W2S_DEVICE, else cpu)");
}

/** Which part of which study is meant. */
export function withStudyOptions(command: Command): Command {
  return command
    .option(
      "--set <key=value>",
      "change one of the study's settings, such as epochs=50, students.0.epochs=50 or " +
        "task.limit=200; may be repeated",
      collectSettings,
      [],
    )
    .option(
      "--only <part=name>",
      "only this task, supervisor, student or method, such as task=sst2,method=naive; may be " +
        "repeated",
      collect,
      [],
    )
    .option(
      "--limit <n>",
      "about n rows of each source of a task (pairs or questions where a row is one), for a " +
        "quick trial",
      wholeNumber("--limit", 1),
    );
}

/** Which seeds, in place of the study's own. */
export function withSeedOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--seed <n>", "this seed alone")
        .argParser(wholeNumber("--seed", 0))
        .conflicts("seeds"),
    )
    .option("--seeds <n>", "seeds 0 to n - 1, or a list such as 1,2,7", seedList)
    .hook("preAction", (_, called) => refuseTwoSeeds(called.opts()));
}
