// w2s status: who works on what of a run that is handed out to several.

import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { InputError, plain } from "@w2s/base";
import { readStatus, type Status, statusLines } from "@w2s/cluster";
import { type ExitCode, exitCode } from "../exit.js";
import { type Io, sentenceColumns } from "../io.js";
import { wrapWhole } from "../table/wrap.js";

export interface StatusFlags {
  readonly json: boolean;
}

/**
 * Prints the status of a run: a name, a folder, or the one that was written last. A status that is
 * damaged gets a line, and hides no other.
 */
export async function status(
  which: string | undefined,
  flags: StatusFlags,
  io: Io,
): Promise<ExitCode> {
  const onDamaged = (line: string) => void io.stderr.write(`${plain(line)}\n`);
  const found = await statusOf(which, io.cwd, onDamaged);
  if (flags.json) io.stdout.write(`${JSON.stringify(found)}\n`);
  else {
    const width = sentenceColumns(io.stdout, io.env);
    const lines = statusLines(found, io.now(), width).flatMap((line) => inside(line, width));
    io.stdout.write(`${lines.join("\n")}\n`);
  }
  return exitCode.ok;
}

/** The line over as many as it needs, each after its blanks; paths stay whole. */
function inside(line: string, width: number): string[] {
  const text = line.trimStart();
  const blanks = line.slice(0, line.length - text.length);
  return wrapWhole(text, width - blanks.length, 2).map((each) => blanks + each);
}

async function statusOf(
  which: string | undefined,
  cwd: string,
  onDamaged: (line: string) => void,
): Promise<Status> {
  const root = join(cwd, "runs");
  const folders =
    which === undefined
      ? (await readdir(root).catch(() => [])).sort().map((name) => join(root, name))
      : [resolve(cwd, which), join(root, which)];
  const read = await Promise.allSettled(folders.map((folder) => readStatus(folder)));
  const faults = read.flatMap((one) => (one.status === "rejected" ? [one.reason as Error] : []));
  const latest = read
    .flatMap((one) => (one.status === "fulfilled" && one.value ? [one.value] : []))
    .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))[0];
  const [only, ...others] = faults;
  if (latest === undefined && only !== undefined && others.length === 0) throw only;
  for (const fault of faults) onDamaged(fault.message);
  if (latest !== undefined) return latest;
  const what = which === undefined ? "no run below runs/ has" : `no run "${which}" with`;
  throw new InputError(
    `${what} a status; w2s run STUDY with --workers, --queue or --slurm writes one`,
  );
}
