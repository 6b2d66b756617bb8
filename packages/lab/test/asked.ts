// Supervisors asked directly: what one says of a task under a seed, without a study around it.

import { scratchFolder } from "../../../test/scratch.js";
import { harden, type Labels, labelsOf } from "../src/labels/index.js";
import { openStore } from "../src/store/index.js";
import {
  openSupervisor,
  type SupervisorBase,
  type SupervisorRoom,
} from "../src/supervisors/index.js";
import { rows, type Task, table } from "../src/tasks/index.js";
import { listening, resultsOf } from "./rooms.js";

/** What a supervisor says of a room's asked rows, its step, and what it warned of. */
export async function askedOf(supervisor: SupervisorBase, room: SupervisorRoom, seed = 0) {
  await openSupervisor(supervisor, room);
  const step = room.say(supervisor, seed);
  const store = await openStore(scratchFolder("asked"));
  const reporter = listening();
  const [labels] = await resultsOf([step], store, reporter);
  return { labels: labels!, step, warnings: reporter.warnings };
}

/** Those of some rows whose most probable option is wrong. */
export function wrongIn(labels: Labels, part: Int32Array, { truth }: SupervisorRoom): Int32Array {
  const { data, shape } = harden(labelsOf(labels, part));
  return part.filter((row, i) => data[i * shape[1]! + truth[row]!] !== 1);
}

/**
 * Made-up texts of K classes, told by a word of most; with facts, one a number in text. They come
 * apart by class: a part asks of each whether it is the one, and a claim says so.
 */
export function countsTask(options: number, count = 300, name = "counts"): Task {
  const made = Array.from({ length: count }, (_, i) => ({
    id: `${name}-${i}`,
    text: Array.from({ length: 2 + (i % 7) }, (_, w) => `w${(i * 7 + w * 3) % 31}`)
      .concat(`c${(i + Number(i % 5 === 0)) % options}`, `n${i}`)
      .join(" "),
    label: i % options,
    difficulty: i % 4,
    written: String((i * 3) % 10),
    kind: "x",
  }));
  return table(rows(name, made), {
    id: "id",
    text: "text",
    label: "label",
    classes: options,
    facts: ["difficulty", "written", "kind"],
    parts: ({ text }, { label }) => ({
      parts: Array.from({ length: options }, (_, k) => ({
        text: `${text} : c${k} ?`,
        label: Number(k === label),
      })),
      combine: (answers) => Array.from(answers).indexOf(1),
      claims: Array.from({ length: options }, (_, k) => ({
        text: `c${k}`,
        checks: [[k, 1]],
        proves: k,
      })),
    }),
  });
}
