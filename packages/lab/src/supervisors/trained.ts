// The usual supervisor: a small model, trained on ground truth of `supervise`, that speaks about
// everything else.

import * as z from "zod";
import { fitRows } from "../labels/index.js";
import { modelFacts, type StudentSpec } from "../students/index.js";
import type { SupervisorBase, SupervisorKind } from "./supervisor.js";

/** A student that is trained on ground truth, as a supervisor. */
export interface TrainedSpec extends SupervisorBase {
  readonly kind: "trained";
  readonly student: StudentSpec;
}

/** A student's description as a supervisor: what it learns from is ground truth. */
export function trained(student: StudentSpec): TrainedSpec {
  return { kind: "trained", student, label: student.label };
}

/** The student that a supervisor is; undefined: it is none that was trained on ground truth. */
export function studentOf(spec: SupervisorBase): StudentSpec | undefined {
  return isTrained(spec) ? spec.student : undefined;
}

const isTrained = (spec: SupervisorBase): spec is TrainedSpec => spec.kind === "trained";

export const trainedKind: SupervisorKind<TrainedSpec> = {
  name: "trained",
  assumes:
    "stands in for people: a model that was trained on ground truth of its own part, whose " +
    "errors may be harder to imitate than theirs, or easier.",
  schema: z.strictObject({}),
  answers: true,
  ofTruth: () => false,
  holds: { student: { is: "student" } },
  named: ({ student }) => trained(student),
  fromJson: ({ student }) => trained(student as StudentSpec),
  say({ student }, seed, room) {
    const { superviseTrain, superviseHeld, supervise } = room.rows(seed);
    const rows = fitRows(superviseTrain, superviseHeld, room.asked(seed));
    const labels = room.truthOn(supervise);
    return room.fit(student, { labels, rows, seed, teacher: "ground truth of supervise" });
  },
  facts: ({ student }, room) => modelFacts(student, room),
};
