// The command line: which commands and options there are, and what their help says. Commands are
// loaded when they are called: help and complaints should not wait for the runtime.

import { Command, Help, type Option } from "commander";
import type { ExitCode } from "../exit.js";
import { columnsOf, type Io } from "../io.js";
import { refuseEmpty } from "../refuse-empty.js";
import { versions } from "../results/machine.js";
import { assertRuntimeLoads } from "../runtime-there.js";
import { addCluster } from "./cluster.js";
import { addExport, addLabels } from "./export.js";
import { addCache, addDoctor, addInit } from "./house.js";
import { addLabel } from "./label.js";
import { addLook } from "./look.js";
import { addPlayground } from "./playground.js";
import { addRun } from "./run.js";
import { addStudio } from "./studio.js";
import { addVerify } from "./verify.js";
import { addPretrain, addWorld } from "./world.js";

/** The whole command. `finish` hears the exit code of the action that ran. */
export function buildProgram(io: Io, finish: (code: ExitCode) => void): Command {
  const program = new Command("w2s")
    .description("Weak-to-strong generalization experiments from study files.")
    .version(versions().w2s ?? "unknown", "-V, --version", "print the version")
    .option("--no-color", "no colours and no escape codes (NO_COLOR)")
    .option("--verbose", "show stacks of errors (W2S_DEBUG=1)")
    .helpOption("-h, --help", "print this help")
    .configureHelp({ showGlobalOptions: true, optionDescription })
    .exitOverride()
    .hook("preAction", (_, command) => {
      refuseEmpty(command);
      assertRuntimeLoads();
    })
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: () => undefined, // main says it in the house's form
      getOutHelpWidth: () => columnsOf(io.stdout, io.env),
    });
  const adding = { program, io, finish };
  const groups = [
    addInit,
    addRun,
    addCluster,
    addExport,
    addLabels,
    addLabel,
    addLook,
    addStudio,
    addVerify,
    addWorld,
    addPretrain,
    addPlayground,
    addDoctor,
    addCache,
  ];
  for (const add of groups) add(adding);
  return program;
}

/** An option in the help. A default of false, or of nothing, goes without saying. */
function optionDescription(option: Option): string {
  const { defaultValue } = option;
  const isBare = defaultValue === false || (Array.isArray(defaultValue) && !defaultValue.length);
  const shown: Option = isBare
    ? Object.create(option, { defaultValue: { value: undefined } })
    : option;
  return new Help().optionDescription(shown);
}
