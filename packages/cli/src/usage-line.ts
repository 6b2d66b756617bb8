// commander's complaints in the house's form: one line, near miss or next step at its end.

import { didYouMean } from "@w2s/base";
import type { Command, CommanderError } from "commander";
import { oneLine } from "./exit.js";

/** `unknown option "--sed"; did you mean "--seed"?` */
export function usageLine(
  error: CommanderError,
  program: Command,
  args: readonly string[] = [],
): string {
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const message = first.replaceAll("'", '"').replace(/\.$/, "");
  const near = /\(Did you mean (?:one of )?(.*)\?\)/.exec(rest.join(" "))?.[1];
  if (near !== undefined) return `${message}; did you mean ${quoteEach(near)}?`;
  if (error.code === "commander.help") return helpLine(program, args);
  if (error.code === "commander.unknownCommand")
    return `${message}; the commands are ${namesOf(program, groupIn(args, program))}`;
  const choice = wrongChoice(first);
  if (choice !== undefined) return choice;
  const command = commandIn(
    args.filter((word) => !word.startsWith("-")),
    program,
  );
  return `${oneLine([message, ...rest].join(" "))}; ${command} --help tells more`;
}

/** What an option of a few words refuses, in the house's form. */
function wrongChoice(message: string): string | undefined {
  const form = /^option '(--[\w-]+)[^']*' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/;
  const [, option, got, choices] = form.exec(message) ?? [];
  if (option === undefined) return undefined;
  const known = choices!.split(", ");
  return `${option}: must be one of ${choices}, got "${got}"${didYouMean(got!, known)}`;
}

/** "w2s labels export", as far as the words name commands. */
function commandIn([word = "", ...rest]: readonly string[], command: Command): string {
  const inner = command.commands.find((one) => one.name() === word);
  return inner === undefined ? command.name() : `${command.name()} ${commandIn(rest, inner)}`;
}

/** Help was all there was to give: of a group's name alone, or of a command that there is not. */
function helpLine(program: Command, args: readonly string[]): string {
  const group = groupIn(args, program);
  const [, asked] = args[0] === "help" ? args.filter((word) => !word.startsWith("-")) : [];
  if (group !== undefined || asked === undefined) return `say which: ${namesOf(program, group)}`;
  const known = program.commands.map((command) => command.name());
  const hint = didYouMean(asked, known) || `; the commands are ${namesOf(program)}`;
  return `help: unknown command "${asked}"${hint}`;
}

function quoteEach(words: string): string {
  return words
    .split(", ")
    .map((word) => `"${word}"`)
    .join(" or ");
}

/** The command of several that was called: "cache". */
function groupIn(args: readonly string[], program: Command): string | undefined {
  const groups = program.commands.filter(({ commands }) => commands.length > 0);
  return groups.find((command) => args.includes(command.name()))?.name();
}

function namesOf(program: Command, group?: string): string {
  const commands =
    program.commands.find((command) => command.name() === group)?.commands ?? program.commands;
  return commands
    .map((command) => `${group === undefined ? "" : `${group} `}${command.name()}`)
    .join(", ");
}
