// w2s studio: a local web application.

import type { Command } from "commander";
import type { StudioFlags } from "../commands/studio.js";
import { wholeNumber } from "../options.js";
import type { Adding } from "./adding.js";

export function addStudio({ program, io, finish }: Adding): void {
  program
    .command("studio [folder]")
    .description(
      "open a folder in the browser: follow, read and compare its runs, label (default: this " +
        "folder)",
    )
    .option("--runs <dir>", "the folder whose folders are runs (default: runs in the folder)")
    .option(
      "--port <n>",
      "where to listen (default: 4747; 0: any)",
      wholeNumber("--port", 0, 65_535),
    )
    .option(
      "--host <address>",
      "let others in by this address; they need a token (W2S_STUDIO_TOKEN, else a drawn one)",
    )
    .option("--label-only", "nothing but labelling, for annotators: no runs, no evidence", false)
    .action(async (folder: string | undefined, _: object, command: Command) => {
      const commands = await import("../commands/studio.js");
      finish(await commands.studio(folder, command.optsWithGlobals<StudioFlags>(), io));
    });
}
