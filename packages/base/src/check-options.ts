// A function's options, checked by their schema; a misspelt one is told with its near miss.

import type * as z from "zod";
import { didYouMean } from "./did-you-mean.js";
import { InputError } from "./errors.js";
import { complaint } from "./schema-message.js";

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
  if (issue.code === "unrecognized_keys") {
    const path = issue.path.map(String);
    const unknown = issue.keys[0]!;
    const name = [...path, unknown].join(".");
    const near = didYouMean(unknown, fieldsAt(schema, path));
    throw new InputError(`${subject}: unknown option "${name}"${near}`);
  }
  throw new InputError(`${subject}: ${complaint(issue, options, "options ")}`);
}

/** The options that an object inside the options knows. */
function fieldsAt(schema: z.ZodObject, path: readonly string[]): string[] {
  let shape = schema.shape;
  for (const key of path) shape = shape[key]?.unwrap?.()?.shape ?? shape[key]?.shape ?? shape;
  return Object.keys(shape);
}
