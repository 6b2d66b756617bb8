import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { fakeIo } from "../../test/fake-io.js";
import { buildProgram } from "./index.js";

/** A command and all below it. */
const below = (command: Command): Command[] => [command, ...command.commands.flatMap(below)];

const program = buildProgram(fakeIo("."), () => undefined);
const commands = below(program).map((command) => [command.name(), command] as const);

describe("the help", () => {
  it.each(commands)("of %s says an option's default once", (_, command) => {
    const help = command.createHelp();
    const given = { ...help, ...program.configureHelp() };
    for (const option of command.options) {
      const defaults = (given.optionDescription ?? help.optionDescription)(option).match(
        /\bdefault[: ]/g,
      );
      expect(defaults?.length ?? 0, option.flags).toBeLessThanOrEqual(1);
    }
  });

  it("of cache gc says its age as one is given", () => {
    const gc = below(program).find((command) => command.name() === "gc")!;
    expect(gc.helpInformation().replace(/\s+/g, " ")).toContain("90m, 12h, 30d, 2w (default: 1d)");
  });
});
