// A function's options, checked by their schema; a misspelt one is told with its near miss.

import * as z from "zod";
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
  const issues = error.issues.flatMap(inForm);
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0]!;
  if (issue.code === "unrecognized_keys") {
    const path = issue.path.map(String);
    const unknown = issue.keys[0]!;
    const name = [...path, unknown].join(".");
    const near = didYouMean(unknown, fieldsAt(schema, path));
    throw new InputError(`${subject}: unknown option "${name}"${near}`);
  }
  throw new InputError(`${subject}: ${complaint(issue, options, "options ")}`);
}

/**
 * Of a value that fits no form of several: what is wrong inside the one whose outline it has, where
 * there is one.
 */
function inForm(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const near = issue.errors.filter((own) =>
    own.every(({ code, path, message }) => {
      const saysNothing = code === "custom" && message === "Invalid input";
      return (path.length > 0 && !saysNothing) || code === "unrecognized_keys";
    }),
  );
  if (near.length !== 1) return [issue];
  return near[0]!.flatMap((own) => inForm({ ...own, path: [...issue.path, ...own.path] }));
}

/** The options that an object inside the options knows, in whatever form it may be given. */
function fieldsAt(schema: z.ZodType, path: readonly string[]): string[] {
  let inside = formsOf(schema);
  for (const key of path) {
    inside = inside.flatMap((form): z.ZodType[] => {
      if (form instanceof z.ZodObject) return formsOf(form.shape[key]);
      if (form instanceof z.ZodArray) return formsOf(form.element as z.ZodType);
      return form instanceof z.ZodRecord ? formsOf(form.valueType as z.ZodType) : [];
    });
  }
  return inside.flatMap((form) => (form instanceof z.ZodObject ? Object.keys(form.shape) : []));
}

/** A schema without what is wrapped around it; of a union each of its forms. */
function formsOf(schema: z.ZodType | undefined): z.ZodType[] {
  if (schema instanceof z.ZodUnion) {
    return schema.options.flatMap((form) => formsOf(form as z.ZodType));
  }
  const isWrapped =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly;
  if (isWrapped) return formsOf(schema.unwrap() as z.ZodType);
  return schema === undefined ? [] : [schema];
}
