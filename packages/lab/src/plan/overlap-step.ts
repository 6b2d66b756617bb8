// Overlap steps: how what a supervisor knows and what its student can learn stand together in the
// examples that are taught, from labels and features alone.

import { takeRows } from "@w2s/grad";
import * as z from "zod";
import { type Codec, type Step, smallKind } from "../engine/index.js";
import { type Labels, labelsOf, Rows } from "../labels/index.js";
import { type OverlapShares, overlapShares } from "../measures/index.js";
import { byExample, type Features, featuresOf } from "../reading/index.js";
import { type StudentSpec, studentKind } from "../students/index.js";
import type { TaskRoom } from "./task-room.js";

const found = z.object({
  shares: z.object({ hard: z.number(), easy: z.number(), overlap: z.number() }).nullable(),
});
type Found = z.infer<typeof found>;
export type OverlapStep = Step<Found>;

const codec: Codec<Found> = {
  encode: ({ shares }) => ({ facts: { shares: shares && { ...shares } }, arrays: {} }),
  decode: ({ facts }) => found.parse(facts),
};

interface Value {
  readonly rows: Rows;
  /** Texts of one example, where it is made of several. */
  readonly texts?: number | undefined;
}

const overlapKind = smallKind<
  Found,
  Value,
  { readonly labels: Step<Labels>; readonly features: Step<Features> }
>({
  name: "overlap",
  version: 1,
  codec,
  label: "overlap of what is known and what is to be learnt",
  unit: "pairs",
  async compute({ value: { rows, texts }, inputs }, context) {
    const said = labelsOf(await context.result(inputs.labels), rows.list);
    const features = byExample(await context.result(inputs.features), texts);
    return { shares: overlapShares(said, takeRows(features, rows.list)) };
  },
});

/** One student and supervisor under one seed; undefined for a student that reads no features. */
export function overlapOf(
  room: TaskRoom,
  labels: Step<Labels>,
  student: StudentSpec,
  seed: number,
): OverlapStep | undefined {
  const source = studentKind(student).source(student);
  if (source === null || room.task.answers) return undefined;
  const { shape, options } = room.task;
  const texts = shape === "compare" ? options : undefined;
  const value = { rows: Rows.of(room.rows(seed).transfer), texts };
  const inputs = { labels, features: featuresOf(room, source) };
  return room.graph.step(overlapKind, value, inputs, `overlap of ${student.label}`);
}

/** Means over seeds; null where there is nothing to tell apart under any of them. */
export function meanShares(all: readonly Found[]): OverlapShares | null {
  const shares = all.flatMap((one) => one.shares ?? []);
  if (shares.length === 0) return null;
  const mean = (key: keyof OverlapShares) =>
    shares.reduce((sum, one) => sum + one[key], 0) / shares.length;
  return { hard: mean("hard"), easy: mean("easy"), overlap: mean("overlap") };
}
