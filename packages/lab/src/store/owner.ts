// Names of processes, as they stand on what they make in a store that others use too.

import { randomBytes } from "node:crypto";
import { hostLabel, isAlive } from "@w2s/base";

/** A name that no other process has or had: `host~process~chance`. */
export function ownerName(): string {
  return [hostLabel(), process.pid, randomBytes(6).toString("hex")].join("~");
}

/** Whether a name has the form of an owner's. */
export function isOwnerName(name: string): boolean {
  return /^[A-Za-z0-9.-]*~\d+~[0-9a-f]+$/.test(name);
}

/** Whether an owner was a process of this machine that is gone; of others nobody can say. */
export function isGone(owner: string): boolean {
  const [host, pid] = owner.split("~");
  return isOwnerName(owner) && host === hostLabel() && !isAlive(Number(pid));
}
