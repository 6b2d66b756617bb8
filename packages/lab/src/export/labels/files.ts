// Which files of labels there are: one a task, supervisor, kind of labels and seed, and one a task
// and seed with ground truth, for the ceiling.

import {
  type Hardness,
  harden,
  joinRows,
  type Labels,
  labelsOf,
  oneHotLabels,
} from "../../labels/index.js";
import type { LabelPlan, LabelSet } from "../../plan/index.js";
import { safeNames } from "../../safe-names.js";
import type { LabelFile } from "./columns.js";

/** A file's name without its ending, and what it is. */
export interface NamedFile {
  readonly name: string;
  readonly task: string;
  readonly seed: number;
  /** Null: ground truth, for the ceiling. */
  readonly supervisor: string | null;
  readonly labels: Hardness | null;
  read(labels: Labels): LabelFile;
  readonly set: LabelSet;
}

/** Every file of a plan, in the order of its sets. */
export function filesOf({ sets, labels }: LabelPlan): NamedFile[] {
  const taskNames = namesOf(sets.map(({ task }) => task.name));
  const supervisorNames = namesOf(sets.map(({ supervisor }) => supervisor));
  const truths = new Set<string>();
  return sets.flatMap((set) => {
    const { task, supervisor, seed } = set;
    const name = (what: string) => `${taskNames.get(task.name)}.${what}.seed-${seed}`;
    const own = labels.map(
      (hardness): NamedFile => ({
        name: name(`${supervisorNames.get(supervisor)}.${hardness}`),
        ...{ task: task.name, seed, supervisor, labels: hardness, set },
        read: (said) => labelled(set, (rows) => taught(said, rows, hardness)),
      }),
    );
    const truth = name("truth");
    if (truths.has(truth)) return own;
    truths.add(truth);
    const read = () => labelled(set, (rows) => truthOf(set, rows));
    return [
      ...own,
      { name: truth, task: task.name, seed, supervisor: null, labels: null, set, read },
    ];
  });
}

function namesOf(labels: readonly string[]): ReadonlyMap<string, string> {
  const all = [...new Set(labels)];
  const names = safeNames(all);
  return new Map(all.map((label, i) => [label, names[i]!]));
}

/** Transfer and validation with labels, test without: nobody learns from test. */
function labelled(
  { task, splits }: LabelSet,
  labelsOn: (rows: Int32Array) => Float32Array,
): LabelFile {
  const { transfer, validation, test } = splits;
  const options = task.optionNames.length;
  const rows = joinRows(transfer, validation, test);
  const data = new Float32Array(rows.length * options).fill(Number.NaN);
  data.set(labelsOn(joinRows(transfer, validation)));
  const named = Object.entries({ transfer, validation, test });
  return {
    task,
    rows,
    splits: named.flatMap(([split, { length }]) => Array(length).fill(split)),
    data,
  };
}

function taught(said: Labels, rows: Int32Array, hardness: Hardness): Float32Array {
  const soft = labelsOf(said, rows);
  return (hardness === "hard" ? harden(soft) : soft).data;
}

function truthOf({ task }: LabelSet, rows: Int32Array): Float32Array {
  const truth = Int32Array.from(task.examples, ({ label }) => label);
  return oneHotLabels(truth, rows, task.optionNames.length).data;
}

/** What manifest.json says of a file. */
export interface LabelManifestFile
  extends Pick<NamedFile, "task" | "seed" | "supervisor" | "labels"> {
  readonly file: string;
  readonly holds: "weak labels" | "ground truth, for the ceiling only";
  readonly rows: number;
  readonly sha256: string;
}
