// Who writes and reads words among those who take part in a protocol.

import { InputError } from "@w2s/base";
import { type Speaker, studentKind } from "../../../students/index.js";
import type { SupervisorBase } from "../../supervisor.js";
import { studentOf } from "../../trained.js";

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
export function speakersOf({ protocol, judge, by }: Roles): Speakers | undefined {
  const found = by.map(speakerOf);
  const speakers = found.filter((one) => one !== undefined);
  if (speakers.length === 0) return undefined;
  const silent = by.find((_, i) => found[i] === undefined);
  if (silent) {
    throw new InputError(
      `${protocol}: ${silent.label} does not write, and who it argues with does; both must be ` +
        "chat(...), or neither",
    );
  }
  const reader = speakerOf(judge);
  if (reader) return { judge: reader, by: speakers };
  throw new InputError(
    `${protocol}: ${speakers[0]!.label} argues in words, which ${judge.label} cannot read; the ` +
      "judge must be chat(...) too",
  );
}

/** A supervisor that is a student speaks where that does. */
function speakerOf(spec: SupervisorBase): Speaker | undefined {
  const student = studentOf(spec);
  return student && studentKind(student).speaker?.(student);
}
