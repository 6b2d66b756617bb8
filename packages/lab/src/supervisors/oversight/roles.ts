// Who takes part in a protocol: any supervisor, or a student that stands for one.

import { InputError } from "@w2s/base";
import { nestedSupervisor } from "../nested.js";
import type { SupervisorBase } from "../supervisor.js";

/** The supervisor in a role. @throws InputError for what is none, or is told a label */
export function inRole(value: unknown, protocol: string, role: string): SupervisorBase {
  const found = nestedSupervisor(value);
  if (found) return found;
  throw new InputError(
    `${protocol}: the ${role} must be a supervisor such as probe(...), not told(...)`,
  );
}
