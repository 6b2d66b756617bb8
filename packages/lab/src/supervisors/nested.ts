// Supervisors inside supervisors: what a noisy one, an ensemble or a copy of an error rate is made
// of. A student stands for the supervisor that it becomes by training on ground truth.

import { InputError, shownUncalled } from "@w2s/base";
import * as z from "zod";
import { isStudentSpec } from "../students/index.js";
import type { SupervisorBase } from "./supervisor.js";
import { trained } from "./trained.js";

/** The supervisor that a value stands for; undefined where it is none, or is told a label. */
export function nestedSupervisor(value: unknown): SupervisorBase | undefined {
  if (isStudentSpec(value)) return value.told === undefined ? trained(value) : undefined;
  return isBase(value) ? value : undefined;
}

function isBase(value: unknown): value is SupervisorBase {
  if (typeof value !== "object" || value === null) return false;
  if (!("kind" in value) || !("label" in value)) return false;
  return typeof value.kind === "string" && typeof value.label === "string";
}

/** What is asked for where a supervisor is, for messages. */
export const supervisorWanted = "a supervisor such as probe(...) or errors(...), not told(...)";

const FORM = `must be ${supervisorWanted}`;

/** An option that takes a supervisor of any kind; a student is read as what it becomes. */
export const supervisorSchema = z.custom<SupervisorBase>().transform((value, context) => {
  const found = nestedSupervisor(value);
  if (found) return found;
  context.addIssue({ code: "custom", message: FORM });
  return z.NEVER;
});

/** The supervisor that a function is given. @throws InputError for what is none */
export function supervisorFrom(value: unknown, subject: string): SupervisorBase {
  const found = nestedSupervisor(value);
  if (found) return found;
  const got = isStudentSpec(value) ? "a told student" : shownUncalled(value);
  throw new InputError(`${subject} ${FORM}, got ${got}`);
}
