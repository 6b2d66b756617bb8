// Options and arguments that are there and say nothing: mostly variables of a shell that were not
// set, and a path of no letters would be the current folder.

import { InputError } from "@w2s/base";
import type { Command } from "commander";

/** @throws InputError for the first of a command's options and arguments that is blank */
export function refuseEmpty(command: Command): void {
  const options = command.options.flatMap((option) => {
    const name = option.attributeName();
    const isSaid = command.getOptionValueSource(name) === "cli";
    return isSaid ? [[option.long ?? option.short!, command.getOptionValue(name)] as const] : [];
  });
  const given = command.registeredArguments.map(
    (argument, i) => [argument.name(), command.processedArgs[i] as unknown] as const,
  );
  const isBlank = (value: unknown) => typeof value === "string" && value.trim() === "";
  const blank = [...options, ...given].find(([, value]) =>
    Array.isArray(value) ? value.some(isBlank) : isBlank(value),
  );
  if (blank === undefined) return;
  throw new InputError(`${blank[0]}: must not be empty; is a variable of the shell not set?`);
}
