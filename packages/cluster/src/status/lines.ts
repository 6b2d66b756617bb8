// A run's status in words for people: part by part for a page, and as lines for a terminal.

import { count, plain } from "@w2s/base";
import { labelled } from "../errors.js";
import type { Status } from "./status.js";

/** Without a word for this long, whoever hands out is likely gone. */
const silentMs = 30_000;
/** Skipped passes that are named. */
const mostSkipped = 10;

/** A status in words. What comes from files or others' machines has no control characters. */
export interface StatusWords {
  /** Whose run is at what: "demo: running, by queue from lab1 (process 42), on cpu". */
  readonly headline: string;
  /** Steps done, the rate, the time left. */
  readonly steps: string;
  /** Passes done, running, waiting, failed, skipped. */
  readonly passes: string;
  readonly workers: readonly WorkerWords[];
  /** Who refused, what failed and why, what was skipped after what: "failed cd34", "fit: ...". */
  readonly notes: readonly { readonly what: string; readonly line: string }[];
  /** Where logs lie; null: there are none. */
  readonly logs: string | null;
}

/** A worker in words. */
export interface WorkerWords {
  /** Its machine and process, or its number among those of one machine. */
  readonly name: string;
  /** What it is at: "linear probes, 25%", or "nothing". */
  readonly doing: string;
  /** For how long, and whether nothing was heard of it: "5 s", "3 min, no word for 40 s", or "". */
  readonly since: string;
  /** How many passes it has done. */
  readonly done: number;
}

/** @param now ms since the epoch, by the reader's clock */
export function statusWords(status: Status, now: number): StatusWords {
  const { study, executor, state, steps, passes, host, pid, device, logs } = status;
  const silence = now - Date.parse(status.updatedAt);
  const isSilent = state === "running" && silence > silentMs;
  const said = isSilent ? `no word for ${span(silence)}: the same command goes on` : state;
  const on = device === undefined ? "" : `, on ${device}`;
  return {
    headline: plain(`${study}: ${said}, by ${executor} from ${host} (process ${pid})${on}`),
    steps: `${count(steps.done)} of ${count(steps.total)} done${rate(status)}`,
    passes:
      `${count(passes.done)} of ${count(passes.total)} done, ${passes.running} running, ` +
      `${count(passes.waiting)} waiting, ${passes.failed} failed, ${count(passes.skipped)} skipped`,
    workers: status.workers.map(workerWords),
    notes: notesOf(status),
    logs: logs === null ? null : plain(logs),
  };
}

/** @param now ms since the epoch, by the reader's clock */
export function statusLines(status: Status, now: number): string[] {
  const { headline, steps, passes, workers, notes, logs } = statusWords(status, now);
  return [
    headline,
    `  steps   ${steps}`,
    `  passes  ${passes}`,
    ...workers.map(({ name, doing, since, done }) => {
      const time = since === "" ? "" : `, for ${since}`;
      return `  worker ${name}  ${count(done)} passes done, now ${doing}${time}`;
    }),
    ...notes.map(({ what, line }) => `  ${what}  ${line}`),
    ...(logs === null ? [] : [`  logs in ${logs}`]),
  ];
}

function workerWords({ name, at, passesDone: done }: Status["workers"][number]): WorkerWords {
  if (at === null) return { name: plain(name), doing: "nothing", since: "", done };
  const { label, share, forMs, silentMs: silence = 0 } = at;
  return {
    name: plain(name),
    doing: plain(`${label}, ${Math.round(share * 100)}%`),
    since: span(forMs) + (silence > silentMs ? `, no word for ${span(silence)}` : ""),
    done,
  };
}

function notesOf({ passes, refused, failed, skipped }: Status): StatusWords["notes"] {
  const named = skipped.slice(0, mostSkipped);
  const more = (what: string, left: number) =>
    left > 0 ? [{ what, line: `${count(left)} more` }] : [];
  return [
    ...refused.map((line) => ({ what: "refused", line: plain(line) })),
    ...failed.map(({ pass, label, line }) => ({
      what: plain(`failed ${pass}`),
      line: plain(labelled(label, line)),
    })),
    ...more("failed", passes.failed - failed.length),
    ...named.map(({ pass, label, line }) => ({
      what: plain(pass),
      line: plain(labelled(label, line)),
    })),
    ...more("skipped", passes.skipped - named.length),
  ];
}

function rate({ perMinute, leftMs, state }: Status): string {
  if (perMinute === null) return "";
  const left = leftMs === null || state !== "running" ? "" : `, about ${span(leftMs)} left`;
  const pace = perMinute < 10 ? perMinute.toFixed(1) : count(Math.round(perMinute));
  return `, ${pace} a minute${left}`;
}

/** 42 s, 3 min, 2 h. */
function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
