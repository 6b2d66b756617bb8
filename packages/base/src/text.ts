// Figures as people read them: counts, times, sizes, rates.

import { plain } from "./text-width.js";

/** 6920 as "6,920". */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** "1 step", "6,920 steps". */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** "1 set", "6,920 texts": a count of what a listener hears of in the plural. */
export function counted(value: number, units: string): string {
  return `${count(value)} ${value === 1 ? units.replace(/s$/, "") : units}`;
}

/** "a", "a and b", "a, b and c". */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** A duration as a clock shows it: "0:34", "1:02:03". */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A rough duration: "about 40 s", "about 2 min", "about 3 h". */
export function roughly(ms: number): string {
  if (ms < 60_000) return `about ${Math.max(1, Math.round(ms / 1000))} s`;
  if (ms < 5_400_000) return `about ${Math.round(ms / 60_000)} min`;
  return `about ${Math.round(ms / 3_600_000)} h`;
}

/** A size in decimal units: "312 B", "4.1 MB". */
export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(
    units.length - 1,
    Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)),
  );
  const scaled = value / 1000 ** power;
  return `${power === 0 || scaled >= 100 ? Math.round(scaled) : scaled.toFixed(1)} ${units[power]}`;
}

/** A size as people write it, in bytes: "500MB", "20GB", "1.5 TB"; undefined for what is none. */
export function sizeInBytes(text: string): number | undefined {
  const [, size, unit] = /^(\d+(?:\.\d+)?) ?(MB|GB|TB)$/i.exec(text) ?? [];
  const scales: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, TB: 1e12 };
  return unit === undefined ? undefined : Number(size) * scales[unit.toUpperCase()]!;
}

/** A local date and time to the minute: "2026-03-01 14:05". */
export function minute(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A rate per minute while a person can follow the count, per second above. */
export function rateText(perMs: number, unit: string): string {
  const perMinute = perMs * 60_000;
  if (perMinute >= 100_000) return `${count(Math.round(perMs * 1000))} ${plain(unit)}/s`;
  return (
    `${perMinute < 10 ? perMinute.toFixed(1) : count(Math.round(perMinute))} ` +
    `${plain(unit)}/min`
  );
}
