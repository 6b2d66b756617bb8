// Texts of the command line as the values that options take.

import * as z from "zod";

/** A text as what the option takes: a list where it has commas, JSON, a number, itself alone. */
export function readAs(option: z.core.$ZodType, text: string): unknown {
  const parts = text.split(",");
  const lists = [parts.map(parseValue), parts];
  const plain = [...asJson(text), parseValue(text), text];
  const readings = parts.length > 1 ? [...lists, ...plain] : [...plain, ...lists];
  const fitting = readings.find((value) => z.safeParse(option, value).success);
  return fitting ?? (parts.length > 1 ? lists[0] : parseValue(text));
}

/** What stands in braces or brackets, where it is JSON; else nothing. */
function asJson(text: string): unknown[] {
  if (!/^\s*[[{]/.test(text)) return [];
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

/** A number, true or false, else the text itself. */
export function parseValue(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number) ? number : text;
}
