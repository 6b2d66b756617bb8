// w2s show, report and ls: what finished runs found.

import { type Command, Option } from "commander";
import type { DiagnosticsFlags } from "../commands/diagnostics.js";
import type { ShowFlags } from "../commands/show.js";
import { wholeNumber } from "../options.js";
import type { StoryFlags } from "../story.js";
import { type Adding, jsonOption } from "./adding.js";

/** As the lab's exampleKinds, which help should not wait for; a test compares them. */
export const exampleNames = [
  "overruled-right",
  "overruled-wrong",
  "copied-errors",
  "disagreements",
] as const;

/** As the lab's transcriptKinds; a test compares them. */
export const transcriptNames = ["all", "right", "wrong", "misjudged"] as const;

export function addLook(adding: Adding): void {
  addShow(adding);
  const { program, io, finish } = adding;
  program
    .command("report [run]")
    .description(
      "write report.html and figures of a finished run; print its chart and what was seen in words",
    )
    .option("--ascii", "print and draw with nothing but ASCII", false)
    .action(async (which: string | undefined, _: object, command: Command) => {
      const commands = await import("../commands/report.js");
      finish(await commands.report(which, command.optsWithGlobals<StoryFlags>(), io));
    });
  program
    .command("diagnostics [runs...]")
    .description(
      "what predicts a student's gain, over the cells of finished runs: misfit, disagreement, CAPA",
    )
    .option(...jsonOption, false)
    .option("--out <dir>", "draw the figures there, too")
    .action(async (which: string[], flags: DiagnosticsFlags) => {
      const commands = await import("../commands/diagnostics.js");
      finish(await commands.diagnostics(which, flags, io));
    });
  program
    .command("ls")
    .description("list the finished runs of this folder, latest first")
    .option(...jsonOption, false)
    .action(async (flags: { readonly json: boolean }) => {
      const commands = await import("../commands/ls.js");
      finish(await commands.ls(flags, io));
    });
}

function addShow({ program, io, finish }: Adding): void {
  program
    .command("show [run]")
    .description(
      "print the table of a finished run again, or single examples: a name below runs/, " +
        "a folder, " +
        "or the latest",
    )
    .option("--json", "the results and their record as one line of JSON", false)
    .option("--csv", "the rows as CSV", false)
    .option("--by <fact>", "the rows by a fact of the test examples, such as difficulty")
    .addOption(
      new Option(
        "--examples <kind>",
        "single test examples where the student overruled its supervisor, or repeated its errors",
      ).choices([...exampleNames]),
    )
    .addOption(
      new Option(
        "--transcripts <kind>",
        "what protocols of oversight asked, showed and checked of single test examples",
      ).choices([...transcriptNames]),
    )
    .option("--limit <n>", "at most n examples a row (default: 10)", wholeNumber("--limit", 1))
    .option("--task <name>", "examples, or rows by a fact, of this task alone")
    .option("--supervisor <label>", "of this supervisor alone")
    .option("--student <label>", "of this student alone")
    .addOption(new Option("--labels <kind>", "these labels alone").choices(["soft", "hard"]))
    .option("--method <name>", "of this method alone")
    .option("--seed <n>", "examples of this seed alone", wholeNumber("--seed", 0))
    .action(async (which: string | undefined, _: object, command: Command) => {
      const commands = await import("../commands/show.js");
      finish(await commands.show(which, command.optsWithGlobals<ShowFlags>(), io));
    });
}
