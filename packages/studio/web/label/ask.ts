// Requests of a labelling page: who sits at it goes with each of them, and what went wrong comes
// back with its status.

import type { Joined, Seat } from "../../src/label/messages.js";

/** A request that was not met; status 0: the studio does not answer. */
export class Fault extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Asks, or sends where there is a body. @throws Fault */
export async function ask<T>(
  project: string,
  path: string,
  token?: string,
  body?: object,
): Promise<T> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (token !== undefined) headers["x-w2s-seat"] = token;
  const sent = body ? { method: "POST", body: JSON.stringify(body), headers } : { headers };
  const address = `/api/label/${encodeURIComponent(project)}${path}`;
  const response = await fetch(address, sent).catch(() => {
    throw new Fault(0, "the studio does not answer; is w2s studio still running?");
  });
  const said: unknown = await response.json().catch(() => undefined);
  if (response.ok) return said as T;
  const isTold = typeof said === "object" && said !== null && "error" in said;
  throw new Fault(response.status, isTold ? String(said.error) : `answered ${response.status}`);
}

const key = (project: string): string => `w2s-label ${project}`;

/** Who sat at this tab before. */
export function keptSeat(project: string): Seat | undefined {
  const text = sessionStorage.getItem(key(project));
  return text === null ? undefined : (JSON.parse(text) as Seat);
}

/** Sits down, or hears what is asked first; the tab keeps the seat. @throws Fault */
export async function join(project: string, name: string, same: boolean): Promise<Joined> {
  const kept = keptSeat(project);
  const token = kept?.name === name ? kept.token : undefined;
  const joined = await ask<Joined>(project, "/join", token, { name, same });
  if (!("ask" in joined)) sessionStorage.setItem(key(project), JSON.stringify(joined));
  return joined;
}

/** Gets up: the next who sits at this tab is asked for a name. */
export function leave(project: string): void {
  sessionStorage.removeItem(key(project));
}

/** An answer that is not stored yet. */
export interface Pending {
  readonly id: string;
  readonly hash: string;
  readonly what: "answered" | "skipped" | "late";
  readonly label?: number;
  readonly confidence?: number;
  readonly ms: number;
}

const pendingKey = (project: string, name: string): string => `${key(project)} pending ${name}`;

/** Keeps an answer in the browser until it is stored; undefined: it is. */
export function keepPending(project: string, name: string, answer: Pending | undefined): void {
  const place = pendingKey(project, name);
  if (answer === undefined) localStorage.removeItem(place);
  else localStorage.setItem(place, JSON.stringify(answer));
}

/** An answer that an earlier page could not store. */
export function pendingOf(project: string, name: string): Pending | undefined {
  const text = localStorage.getItem(pendingKey(project, name));
  return text === null ? undefined : (JSON.parse(text) as Pending);
}
