// A run's status as lines for people.

import type { Status } from "./status.js";

/** Without a word for this long, whoever hands out is likely gone. */
const silentMs = 30_000;

/** @param now ms since the epoch, by the reader's clock */
export function statusLines(status: Status, now: number): string[] {
  const { study, executor, state, steps, passes, host, pid } = status;
  const silence = now - Date.parse(status.updatedAt);
  const isSilent = state === "running" && silence > silentMs;
  const said = isSilent ? `no word for ${span(silence)}: the same command goes on` : state;
  const lines = [
    `${study}: ${said}, by ${executor} from ${host} (process ${pid})`,
    `  steps   ${count(steps.done)} of ${count(steps.total)} done${rate(status)}`,
    `  passes  ${count(passes.done)} of ${count(passes.total)} done, ${passes.running} running, ` +
      `${count(passes.waiting)} waiting, ${passes.failed} failed, ${count(passes.skipped)} skipped`,
  ];
  for (const { name, at, passesDone } of status.workers) {
    const now = at
      ? `${at.label}, ${Math.round(at.share * 100)}%, for ${span(at.forMs)}`
      : "nothing";
    lines.push(`  worker ${name}  ${count(passesDone)} passes done, now ${now}`);
  }
  for (const line of status.refused) lines.push(`  refused  ${line}`);
  for (const { pass, label, line } of status.failed)
    lines.push(`  failed ${pass}  ${label}: ${line}`);
  for (const { pass, label, line } of status.skipped.slice(0, 10)) {
    lines.push(`  ${pass}  ${label}: ${line}`);
  }
  const more = passes.skipped - Math.min(10, status.skipped.length);
  if (more > 0) lines.push(`  and ${count(more)} more skipped`);
  if (status.logs !== null) lines.push(`  logs in ${status.logs}`);
  return lines;
}

function rate({ perMinute, leftMs, state }: Status): string {
  if (perMinute === null) return "";
  const left = leftMs === null || state !== "running" ? "" : `, about ${span(leftMs)} left`;
  const pace = perMinute < 10 ? perMinute.toFixed(1) : count(Math.round(perMinute));
  return `, ${pace} a minute${left}`;
}

const count = (n: number): string => n.toLocaleString("en-US");

/** 42 s, 3 min, 2 h. */
function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
