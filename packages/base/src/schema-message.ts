// From a schema's first complaint to the house's one line: place, requirement, arrival.

import type * as z from "zod";
import { shownUncalled, shownValue } from "./shown-value.js";

/**
 * What `issue` says of `value`, for an error message that begins with its subject: `"seeds" must be
 * at least 1, got 0`.
 * @param whole what the value itself is called where no place inside it is meant, with the space
 * behind it; default: nothing, for a subject that names it
 */
export function complaint(issue: z.core.$ZodIssue, value: unknown, whole = ""): string {
  const path = issue.path.map(String);
  const place = path.length === 0 ? whole : `${shownPath(path)} `;
  const got = valueAt(value, path);
  if (got === undefined) return `${place}must be given`;
  return `${place}${requirement(issue)}, got ${arrival(issue, got)}`;
}

function arrival(issue: z.core.$ZodIssue, got: unknown): string {
  if (issue.code === "too_small" && Array.isArray(got)) return String(got.length);
  // What is no plain value is what a call gives: a method, a student.
  const isMade = issue.code === "custom" || issue.code === "invalid_union";
  return isMade ? shownUncalled(got, String(issue.path.at(-1) ?? "")) : shownValue(got);
}

/** Keys may be a damaged file's: quoted, and cut where they are long. */
function shownPath(path: readonly string[]): string {
  const joined = path.join(".");
  return JSON.stringify(joined.length > 120 ? `${joined.slice(0, 120)}...` : joined);
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

function requirement(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${ARTICLES[issue.expected] ?? issue.expected}`;
    case "too_small":
      return issue.origin === "string" || issue.origin === "array"
        ? `must have at least ${issue.minimum} ${issue.origin === "array" ? "items" : "characters"}`
        : `must be ${issue.inclusive ? "at least" : "above"} ${issue.minimum}`;
    case "too_big":
      return `must be ${issue.inclusive ? "at most" : "below"} ${issue.maximum}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_value":
      return issue.values.length === 1
        ? `must be ${JSON.stringify(issue.values[0])}`
        : `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    default:
      return issue.message === "Invalid input" ? "must have the expected form" : issue.message;
  }
}

const ARTICLES: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
  tuple: "a list",
};
