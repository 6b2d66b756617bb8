// How a command ended that did not do what it was to do, in the line that its user reads.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { runCommand } from "./command.js";

/** The line with which a command fails. */
async function lineOf(...command: readonly string[]): Promise<string> {
  const folder = scratchFolder("command");
  const running = runCommand({
    ...{ name: "mine", command, cwd: folder, folder, env: process.env, timeoutMs: undefined },
    ...{ log: join(folder, "log.txt"), signal: new AbortController().signal },
    onWait: () => undefined,
  });
  return running.then(
    () => "it ended well",
    (error: Error) => error.message,
  );
}

describe("runCommand", () => {
  it.skipIf(process.platform === "win32")("says that a command was killed, and why", async () => {
    const why = /\(killed, as a system does that is out of memory\)/;
    const killed = await lineOf("sh", "-c", "kill -9 $$");
    expect(killed).toMatch(/^mine: sh ended with SIGKILL \(/);
    expect(killed).toMatch(why);
    // What a shell says whose own command was killed.
    const below = await lineOf("sh", "-c", "sh -c 'kill -9 $$'; exit $?");
    expect(below).toMatch(/^mine: sh ended with code 137 \(/);
    expect(below).toMatch(why);
    expect(await lineOf("sh", "-c", "exit 3")).not.toContain("killed");
  });

  it("says to whom wrote a line for a shell how a command is written", async () => {
    const words = /there is no such program; a command is a list of words, as in \["python3"/;
    expect(await lineOf("nosuch train.py {folder}")).toMatch(words);
    const shell = /there is no such program; no shell reads the command: name one, as in \["sh"/;
    expect(await lineOf("SEED=1", "nosuch")).toMatch(shell);
    expect(await lineOf("nosuch", "a", "&&", "b")).toMatch(shell);
    expect(await lineOf("nosuch", "train.py")).toMatch(/: there is no such program$/);
  });
});
