// Reading a task from Parquet and from JSONL, against pandas reading the same files.

import { join } from "node:path";
import type { Bench } from "../bench.js";
import { writeTaskFile } from "../data/task-file.js";
import { allSeconds, megabytes } from "../harness/format.js";
import { median } from "../harness/interleave.js";

interface Load {
  readonly seconds: number;
  /** Bytes. */
  readonly peak: number;
}

const rows = 100_000;
const formats = ["parquet", "jsonl"] as const;

export const load: Bench = {
  name: "load",
  summary:
    "a task of 100,000 rows, from Parquet and then from JSONL, against pandas; seconds for both " +
    "files",
  requirement: "ours under 2 s and under 500 MB for each file",
  async run(context) {
    const paths = {
      jsonl: join(context.folder, "task.jsonl"),
      parquet: join(context.folder, "task.parquet"),
    };
    writeTaskFile(paths.jsonl, rows);
    const peer = await context.peer("load", paths);
    const total = { ours: 0, peer: 0 };
    let met = true;
    for (const format of formats) {
      const runs = await context.interleave(
        5,
        () => context.child<Load>("load-task", { path: paths[format] }),
        () => peer.ask<{ seconds: number }>({ format }),
      );
      const [ours, theirs] = [
        runs.ours.map((run) => run.seconds),
        runs.peer.map((run) => run.seconds),
      ];
      const peak = Math.max(...runs.ours.map((run) => run.peak));
      total.ours += median(ours);
      total.peer += median(theirs);
      met &&= median(ours) < 2 && peak < 500e6;
      context.say(
        `${format}: ours ${allSeconds(ours)}, each in a fresh process, at most ` +
          `${megabytes(peak)} in all`,
      );
      context.say(
        `${format}: peer ${allSeconds(theirs)}, in a warm process, without checks of any row`,
      );
    }
    return { ...total, unit: "s", ratio: total.peer / total.ours, met };
  },
};
