// Supervisors asked directly: what one says of a task under a seed, without a study around it.

import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Graph, runSteps } from "../src/engine/index.js";
import { harden, type Labels, labelsOf } from "../src/labels/index.js";
import { OpenModels } from "../src/plan/models.js";
import { TaskRoom } from "../src/plan/task-room.js";
import { openStore } from "../src/store/index.js";
import { openSupervisor, type SupervisorBase } from "../src/supervisors/index.js";
import { loadTask, rows, type Task, table } from "../src/tasks/index.js";

const quiet = { plan() {}, begin() {}, progress() {}, end() {} };

/** A room of a task, as plans have one. */
export async function roomOf(task: Task, baseDir = "."): Promise<TaskRoom> {
  const store = await openStore(await mkdtemp(join(tmpdir(), "w2s-asked-")));
  const options = { name: "asked", baseDir, store, modelFolders: [] };
  const models = await OpenModels.of([], options);
  return new TaskRoom(await loadTask(task, { baseDir }), new Graph(), models, baseDir);
}

/** What a supervisor says of a room's asked rows, what it warned of, and the step's facts. */
export async function askedOf(supervisor: SupervisorBase, room: TaskRoom, seed = 0) {
  await openSupervisor(supervisor, room);
  const step = room.say(supervisor, seed);
  const store = await openStore(await mkdtemp(join(tmpdir(), "w2s-asked-")));
  const warnings: string[] = [];
  const reporter = { ...quiet, warn: (line: string) => void warnings.push(line) };
  const labels = await runSteps(
    [step],
    { threads: 1, device: "cpu" },
    { store, reporter, signal: AbortSignal.timeout(60_000) },
    (results) => results.read(step),
  );
  return { labels, step, warnings };
}

/** How many of some rows are labelled wrongly. */
export function wrongIn(labels: Labels, part: Int32Array, room: TaskRoom): Int32Array {
  const hard = harden(labelsOf(labels, part));
  const options = hard.shape[1]!;
  return part.filter((row, i) => hard.data[i * options + room.truth[row]!] !== 1);
}

/** Made-up texts of K classes, told by their words; facts "difficulty" and, as text, "written". */
export function countsTask(options: number, count = 300, name = "counts"): Task {
  const made = rows(name, () =>
    Array.from({ length: count }, (_, i) => ({
      id: `${name}-${i}`,
      text: Array.from({ length: 2 + (i % 7) }, (_, w) => `w${(i * 7 + w * 3) % 31}`)
        .concat(`c${(i + Number(i % 11 === 0)) % options}`, `n${i}`)
        .join(" "),
      label: i % options,
      difficulty: i % 4,
      written: String((i * 3) % 10),
      kind: "x",
    })),
  );
  return table(made, {
    id: "id",
    text: "text",
    label: "label",
    classes: options,
    facts: ["difficulty", "written", "kind"],
  });
}
