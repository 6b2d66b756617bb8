// Who takes part in a protocol: any supervisor, or a student that stands for one.

import { supervisorFrom } from "../nested.js";
import type { SupervisorBase } from "../supervisor.js";

/** The supervisor in a role. @throws InputError for what is none, or is told a label */
export function inRole(value: unknown, protocol: string, role: string): SupervisorBase {
  return supervisorFrom(value, `${protocol}: the ${role}`);
}
