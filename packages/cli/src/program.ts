// The command line: which commands and options there are, and what their help says. Commands are
// loaded when they are called: help and complaints should not wait for the runtime.

import { Command, Option } from "commander";
import type { ExitCode } from "./exit.js";
import type { Io } from "./io.js";
import { age, collect, positive, seedList, wholeNumber } from "./options.js";
import { versions } from "./results/machine.js";

const storeOption = [
  "--store <dir>",
  "where step results are kept (W2S_STORE, else the user's cache folder)",
] as const;
const modelsOption = [
  "--models <dir>",
  "folder with models, tried first; may be repeated (W2S_MODELS)",
] as const;
const deviceOption = ["--device <name>", "cpu, cuda or webgpu (W2S_DEVICE, else cpu)"] as const;
const jsonOption = ["--json", "only machine-readable lines on stdout"] as const;

type Action = (...args: never[]) => Promise<ExitCode>;
/** Turns an action into what commander calls: one that hands its exit code on. */
type Ending = (action: Action) => (...args: unknown[]) => Promise<void>;

/** The whole command. `finish` hears the exit code of the action that ran. */
export function buildProgram(io: Io, finish: (code: ExitCode) => void): Command {
  const ending =
    (action: Action) =>
    async (...args: unknown[]) =>
      finish(await action(...(args as never[])));
  const program = new Command("w2s")
    .description("Weak-to-strong generalization experiments from study files.")
    .version(versions().w2s ?? "unknown", "-V, --version", "print the version")
    .option("--no-color", "no colours and no escape codes (NO_COLOR)")
    .option("--verbose", "show stacks of errors (W2S_DEBUG=1)")
    .helpOption("-h, --help", "print this help")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: () => undefined, // main says it in the house's form
      getOutHelpWidth: () => io.stdout.columns ?? 100,
    });

  program
    .command("init [dir]")
    .description("write a first study, its data and a README into a folder; overwrites nothing")
    .action(
      ending(async (dir: string | undefined) => (await import("./commands/init.js")).init(dir, io)),
    );

  withRunOptions(
    program
      .command("run <study>")
      .description(
        "run a study: print its plan, do what is not cached, print and write the results",
      ),
  ).action(
    ending(async (study: string, _: unknown, command: Command) =>
      (await import("./commands/run.js")).run(study, command.optsWithGlobals(), io),
    ),
  );

  withRunOptions(
    program
      .command("demo")
      .description(
        "see weak-to-strong generalization happen, in models that ship with w2s: table, chart, " +
          "words",
      ),
  ).action(
    ending(async (_: unknown, command: Command) =>
      (await import("./commands/demo.js")).demo(command.optsWithGlobals(), io),
    ),
  );

  addExport(program, ending, io);

  program
    .command("show [run]")
    .description(
      "print the table of a finished run again: a name below runs/, a folder, or the latest",
    )
    .option("--json", "the results and their record as one line of JSON", false)
    .option("--csv", "the rows as CSV", false)
    .option("--by <fact>", "the rows by a fact of the test examples, such as difficulty")
    .action(
      ending(async (which: string | undefined, _: unknown, command: Command) =>
        (await import("./commands/show.js")).show(which, command.optsWithGlobals(), io),
      ),
    );

  program
    .command("report [run]")
    .description(
      "write report.html and figures of a finished run; print its chart and what was seen in " +
        "words",
    )
    .option("--ascii", "draw the chart with nothing but ASCII", false)
    .action(
      ending(async (which: string | undefined, _: unknown, command: Command) =>
        (await import("./commands/report.js")).report(which, command.optsWithGlobals(), io),
      ),
    );

  program
    .command("ls")
    .description("list the finished runs of this folder, latest first")
    .option(...jsonOption, false)
    .action(
      ending(async (flags: { json: boolean }) => (await import("./commands/ls.js")).ls(flags, io)),
    );

  program
    .command("world <dir>")
    .description(
      "write a small invented language: tokenizer, pretraining sentences, tasks with exact " +
        "ground truth",
    )
    .option("--mixture <file>", "which skills are practised, how often and how hard (default: all)")
    .option("--seed <n>", "another world of the same mixture", wholeNumber("--seed", 0))
    .option("--examples <n>", "examples of each task", wholeNumber("--examples", 1))
    .action(
      ending(async (dir: string, _: unknown, command: Command) =>
        (await import("./commands/world.js")).world(dir, command.optsWithGlobals(), io),
      ),
    );

  program
    .command("pretrain <dir>")
    .description(
      "train a small language model on the text of a world; the same command goes on after a stop",
    )
    .option(
      "--recipe <file>",
      "all options from a file, such as a zoo model's recipe.json; others override it",
    )
    .option("--mixture <file>", "which skills are practised, how often and how hard (default: all)")
    .option("--width <n>", "features a token (default: 64)", wholeNumber("--width", 2))
    .option("--layers <n>", "transformer blocks (default: 2)", wholeNumber("--layers", 1))
    .option(
      "--heads <n>",
      "attention heads (default: one for 16 features)",
      wholeNumber("--heads", 1),
    )
    .option(
      "--feed-forward <n>",
      "width inside the feed-forward layers (default: twice the width)",
      wholeNumber("--feed-forward", 1),
    )
    .option("--sentences <n>", "sentences to read (default: 400000)", wholeNumber("--sentences", 1))
    .option("--batch-size <n>", "sentences a step (default: 256)", wholeNumber("--batch-size", 1))
    .option(
      "--learning-rate <x>",
      "Adam's step size at its largest (default: 0.003)",
      positive("--learning-rate"),
    )
    .option("--schedule <name>", "linear (default), cosine or constant")
    .option(
      "--warmup <x>",
      "share of the sentences over which the learning rate rises (default: 0.02)",
      Number,
    )
    .option("--seed <n>", "seed of the first weights (default: 0)", wholeNumber("--seed", 0))
    .option("--world-seed <n>", "seed of the text (default: 0)", wholeNumber("--world-seed", 0))
    .option(
      "--threads <n>",
      "threads to compute with (default: 1, best for small models)",
      wholeNumber("--threads", 1),
    )
    .option(...jsonOption, false)
    .action(
      ending(async (dir: string, _: unknown, command: Command) =>
        (await import("./commands/pretrain.js")).pretrain(dir, command.optsWithGlobals(), io),
      ),
    );

  program
    .command("doctor")
    .description("check Node, the runtime, the store and the model folders")
    .option(...jsonOption, false)
    .option(...storeOption)
    .option(...modelsOption, collect, [])
    .action(
      ending(async (_: unknown, command: Command) =>
        (await import("./commands/doctor.js")).doctor(command.optsWithGlobals(), io),
      ),
    );

  addCacheCommands(program, ending, io);
  return program;
}

