// w2s verify: the sources' claims against finished runs.

import type { Command } from "commander";
import type { VerifyFlags } from "../commands/verify.js";
import { collect } from "../options.js";
import {
  type Adding,
  jsonOption,
  withMachineOptions,
  withSeedOptions,
  withStudyOptions,
} from "./adding.js";

export function addVerify({ program, io, finish }: Adding): void {
  const command = program
    .command("verify [claims...]")
    .description(
      "hold the sources' claims against finished runs of their studies: all claims, or these; " +
        "the other options are those of w2s run, for --run",
    )
    .option("--run", "first run the studies that have no run yet", false)
    .option(
      "--runs <dir>",
      "a folder of runs to read; may be repeated, the first is where --run writes (default: runs)",
      collect,
      [],
    )
    .option("--since <what>", "say what changed since an earlier record, run or folder of runs")
    .option("--keep <record>", "let an earlier record stand for studies that have no run here")
    .option("--claims <file>", "other claims than those of the sources")
    .option("--out <file>", "the page to write, its record beside it (default: RUNS/claims.md)")
    .option(...jsonOption, false);
  withMachineOptions(withSeedOptions(withStudyOptions(command))).action(
    async (names: readonly string[], _: object, own: Command) => {
      const commands = await import("../commands/verify.js");
      finish(await commands.verify(names, own.optsWithGlobals<VerifyFlags>(), io));
    },
  );
}
