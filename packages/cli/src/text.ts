// Words and figures as people read them: counts, times, sizes, and text cut to a width.

import stringWidth from "string-width";

/** Columns that a text takes on a terminal; wide characters count two. */
export const widthOf: (text: string) => number = stringWidth;

/** The text without control characters: a name from a file must not move the cursor. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}

/**
 * The text cut to `width` columns; what is cut from its middle shows as "…". Both ends tell names
 * apart.
 */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width < 1) return "";
  const characters = [...text];
  const head = take(characters, Math.ceil((width - 1) / 2));
  const tail = take(characters.toReversed(), width - 1 - widthOf(head));
  return `${head}…${[...tail].toReversed().join("")}`;
}

/** The text cut to `width` columns at its end. */
export function clip(text: string, width: number): string {
  return widthOf(text) <= width || width < 1
    ? take([...text], width)
    : `${take([...text], width - 1)}…`;
}

/** Fills with spaces up to `width` columns; `align` says on which side the text stands. */
export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "left" ? text + space : space + text;
}

/** 6920 as "6,920". */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** "1 step", "6,920 steps". */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
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

/** A local date and time to the minute: "2026-03-01 14:05". */
export function minute(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function take(characters: readonly string[], width: number): string {
  let text = "";
  for (const character of characters) {
    if (widthOf(text + character) > width) break;
    text += character;
  }
  return text;
}

/** "webgpu ran 120 of 131 nodes; the CPU ran Concat 8, Cast 3". */
export function placementLine(
  device: string,
  { nodes, onCpu }: { readonly nodes: number; readonly onCpu: Readonly<Record<string, number>> },
): string {
  const fallen = Object.entries(onCpu);
  const total = fallen.reduce((sum, [, number]) => sum + number, 0);
  const names = fallen.map(([op, number]) => `${op} ${count(number)}`).join(", ");
  const rest = total === 0 ? "" : `; the CPU ran ${names}`;
  return `${device} ran ${count(nodes - total)} of ${count(nodes)} nodes${rest}`;
}
