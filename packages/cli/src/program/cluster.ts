// w2s status: how a run goes that several share.

import type { Command } from "commander";
import type { StatusFlags } from "../commands/status.js";
import { type Adding, jsonOption } from "./adding.js";

export function addCluster({ program, io, finish }: Adding): void {
  program
    .command("status [run]")
    .description("who works on what of a run that several share: rates, time left, what failed")
    .option(...jsonOption, false)
    .action(async (which: string | undefined, _: object, command: Command) => {
      const commands = await import("../commands/status.js");
      finish(await commands.status(which, command.optsWithGlobals<StatusFlags>(), io));
    });
}
