// A task's examples posed as other texts: a task of its own, whose splits are theirs.

import { type Posed, Poses, type SeedRows, type View } from "../supervisors/index.js";
import type { TaskExamples } from "../tasks/index.js";

/** Posed texts, whose they are, and the splits of those whose they are. */
export interface Posing {
  readonly source: TaskExamples;
  readonly poses: Poses;
  /** By posed row. */
  readonly all: readonly Posed[];
  splits(seed: number): SeedRows;
}

/** The task that a view makes of another. */
export function posing(
  source: TaskExamples,
  view: View,
  splits: (seed: number) => SeedRows,
): Posing {
  const byRow = source.examples.map((_, row) => view.pose(row));
  const examples = byRow.flatMap((some, row) =>
    some.map(({ id, inputs, label }) => {
      const { id: own, group, facts } = source.examples[row]!;
      return { id: `${own} ${id}`, inputs, label, group, ...(facts && { facts }) };
    }),
  );
  const { name, shape = source.shape, optionNames = source.optionNames } = view;
  const poses = new Poses(byRow);
  return {
    source: {
      ...source,
      name,
      shape,
      examples,
      optionNames,
      optionValues: view.optionNames === undefined ? source.optionValues : undefined,
      options: optionNames.length,
    },
    poses,
    all: byRow.flat(),
    splits: (seed) => posedSplits(poses, splits(seed)),
  };
}

/** Splits of posed texts: those of the examples that they are posed from. */
export function posedSplits(poses: Poses, rows: SeedRows): SeedRows {
  return {
    supervise: poses.trained(rows.supervise),
    superviseTrain: poses.trained(rows.superviseTrain),
    superviseHeld: poses.trained(rows.superviseHeld),
    transfer: poses.asked(rows.transfer),
    validation: poses.asked(rows.validation),
    test: poses.asked(rows.test),
  };
}
