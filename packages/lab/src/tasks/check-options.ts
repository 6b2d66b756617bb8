// From a schema's complaint to the house's one-line error.

import { InputError } from "@w2s/grad";
import type * as z from "zod";
import { didYouMean } from "../suggest.js";
import { shownValue } from "./formats/row.js";

/**
 * `options` as the schema types them.
 * @param subject what the message is about: the function that takes the options
 * @throws InputError for the first complaint: an unknown option (with the near miss), a missing or
 * a wrong one
 */
export function checkOptions<T extends z.ZodObject>(
  schema: T,
  options: unknown,
  subject: string,
): z.output<T> {
  const { data, error } = schema.safeParse(options);
  if (error === undefined) return data;
  // A misspelt option is also a missing one: the spelling is what helps.
  const issue = error.issues.find(({ code }) => code === "unrecognized_keys") ?? error.issues[0]!;
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    const unknown = issue.keys[0]!;
    const known = fieldsAt(schema, path);
    const name = [...path, unknown].join(".");
    throw new InputError(`${subject}: unknown option "${name}"${didYouMean(unknown, known)}`);
  }
  const value = path.reduce<unknown>(
    (part, key) => (part as Record<string, unknown> | undefined)?.[key],
    options,
  );
  const name = path.length === 0 ? "options" : `"${path.join(".")}"`;
  if (value === undefined) throw new InputError(`${subject}: ${name} must be given`);
  const got = issue.code === "too_small" && Array.isArray(value) ? value.length : shownValue(value);
  throw new InputError(`${subject}: ${name} ${requirement(issue)}, got ${got}`);
}

/** The options that an object inside the options knows. */
function fieldsAt(schema: z.ZodObject, path: readonly string[]): string[] {
  let shape = schema.shape;
  for (const key of path) shape = shape[key]?.unwrap?.()?.shape ?? shape[key]?.shape ?? shape;
  return Object.keys(shape);
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
    case "invalid_value":
      return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    default:
      return issue.message;
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
};
