// w2s playground: a static page, all in the browser.

import type { PlaygroundFlags } from "../commands/playground.js";
import type { Adding } from "./adding.js";

export function addPlayground({ program, io, finish }: Adding): void {
  program
    .command("playground")
    .description(
      "write a static page where the zoo's models are trained in the browser; any web server can " +
        "serve it",
    )
    .requiredOption("--to <dir>", "the folder to write, a new or an empty one")
    .option("--overwrite", "replace a page that was written there before", false)
    .action(async (flags: PlaygroundFlags) => {
      const commands = await import("../commands/playground.js");
      finish(await commands.playground(flags, io));
    });
}
