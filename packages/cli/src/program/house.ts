// w2s init, doctor and cache: a first study, the machine, the store.

import { type Command, Option } from "commander";
import type { CacheFlags, PruneFlags } from "../commands/cache.js";
import type { CopyFlags } from "../commands/cache-copy.js";
import type { GcFlags } from "../commands/cache-gc.js";
import type { DoctorFlags } from "../commands/doctor.js";
import type { InitFlags } from "../commands/init.js";
import { age, collect } from "../options.js";
import {
  type Adding,
  jsonOption,
  modelsOption,
  storeOption,
  withMachineOptions,
  withSeedOptions,
  withStudyOptions,
} from "./adding.js";

export function addInit({ program, io, finish }: Adding): void {
  program
    .command("init [dir]")
    .description(
      "write a first study, or one of your own data, into a folder, as a project for an editor; " +
        "overwrites nothing",
    )
    .option(
      "--from <file>",
      "your own data (CSV, TSV, JSONL, JSON, Parquet, Arrow): columns are guessed, shown and " +
        "written down",
    )
    .action(async (dir: string | undefined, flags: InitFlags) => {
      finish(await (await import("../commands/init.js")).init(dir, flags, io));
    });
}

export function addDoctor({ program, io, finish }: Adding): void {
  program
    .command("doctor")
    .description("check Node, the runtime, the store and the model folders")
    .option(...jsonOption, false)
    .option(...storeOption)
    .option(...modelsOption, collect, [])
    .action(async (_: object, command: Command) => {
      const commands = await import("../commands/doctor.js");
      finish(await commands.doctor(command.optsWithGlobals<DoctorFlags>(), io));
    });
}

export function addCache({ program, io, finish }: Adding): void {
  const cache = program
    .command("cache")
    .description("look into the store of step results, check it, make room");
  const commands = () => import("../commands/cache.js");
  const add = (name: string, description: string) =>
    cache
      .command(name)
      .description(description)
      .option(...storeOption);
  add("ls", "steps and bytes, by kind")
    .option(...jsonOption, false)
    .action(async (flags: CacheFlags) => finish(await (await commands()).cacheLs(flags, io)));
  add("path", "print where the store is").action(async (flags: CacheFlags) =>
    finish(await (await commands()).cachePath(flags, io)),
  );
  add("verify", "check every byte; damaged steps are set aside")
    .option(...jsonOption, false)
    .action(async (flags: CacheFlags) => finish(await (await commands()).cacheVerify(flags, io)));
  add("prune", "tell, or remove with --delete, steps by age or kind")
    .option("--older-than <age>", "not used for this long: 90m, 12h, 30d, 2w", age)
    .option("--kind <kind>", "only steps of this kind, as cache ls names them")
    .option("--all", "everything", false)
    .option("--delete", "remove them", false)
    .option(...jsonOption, false)
    .action(async (flags: PruneFlags) => finish(await (await commands()).cachePrune(flags, io)));
  addCopy(cache, { io, finish });
  addGc(cache, { io, finish });
}

function addCopy(cache: Command, { io, finish }: Omit<Adding, "program">): void {
  const copy = cache
    .command("copy [studies...]")
    .description(
      "copy steps into another store, a folder or a bucket: all, or those of studies' plans",
    )
    .requiredOption("--to <store>", "a folder, or s3://bucket/prefix")
    .option("--kind <kind>", "only steps of this kind, as cache ls names them")
    .option("--dry-run", "say what would be copied and write nothing", false)
    .option(...jsonOption, false);
  withMachineOptions(withSeedOptions(withStudyOptions(copy))).action(
    async (studies: string[], flags: CopyFlags) => {
      const commands = await import("../commands/cache-copy.js");
      finish(await commands.cacheCopy(studies, flags, io));
    },
  );
}

function addGc(cache: Command, { io, finish }: Omit<Adding, "program">): void {
  const gc = cache
    .command("gc <studies...>")
    .description("tell, or remove with --delete, the steps that no plan of these studies asks for")
    .addOption(
      new Option("--older-than <age>", "only what was not used for this long: 90m, 12h, 30d, 2w")
        .argParser(age)
        .default(age("1d"), "1d"),
    )
    .option("--delete", "remove them", false)
    .option(...jsonOption, false);
  withMachineOptions(withSeedOptions(withStudyOptions(gc))).action(
    async (studies: string[], flags: GcFlags) => {
      const commands = await import("../commands/cache-gc.js");
      finish(await commands.cacheGc(studies, flags, io));
    },
  );
}
