// A run's status in words for people: part by part for a page, and as lines for a terminal.

import { clip, count, fit, pad, plain, widthOf } from "@w2s/base";
import { labelled } from "../errors.js";
import type { Status } from "./status.js";

/** Without a word for this long, whoever hands out is likely gone. */
const silentMs = 30_000;
/** Groups of alike failed and of alike skipped passes that are named. */
const [mostFailed, mostSkipped] = [20, 10];

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

/**
 * Lines for a terminal. One a worker, cut to `width` columns; the others are as long as they are.
 * @param now ms since the epoch, by the reader's clock
 */
export function statusLines(
  status: Status,
  now: number,
  width = Number.POSITIVE_INFINITY,
): string[] {
  const { headline, steps, passes, notes, logs } = statusWords(status, now);
  return [
    headline,
    `  steps   ${steps}`,
    `  passes  ${passes}`,
    ...workerLines(status.workers, width),
    ...notes.map(({ what, line }) => `  ${what}  ${line}`),
    ...(logs === null ? [] : [`  logs in ${logs}`]),
  ];
}

/** Names and counts stand below each other; what a long label pushes out comes last. */
function workerLines(workers: Status["workers"], width: number): string[] {
  const names = workers.map(({ name }) => plain(name));
  const lead = width < 60 ? "  " : "  worker ";
  // Of a line a name gets a third at most. Its end, the process, tells workers of a host apart.
  const room = Math.min(Math.max(0, ...names.map(widthOf)), Math.floor(width / 3));
  const done = workers.map(({ passesDone }) => count(passesDone));
  const digits = Math.max(0, ...done.map(widthOf));
  const lines = names.map((name, i) => {
    const head = `${lead}${pad(fit(name, room), room)}  ${pad(done[i]!, digits, "right")} done, `;
    return head + clip(nowAt(workers[i]!), width - widthOf(head));
  });
  const idle = workers.filter(({ at }) => at === null).length;
  const all = `  workers ${count(workers.length)}, ${count(idle)} of them idle`;
  return workers.length > mostUncounted ? [all, ...lines] : lines;
}

/** More workers than a glance counts. */
const mostUncounted = 8;

function nowAt({ at }: Status["workers"][number]): string {
  if (at === null) return "idle";
  const { label, share, forMs, silentMs: silence = 0 } = at;
  const word = silence > silentMs ? `no word for ${span(silence)}, ` : "";
  return plain(`${word}${Math.round(share * 100)}% after ${span(forMs)}: ${label}`);
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
  const failures = alike(failed, ({ line }) => line.replace(ownFiles, "")).slice(0, mostFailed);
  const named = alike(skipped, ({ line }) => line).slice(0, mostSkipped);
  const left = (total: number, groups: readonly (readonly unknown[])[]) =>
    total - groups.reduce((sum, { length }) => sum + length, 0);
  const more = (what: string, left: number) =>
    left > 0 ? [{ what, line: `${count(left)} more` }] : [];
  return [
    ...alike(refused, (line) => line.replace(/^worker \S+/, "")).map((lines) => ({
      what: `refused${lines.length > 1 ? ` by ${count(lines.length)}, as` : ""}`,
      line: plain(lines[0]!),
    })),
    ...failures.map((group) => passNote("failed ", group)),
    ...more("failed", left(passes.failed, failures)),
    ...named.map((group) => passNote("", group)),
    ...more("skipped", left(passes.skipped, named)),
  ];
}

/** What an external student's failure ends with: files of that one pass. */
const ownFiles = /; (its (log|folder) is|they are kept as) .*$/s;

/** Alike ones together, by what is said of them, in the order of the first of each. */
function alike<T>(all: readonly T[], sayingOf: (one: T) => string): (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const saying = sayingOf(one);
    groups.set(saying, [...(groups.get(saying) ?? []), one]);
  }
  return [...groups.values()];
}

/** Of several alike the first is named. */
function passNote(word: string, group: readonly Status["failed"][number][]) {
  const { pass, label, line } = group[0]!;
  const among = group.length > 1 ? ` and ${count(group.length - 1)} alike` : "";
  return { what: plain(`${word}${pass}${among}`), line: plain(labelled(label, line)) };
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
