// Who writes and reads words among those who take part in a protocol.

import { InputError } from "@w2s/base";
import { type Speaker, studentKind } from "../../../students/index.js";
import type { SupervisorBase, SupervisorKind } from "../../supervisor.js";

/** Judge and sides that speak. */
export interface Speakers {
  readonly judge: Speaker;
  readonly by: readonly Speaker[];
}

interface Roles {
  readonly protocol: string;
  readonly judge: SupervisorBase;
  readonly by: readonly SupervisorBase[];
}

/**
 * The speakers of a protocol in words; undefined where those who argue do not write.
 * @throws InputError where some write and others cannot, or the judge cannot read
 */
export function speakersOf(
  { protocol, judge, by }: Roles,
  kindOf: (spec: SupervisorBase) => SupervisorKind,
): Speakers | undefined {
  const speaks = (one: SupervisorBase) => speakerOf(one, kindOf);
  const found = by.map(speaks);
  const speakers = found.filter((one) => one !== undefined);
  if (speakers.length === 0) return undefined;
  const silent = by.find((_, i) => found[i] === undefined);
  if (silent) {
    throw new InputError(
      `${protocol}: ${silent.label} does not write, and who it argues with does; both must be ` +
        "chat(...), or neither",
    );
  }
  const reader = speaks(judge);
  if (reader) return { judge: reader, by: speakers };
  throw new InputError(
    `${protocol}: ${speakers[0]!.label} argues in words, which ${judge.label} cannot read; the ` +
      "judge must be chat(...) too",
  );
}

/** A supervisor that is one student is what that student is. */
function speakerOf(
  spec: SupervisorBase,
  kindOf: (spec: SupervisorBase) => SupervisorKind,
): Speaker | undefined {
  const { students, supervisors } = kindOf(spec).parts(spec);
  const [student, other] = students;
  if (!student || other || supervisors.length > 0) return undefined;
  return studentKind(student).speaker?.(student);
}
