// The list of runs: what each one is at, by its record, its events and its digest.

import { stat } from "node:fs/promises";
import { join } from "node:path";
import { plural } from "@w2s/base";
import { eventsFile } from "@w2s/lab";
import type { Tails } from "../live/routes.js";
import { type RunState, shareOf } from "../live/run-state.js";
import type { Digests } from "./digests.js";
import type { RunPlaces } from "./places.js";

/** What a run is at. */
export type RunStatus = "running" | "finished" | "interrupted" | "failed" | "damaged";

/** A line of the list. */
export interface ListedRun {
  readonly name: string;
  readonly study: string;
  readonly status: RunStatus;
  /** When it was last heard of, ISO 8601. */
  readonly at: string;
  readonly wallMs: number | null;
  readonly rows: number | null;
  /** One sentence: what was found, how far it is, or what is wrong. */
  readonly line: string;
  /** The share that is done while it goes. */
  readonly share: number | null;
}

/** Every run, the latest first; folders that are none are passed over. */
export async function listedRuns(
  places: RunPlaces,
  tails: Tails,
  digests: Digests,
): Promise<ListedRun[]> {
  const names = await places.names();
  const all: ListedRun[] = [];
  for (const name of names) {
    const one = await listedRun(name, join(places.root, name), tails, digests);
    if (one !== null) all.push(one);
  }
  return all.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

/** One run; null where the folder is none. */
export async function listedRun(
  name: string,
  folder: string,
  tails: Tails,
  digests: Digests,
): Promise<ListedRun | null> {
  const [results, events] = await Promise.all([
    mtime(join(folder, "results.json")),
    mtime(join(folder, eventsFile)),
  ]);
  const state = events === null ? null : await tails.of(folder).now();
  if (state?.begun && isNewer(state, results)) return ofEvents(name, state);
  if (results === null) return null;
  const digest = await digests.of(folder);
  if (digest?.error) {
    const fields = { name, study: name, status: "damaged", line: digest.error } as const;
    return { ...fields, at: results.toISOString(), wallMs: null, rows: null, share: null };
  }
  const summary = digest?.summary ?? null;
  return {
    name,
    study: summary?.study ?? name,
    status: "finished",
    at: summary?.finishedAt ?? results.toISOString(),
    wallMs: summary?.wallMs ?? null,
    rows: summary?.rows ?? null,
    line: summary?.headline.sentence ?? "",
    share: null,
  };
}

/** A run that goes, or went wrong after the results that lie there. */
function isNewer({ begun, ended }: RunState, results: Date | null): boolean {
  if (ended?.event === "ended" && ended.how === "finished") return false;
  return results === null || begun!.at > results.getTime() || ended === null;
}

function ofEvents(name: string, state: RunState): ListedRun {
  const { begun, ended, heardAt, done } = state;
  const { status, line } = ending(state);
  return {
    name,
    study: begun!.study,
    status,
    at: new Date(heardAt).toISOString(),
    wallMs: heardAt - begun!.at,
    rows: null,
    line: line || (done.length === 0 ? "" : `${plural(done.length, "piece")} of work done`),
    share: ended === null ? shareOf(state) : null,
  };
}

function ending({ ended, current }: RunState): { status: RunStatus; line: string } {
  if (ended === null) {
    const { work } = current ?? { work: undefined };
    return { status: "running", line: work ? `${work.kind}: ${work.label}` : "" };
  }
  if (ended.event === "gone") {
    return { status: "interrupted", line: "its process is gone without a word; run it again" };
  }
  return { status: ended.how, line: ended.message ?? unsaid[ended.how] };
}

/** What is said of an end that says nothing. */
const unsaid = {
  finished: "",
  failed: "failed; run it again",
  interrupted: "interrupted; the same command goes on from there",
} as const;

async function mtime(path: string): Promise<Date | null> {
  return stat(path).then(
    (found) => found.mtime,
    () => null,
  );
}
