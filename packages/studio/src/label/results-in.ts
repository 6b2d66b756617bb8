// A session's results from its folder, whether or not a studio has it open: for whoever runs the
// study.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import type { SessionResults } from "./messages.js";
import { linesIn } from "./people-file.js";
import { projectFiles, readProject, readTruth } from "./project.js";
import { sessionResults } from "./results.js";
import { Standing } from "./standing.js";

/**
 * What people's answers come to so far; a last line that is half written is left out.
 * @param shown what messages call the folder; default: its path
 * @throws InputError for a folder that is no project, and where nobody said anything
 */
export async function sessionResultsIn(
  folder: string,
  shown = folder,
): Promise<{ readonly task: string; readonly closed: boolean; readonly results: SessionResults }> {
  const project = await readProject(folder);
  const path = join(folder, projectFiles.people);
  const text = await readFile(path, "utf8").catch(() => "");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const standing = new Standing(project.items, linesIn(whole, path));
  if (standing.total === 0) {
    throw new InputError(`${join(shown, projectFiles.people)}: has no answers yet`);
  }
  const results = sessionResults(project, standing, await readTruth(project));
  return { task: project.file.task, closed: standing.closed, results };
}
