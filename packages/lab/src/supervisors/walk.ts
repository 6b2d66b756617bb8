// What is asked of a supervisor and of all that it is made of: to read what they must know, their
// models, what a reader should know of them, and whether they say ground truth.

import { InputError } from "@w2s/base";
import type { ModelFacts } from "../outcome/index.js";
import type { Room } from "../reading/index.js";
import { supervisorKind } from "./kinds.js";
import { madeOf } from "./parts.js";
import type { Asked, SupervisorBase, SupervisorRoom } from "./supervisor.js";

/**
 * Lets a supervisor, and those that it is made of, read what they must know of a task.
 * @throws InputError of a part begins with the name of the kind that it is part of
 */
export async function openSupervisor(spec: SupervisorBase, room: SupervisorRoom): Promise<void> {
  const kind = supervisorKind(spec);
  if (room.task.answers && !kind.answers) {
    throw new InputError(
      `task "${room.task.name}": asks for answers in words, and ${kind.name}(...) gives labels ` +
        "of options; use finetune(...) or lora(...) of a language model as a supervisor",
    );
  }
  for (const { supervisor: part, room: own } of askedBy(spec, room)) {
    await openSupervisor(part, own).catch((error: unknown) => {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${kind.name}: ${error.message}`, { cause: error });
    });
  }
  await kind.open?.(spec, room);
}

/** The supervisors that one is made of, each in the room that it is asked in. */
function askedBy(spec: SupervisorBase, room: SupervisorRoom): readonly Asked[] {
  const asks = supervisorKind(spec).asks?.(spec, room);
  return asks ?? madeOf(spec).supervisors.map((supervisor) => ({ supervisor, room }));
}

/** The model behind a supervisor, for figures and tables; sizes are null where there is none. */
export function supervisorFacts(spec: SupervisorBase, room: Room): ModelFacts {
  const kind = supervisorKind(spec);
  const parts = madeOf(spec).supervisors.map((part) => supervisorFacts(part, room));
  const none = { name: spec.label, adapted: spec.kind, parameters: null, pretrainingFlop: null };
  return kind.facts(spec, room, parts) ?? none;
}

/** What a reader should know wherever a supervisor teaches, its parts' notes first. */
export function supervisorNotes(spec: SupervisorBase, room: SupervisorRoom): readonly string[] {
  const kind = supervisorKind(spec);
  const notes = askedBy(spec, room).flatMap((one) => supervisorNotes(one.supervisor, one.room));
  return [...new Set([...notes, ...(kind.notes?.(spec, room) ?? [])])];
}

/** Whether a supervisor, or one that it is made of, may say ground truth under a rule. */
export function saysTruth(spec: SupervisorBase): boolean {
  return supervisorKind(spec).ofTruth(spec) || madeOf(spec).supervisors.some(saysTruth);
}
