// For tests: tasks of made-up words, their rooms, and steps run in a store of a test's own.

import { tmpdir } from "node:os";
import { Graph, type ResultCache, runSteps, type Step } from "../src/engine/index.js";
import { OpenModels } from "../src/plan/models.js";
import { TaskRoom } from "../src/plan/task-room.js";
import { random } from "../src/random.js";
import type { Reporter } from "../src/reporter.js";
import type { Store } from "../src/store/index.js";
import type { StudentSpec } from "../src/students/index.js";
import { loadTask, rows, table } from "../src/tasks/index.js";
import type { Task } from "../src/tasks/task.js";

/** Texts of five of 30 made-up words; the class is the sign of the words' hidden weights. */
export function wordsTask(examples: number, name = "words"): Task {
  const draw = random(3, "words of a test");
  const words = Array.from({ length: 30 }, (_, i) => ({ word: `w${i}`, weight: draw.normal() }));
  const made = Array.from({ length: examples }, () => {
    const used = Array.from({ length: 5 }, () => words[draw.integer(30)]!);
    const label = Number(used.reduce((sum, { weight }) => sum + weight, 0) > 0);
    return { text: used.map(({ word }) => word).join(" "), label };
  });
  return table(rows(name, made), { text: "text", label: "label" });
}

/** A task's room, in a graph of its own, with the models of some students open. */
export async function roomOf(task: Task, students: readonly StudentSpec[] = []): Promise<TaskRoom> {
  const places = { baseDir: tmpdir(), modelFolders: [] };
  const models = await OpenModels.of(students, places);
  return new TaskRoom(await loadTask(task, places), new Graph(), models, places.baseDir);
}

/** Somebody who hears all, says nothing and remembers warnings. */
export function listening(changes: Partial<Reporter> = {}) {
  const warnings: string[] = [];
  const silent = () => undefined;
  const warn = (line: string) => void warnings.push(line);
  const heard: Reporter = { plan: silent, begin: silent, progress: silent, end: silent, warn };
  return { ...heard, ...changes, warnings };
}

/** Runs what is left of some steps and reads their results. */
export function resultsOf<R>(
  steps: readonly Step<R>[],
  store: Store,
  reporter: Reporter = listening(),
): Promise<R[]> {
  const options = { store, reporter, signal: new AbortController().signal };
  return runSteps(steps, { threads: 1, device: "cpu" }, options, (results) =>
    inOrder(steps, results),
  );
}

async function inOrder<R>(steps: readonly Step<R>[], results: ResultCache): Promise<R[]> {
  const read: R[] = [];
  for (const step of steps) read.push(await results.read(step));
  return read;
}