/** Everything that a run can be told. */
function withRunOptions(command: Command): Command {
  return command
    .option("--set <key=value>", "change one of the study's settings; may be repeated", collect, [])
    .option(
      "--limit <n>",
      "at most n examples of each task, for a quick trial",
      wholeNumber("--limit", 1),
    )
    .addOption(
      new Option("--seed <n>", "this seed alone")
        .argParser(wholeNumber("--seed", 0))
        .conflicts("seeds"),
    )
    .option("--seeds <n>", "seeds 0 to n - 1, or a list such as 1,2,7", seedList)
    .option("--dry-run", "print the plan and do nothing", false)
    .option(...jsonOption, false)
    .option(...storeOption)
    .option("--out <dir>", "folder for the results (default: runs/<study>)")
    .option(...modelsOption, collect, [])
    .option(
      "--threads <n>",
      "threads to compute with on the CPU (default: 2)",
      wholeNumber("--threads", 1),
    )
    .option(...deviceOption)
    .option(
      "--keep-weights",
      "keep the weights of finetuned models in the store, for w2s export",
      false,
    );
}

function addExport(program: Command, ending: Ending, io: Io): void {
  program
    .command("export <study>")
    .description(
      "write a trained model of a study, or of a finished run, as a folder that other programs " +
        "load",
    )
    .requiredOption("--to <dir>", "the folder to write")
    .addOption(
      new Option("--format <format>", "a Hugging Face folder, or ONNX")
        .choices(["hf", "onnx"])
        .default("hf"),
    )
    .option("--student <label>", "which student, as the table names it")
    .option("--method <name>", "which method, as the table names it")
    .option("--supervisor <label>", "whose labels")
    .addOption(new Option("--labels <kind>", "which labels").choices(["soft", "hard"]))
    .option("--task <name>", "which task")
    .option("--seed <n>", "which seed", wholeNumber("--seed", 0))
    .addOption(
      new Option("--role <role>", "which of a trial's models")
        .choices(["student", "ceiling", "supervisor"])
        .default("student"),
    )
    .option("--overwrite", "replace a folder that has files in it", false)
    .option("--set <key=value>", "as for w2s run", collect, [])
    .option("--limit <n>", "as for w2s run", wholeNumber("--limit", 1))
    .option(...storeOption)
    .option(...modelsOption, collect, [])
    .option(
      "--threads <n>",
      "threads to compute with on the CPU (default: 2)",
      wholeNumber("--threads", 1),
    )
    .option(...deviceOption)
    .action(
      ending(async (study: string, _: unknown, command: Command) =>
        (await import("./commands/export.js")).exportStudent(study, command.optsWithGlobals(), io),
      ),
    );
}

function addCacheCommands(program: Command, ending: Ending, io: Io): void {
  const cache = program
    .command("cache")
    .description("look into the store of step results, check it, make room");
  const commands = () => import("./commands/cache.js");
  const add = (name: string, description: string) =>
    cache
      .command(name)
      .description(description)
      .option(...storeOption);
  add("ls", "steps and bytes, by kind")
    .option(...jsonOption, false)
    .action(ending(async (flags: object) => (await commands()).cacheLs(flags, io)));
  add("path", "print the store's folder").action(
    ending(async (flags: object) => (await commands()).cachePath(flags, io)),
  );
  add("verify", "check every byte; damaged steps are set aside")
    .option(...jsonOption, false)
    .action(ending(async (flags: object) => (await commands()).cacheVerify(flags, io)));
  add("prune", "remove steps that a run can compute again")
    .option("--older-than <age>", "not used for this long: 90m, 12h, 30d, 2w", age)
    .option("--kind <kind>", "only steps of this kind, as cache ls names them")
    .option("--all", "everything", false)
    .option("--dry-run", "say what would go and remove nothing", false)
    .option(...jsonOption, false)
    .action(ending(async (flags: object) => (await commands()).cachePrune(flags, io)));
}
