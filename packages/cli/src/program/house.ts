// w2s init, doctor and cache: a first study, the machine, the store.

import type { Command } from "commander";
import type { CacheFlags, PruneFlags } from "../commands/cache.js";
import type { DoctorFlags } from "../commands/doctor.js";
import type { InitFlags } from "../commands/init.js";
import { age, collect } from "../options.js";
import { type Adding, jsonOption, modelsOption, storeOption } from "./adding.js";

export function addInit({ program, io, finish }: Adding): void {
  program
    .command("init [dir]")
    .description(
      "write a first study, or one of your own data, into a folder, as a project for an editor; " +
        "overwrites nothing",
    )
    .option(
      "--from <file>",
      "your own data (CSV, TSV, JSONL, JSON, Parquet): columns are guessed, shown and written down",
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
  add("path", "print the store's folder").action(async (flags: CacheFlags) =>
    finish(await (await commands()).cachePath(flags, io)),
  );
  add("verify", "check every byte; damaged steps are set aside")
    .option(...jsonOption, false)
    .action(async (flags: CacheFlags) => finish(await (await commands()).cacheVerify(flags, io)));
  add("prune", "remove steps that a run can compute again")
    .option("--older-than <age>", "not used for this long: 90m, 12h, 30d, 2w", age)
    .option("--kind <kind>", "only steps of this kind, as cache ls names them")
    .option("--all", "everything", false)
    .option("--dry-run", "say what would go and remove nothing", false)
    .option(...jsonOption, false)
    .action(async (flags: PruneFlags) => finish(await (await commands()).cachePrune(flags, io)));
}
