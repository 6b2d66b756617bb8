// w2s status and work: how a run goes that several share, and taking part in one.

import type { Command } from "commander";
import type { StatusFlags } from "../commands/status.js";
import type { WorkFlags } from "../commands/work.js";
import { collect, wholeNumber } from "../options.js";
import { type Adding, jsonOption, modelsOption, storeOption } from "./adding.js";

export function addCluster({ program, io, finish }: Adding): void {
  program
    .command("status [run]")
    .description("who works on what of a run that several share: rates, time left, what failed")
    .option(...jsonOption, false)
    .action(async (which: string | undefined, _: object, command: Command) => {
      const commands = await import("../commands/status.js");
      finish(await commands.status(which, command.optsWithGlobals<StatusFlags>(), io));
    });
  program
    .command("work")
    .description("run steps of others' runs, from a queue, until it is told to stop (SIGTERM)")
    .option("--queue <address>", "redis://HOST:PORT, valkey:// or postgres://HOST/DB (W2S_QUEUE)")
    .option("--slots <n>", "passes at a time, each in a process", wholeNumber("--slots", 1), 1)
    .option("--device <name>", "cpu, cuda or webgpu (W2S_DEVICE, else cpu)")
    .option(...storeOption)
    .option(...modelsOption, collect, [])
    .action(async (_: object, command: Command) => {
      const commands = await import("../commands/work.js");
      finish(await commands.work(command.optsWithGlobals<WorkFlags>(), io));
    });
}
