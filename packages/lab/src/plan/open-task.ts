// A task opened for a plan: its room, ready for supervisors to be asked, and what is to be said of
// it.

import type { Graph } from "../engine/index.js";
import { openSupervisor, type SupervisorBase } from "../supervisors/index.js";
import { loadTask, splitWarnings, type Task, type TaskExamples } from "../tasks/index.js";
import type { OpenModels } from "./models.js";
import { TaskRoom } from "./task-room.js";

export interface OpenTask {
  readonly room: TaskRoom;
  readonly examples: TaskExamples;
  /** What a reader of the results should know of its examples, in its name. */
  readonly warnings: readonly string[];
}

/** @throws InputError for bad data, and supervisors that do not fit the task */
export async function openTask(
  task: Task,
  supervisors: readonly SupervisorBase[],
  graph: Graph,
  models: OpenModels,
  { baseDir, limit, seed }: { baseDir: string; limit?: number | undefined; seed: number },
): Promise<OpenTask> {
  const examples = await loadTask(task, { baseDir, limit });
  const room = new TaskRoom(examples, graph, models, baseDir);
  for (const supervisor of supervisors) await openSupervisor(supervisor, room);
  const warnings = [...examples.warnings, ...splitWarnings(examples, seed)];
  return { room, examples, warnings: warnings.map((warning) => `${examples.name}: ${warning}`) };
}
