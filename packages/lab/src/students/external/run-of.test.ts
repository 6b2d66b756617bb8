import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { findFiles, RunOf } from "./run-of.js";
import { external } from "./spec.js";

/** What names results of a command. */
async function identity(folder: string, command: readonly string[]) {
  const { program, recipe } = external({ command: [...command] });
  await findFiles(program, folder);
  return JSON.stringify(new RunOf(program, recipe).identity.files);
}

it("is named by a script's contents however the script is named, and by no binary's", async () => {
  const folder = scratchFolder("run-of");
  const script = join(folder, "train.sh");
  const named = [[script], ["./train.sh"], ["sh", "train.sh"], ["sh", script]];
  writeFileSync(script, "#!/bin/sh\nexit 1\n");
  chmodSync(script, 0o755);
  const before = await Promise.all(named.map((command) => identity(folder, command)));
  writeFileSync(script, "#!/bin/sh\nexit 2\n");
  const after = await Promise.all(named.map((command) => identity(folder, command)));
  for (const [i, one] of before.entries()) expect(after[i], named[i]!.join(" ")).not.toBe(one);
  expect(await identity(folder, [process.execPath, "{folder}"])).toBe("{}");
  expect(await identity(folder, [folder])).toBe("{}");
});
