// Which files of labels there are: one a task, supervisor, kind of labels and seed, one more
// where labels without information are wanted, and one a task and seed with ground truth, for the
// ceiling.

import type { ResultCache, Step } from "../../engine/index.js";
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
  /** Who learns from it: the role of the predictions that come back. */
  readonly role: keyof typeof holds;
  read(results: Pick<ResultCache, "read">): Promise<LabelFile>;
}

/** What the file of each role holds. */
export const holds = {
  student: "weak labels",
  ceiling: "ground truth, for the ceiling only",
  uninformed: "weak labels dealt out at random, for the uninformed arm only",
} as const;

/** Every file of a plan, in the order of its sets. */
export function filesOf({ sets, labels }: LabelPlan): NamedFile[] {
  const taskNames = namesOf(sets.map(({ task }) => task.name));
  const supervisorNames = namesOf(sets.map(({ supervisor }) => supervisor));
  const truths = new Set<string>();
  return sets.flatMap((set) => {
    const { task, supervisor, seed } = set;
    const name = (what: string) => `${taskNames.get(task.name)}.${what}.seed-${seed}`;
    const about = { task: task.name, seed };
    const by = (role: "student" | "uninformed", step: Step<Labels>) =>
      labels.map((hardness): NamedFile => {
        const end = role === "student" ? "" : `.${role}`;
        return {
          name: name(`${supervisorNames.get(supervisor)}.${hardness}${end}`),
          ...{ ...about, supervisor, labels: hardness, role },
          read: async (results) => {
            const said = await results.read(step);
            return labelled(set, (rows) => taught(said, rows, hardness));
          },
        };
      });
    const own = [
      ...by("student", set.step),
      ...(set.uninformed ? by("uninformed", set.uninformed) : []),
    ];
    const truth = name("truth");
    if (truths.has(truth)) return own;
    truths.add(truth);
    const read = async () => labelled(set, (rows) => truthOf(set, rows));
    return [
      ...own,
      { name: truth, ...about, supervisor: null, labels: null, role: "ceiling", read },
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
  extends Pick<NamedFile, "task" | "seed" | "supervisor" | "labels" | "role"> {
  readonly file: string;
  readonly holds: (typeof holds)[NamedFile["role"]];
  readonly rows: number;
  readonly sha256: string;
}
