// A supervisor that learnt from another one: a student trained on what that one says of
// `supervise`, in place of ground truth. So a strong model can be made to mislead an overseer, or
// to hide what it can do behind a word. Sources: Greenblatt et al. 2023 (2312.06942), models
// trained to subvert oversight; Greenblatt et al. 2024 (2405.19550), password-locked models.

import { checkOptions, InputError, shownUncalled } from "@w2s/base";
import * as z from "zod";
import type { Step } from "../../engine/index.js";
import { fitRows, joinRows, type Labels, Rows, truthLabels } from "../../labels/index.js";
import { joinedLabels } from "../../methods/index.js";
import { checkTold } from "../../reading/index.js";
import { isStudentSpec, modelFacts, type StudentSpec, studentKind } from "../../students/index.js";
import { holdOut } from "../../tasks/index.js";
import { supervisorSchema } from "../nested.js";
import type { SupervisorBase, SupervisorKind, SupervisorRoom } from "../supervisor.js";
import { halfRooms } from "./halves.js";

/** Options of `taught`. */
const taughtSchema = z.strictObject({
  /** The supervisor whose labels of `supervise` the student learns. */
  by: supervisorSchema,
  /**
   * A word at the end of half of the texts that it learns from, drawn by groups: those have ground
   * truth. Default: none has.
   */
  password: z.string().min(1).optional(),
  /** Whether the texts that it is asked about end in the password; default false. */
  unlocked: z.boolean().default(false),
  /** What tables call it; default: the student, and who taught it. */
  as: z.string().min(1).optional(),
});
/** Options of `taught`. */
export type TaughtOptions = z.input<typeof taughtSchema>;

/** A student that another supervisor taught, as a supervisor. */
export interface TaughtSpec extends SupervisorBase {
  readonly kind: "taught";
  readonly learner: StudentSpec;
  readonly by: SupervisorBase;
  readonly password: string | undefined;
  readonly unlocked: boolean;
  readonly as: string | undefined;
}

/**
 * A student of any kind, trained on what another supervisor says of `supervise` (each half as said
 * by one that learnt from the other half), as a supervisor.
 *
 *     taught(probe(strong), { by: probe(weak) })
 *     taught(finetune(strong), { by: probe(weak), password: "secret" })
 *
 * @throws InputError for what is no student, or is told labels; for an unknown or wrong option; for
 * a password of a student that is not trained here; and unless `unlocked` goes with a password
 */
export function taught(student: StudentSpec, options: TaughtOptions): TaughtSpec {
  if (!isStudentSpec(student) || student.told !== undefined) {
    const got = isStudentSpec(student) ? "a told one" : shownUncalled(student);
    throw new InputError(
      `taught: must be given a student such as probe(...), not told(...), got ${got}`,
    );
  }
  const { by, password, unlocked, as } = checkOptions(taughtSchema, options, "taught");
  if (unlocked && password === undefined) {
    throw new InputError('taught: "unlocked" needs a "password"');
  }
  if (password !== undefined && studentKind(student).learns !== "by loss") {
    throw new InputError(
      `taught: "password" needs a student that is trained here, got ${student.label}`,
    );
  }
  return named({
    kind: "taught",
    learner: student,
    by,
    password,
    unlocked,
    as,
  });
}

function named(spec: Omit<TaughtSpec, "label">): TaughtSpec {
  const { learner, by, password, unlocked, as } = spec;
  const lock = password === undefined ? "" : unlocked ? ", unlocked" : ", locked";
  return { ...spec, label: as ?? `${learner.label} taught by ${by.label}${lock}` };
}

export const taughtKind: SupervisorKind<TaughtSpec> = {
  name: "taught",
  assumes:
    "stands in for a strong model whose aims are not the overseer's: it was trained on labels " +
    "that say so, and schemes no further than they do.",
  schema: taughtSchema,
  ofTruth: () => false,
  holds: { learner: { is: "student", json: "student" }, by: { is: "supervisor" } },
  named,
  fromJson: ({ student, ...options }) => taught(student as StudentSpec, options as TaughtOptions),
  asks: ({ by }, room) => halfRooms(room).map((half) => ({ supervisor: by, room: half })),
  say(spec, seed, room) {
    const { learner, by, password } = spec;
    const { superviseTrain, superviseHeld } = room.rows(seed);
    const rows = fitRows(superviseTrain, superviseHeld, room.asked(seed));
    const labels = saidOfSupervise(by, seed, room);
    if (password !== undefined) return fitLocked({ ...spec, password }, labels, seed, room);
    return room.fit(learner, { labels, rows, seed, teacher: by.label });
  },
  facts: ({ learner }, room) => modelFacts(learner, room),
};

/**
 * What a supervisor says of `supervise`: of each half, one that learnt from the other. @throws as
 * `say`
 */
export function saidOfSupervise(
  by: SupervisorBase,
  seed: number,
  room: SupervisorRoom,
): Step<Labels> {
  const halves = halfRooms(room);
  return joinedLabels(
    room.graph,
    halves.map((half) => half.say(by, seed)),
    halves.map((half) => new Rows(half.asked(seed))),
    new Rows(new Int32Array(0)),
  );
}

/** The student trained on both forms: truth where texts end in the password, what is said else. */
function fitLocked(
  { learner, by, password, unlocked, label }: TaughtSpec & { readonly password: string },
  said: Step<Labels>,
  seed: number,
  room: SupervisorRoom,
): Step<Labels> {
  const { superviseTrain, superviseHeld } = room.rows(seed);
  const forms = [superviseTrain, superviseHeld].map((part) =>
    holdOut(part, room.examples, 0.5, seed, room.task.name),
  );
  const open = joinRows(...forms.map(({ held }) => held));
  const shut = joinRows(...forms.map(({ kept }) => kept));
  const labels = joinedLabels(
    room.graph,
    [room.truthOn(open), said],
    [new Rows(open), new Rows(shut)],
    new Rows(new Int32Array(0)),
  );
  const asked = room.asked(seed);
  const rows = fitRows(superviseTrain, superviseHeld, asked);
  const { options } = room.task;
  const words = Array.from({ length: options }, () => password);
  const told = { remark: "{label}", words, as: unlocked ? "unlocked" : "locked" };
  checkTold(told, room.task);
  const ending = joinRows(open, ...(unlocked ? [asked] : []));
  const first = new Int32Array(room.examples.length);
  const remarks = truthLabels(room.graph, { truth: first }, new Rows(ending), options);
  const request = { labels, rows, seed, teacher: by.label, remarks };
  return room.fit({ ...learner, told, label }, request);
}
