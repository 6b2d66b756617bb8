// Arms: what else is trained and scored beside a cell, so that its number can be believed. All on
// the same test, under the same seeds.

import { type Step, smallKind } from "../engine/index.js";
import {
  answerLabels,
  answersOf,
  fitRows,
  joinRows,
  type Labels,
  labelsCodec,
  labelsOf,
  Rows,
} from "../labels/index.js";
import type { ArmName } from "../measures/index.js";
import { once } from "../once.js";
import { headIsNew } from "../outcome/index.js";
import { random } from "../random.js";
import { type StudentSpec, studentKind } from "../students/index.js";
import { type SupervisorSpec, trained } from "../supervisors/index.js";
import type { Grid } from "./planned-study.js";
import type { TaskRoom } from "./task-room.js";

/** What a cell has of an arm: its predictions by seed, or why there are none. */
export type PlannedArm = { readonly steps: readonly Step<Labels>[] } | { readonly reason: string };

/** Whom arms are of: the study's student, and what becomes of its model before any label. */
interface Armed {
  readonly student: StudentSpec;
  readonly prepared: StudentSpec;
}

interface ArmsAsked {
  /** Those that cost little (the untouched one always does), or those that are named. */
  readonly asked: Grid["arms"];
  readonly seeds: readonly number[];
  readonly room: TaskRoom;
}

/** The student, taught as in its cell by what somebody else says. */
type Teach = (said: Step<Labels>, teacher: string, seed: number) => Step<Labels>;

/** A cell's arms, run or not. */
export function armsOf(
  supervisor: SupervisorSpec,
  armed: Armed,
  where: ArmsAsked,
  teach: Teach,
): Readonly<Record<ArmName, PlannedArm>> {
  const { student, prepared } = armed;
  const { seeds, room } = where;
  const byLabels = (said: (seed: number) => Step<Labels>, teacher: string): PlannedArm => ({
    steps: seeds.map((seed) => teach(said(seed), teacher, seed)),
  });
  const arm = (name: ArmName, make: () => PlannedArm): PlannedArm => {
    const why = whyNot(name, student, where);
    return why === null ? make() : { reason: why };
  };
  return {
    untouched: arm("untouched", () => untouchedArm(prepared, seeds, room)),
    uninformed: arm("uninformed", () =>
      byLabels(
        (seed) => uninformedLabels(room.say(supervisor, seed), seed, room),
        `${supervisor.label} without information`,
      ),
    ),
    selfTaught: arm("selfTaught", () =>
      byLabels((seed) => selfLabels(student, seed, room), `${student.label} itself`),
    ),
  };
}

/** Why an arm is not run that is trained as dearly as its student. */
export const armCostsMuch = 'costs much; ask for it with "arms"';

/** Why there is no arm of a student that was trained elsewhere, where nobody says it. */
const notSaid: Readonly<Record<ArmName, string>> = {
  untouched: "trained elsewhere: PGR's guard does not know what it said untaught",
  uninformed: "trained elsewhere",
  selfTaught: "trained elsewhere",
};

/** Arms whose predictions are read: there is nobody to teach, and reading them costs nothing. */
export function armsRead(
  there: ReadonlySet<ArmName>,
  asked: Grid["arms"],
  read: (name: ArmName) => readonly Step<Labels>[],
): Readonly<Record<ArmName, PlannedArm>> {
  const arm = (name: ArmName): PlannedArm => {
    if (!there.has(name)) return { reason: notSaid[name] };
    return asked === "cheap" || asked.includes(name) ? { steps: read(name) } : { reason: unasked };
  };
  return {
    untouched: arm("untouched"),
    uninformed: arm("uninformed"),
    selfTaught: arm("selfTaught"),
  };
}

const unasked = "not asked for";

/** Why an arm is not run; null: it is. */
function whyNot(
  name: ArmName,
  student: StudentSpec,
  { asked, seeds, room }: ArmsAsked,
): string | null {
  const { learns, isCheap } = studentKind(student);
  if (learns === "elsewhere" && name === "untouched") return notSaid.untouched;
  if (asked !== "cheap") return asked.includes(name) ? null : unasked;
  // It trains nothing: the test is read once, less than one epoch of the student's own training.
  if (name === "untouched") return null;
  if (learns !== "by loss") return armCostsMuch;
  const { transfer, validation, test } = room.rows(seeds[0]!);
  return isCheap(student, fitRows(transfer, validation, test), room) ? null : armCostsMuch;
}

interface Value {
  readonly transfer: Rows;
  readonly validation: Rows;
  readonly seed: number;
}

const uninformedKind = smallKind<Labels, Value, { labels: Step<Labels> }>({
  name: "uninformed labels",
  version: 1,
  codec: labelsCodec,
  label: "dealt out at random",
  async compute({ value: { transfer, validation, seed }, inputs }, context) {
    const labels = await context.result(inputs.labels);
    // Whose label each row gets.
    const dealt = [transfer, validation].map(({ list }, i) =>
      random(seed, `uninformed labels ${i}`)
        .permutation(list.length)
        .map((at) => list[at]!),
    );
    const rows = joinRows(transfer.list, validation.list);
    if (labels.answers) return answerLabels(rows, answersOf(labels, joinRows(...dealt)));
    const [options] = labels.probabilities.shape.slice(1);
    const data = new Float32Array(dealt.flatMap((from) => [...labelsOf(labels, from).data]));
    const probabilities = { dtype: "float32", shape: [rows.length, options!], data } as const;
    return { rows, probabilities };
  },
});

/**
 * Labels of the same marginals that say nothing of any text: the supervisor's own, dealt out at
 * random among the examples of transfer, and among those of validation.
 */
export function uninformedLabels(
  labels: Step<Labels>,
  seed: number,
  room: Pick<TaskRoom, "rows" | "graph">,
): Step<Labels> {
  const bySeed = once(dealtOut, labels, () => new Map<number, Step<Labels>>());
  return once(bySeed, seed, () => {
    const { transfer, validation } = room.rows(seed);
    const value = { transfer: Rows.of(transfer), validation: Rows.of(validation), seed };
    return room.graph.step(uninformedKind, value, { labels }, `${labels.label}, dealt out anew`);
  });
}

/** Named once for all students and methods. */
const dealtOut = new WeakMap<Step<Labels>, Map<number, Step<Labels>>>();

/** What the student says before any training; the same under every seed, but for its first step. */
export function untouchedArm(
  student: StudentSpec,
  seeds: readonly number[],
  room: TaskRoom,
): PlannedArm {
  const steps = seeds.map((seed) => {
    const { transfer, validation, test } = room.rows(seed);
    const rows = fitRows(transfer, validation, test);
    return studentKind(student).untouched(student, rows, seed, room);
  });
  const known = steps.filter((step) => step !== null);
  return known.length === seeds.length ? { steps: known } : { reason: headIsNew };
}

/** What the student itself says after it was trained on ground truth of `supervise`. */
export function selfLabels(student: StudentSpec, seed: number, room: TaskRoom): Step<Labels> {
  const { told: _, ...own } = student;
  return room.say(supervisorOf(own, student), seed);
}

const selves = new WeakMap<StudentSpec, ReturnType<typeof trained>>();

/** One supervisor a student, so that what it says is planned once. */
function supervisorOf(own: StudentSpec, student: StudentSpec) {
  return once(selves, student, () => trained(own));
}
