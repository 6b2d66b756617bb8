// Options of what a study file makes itself (methods, programs, measures): they name what they
// belong to, so each is one plain value.

import { InputError, shownValue } from "@w2s/base";

/** What tables show of an option, and identities have. */
export type PlainValue = number | string | boolean;

/** Whether a value is a text, a finite number, true or false. */
export const isPlainValue = (value: unknown): value is PlainValue =>
  typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);

/**
 * @param subject begins the message: `method "focal"`
 * @param what one option may be, where that is more than plain values
 * @throws InputError for no object, and for an option that cannot name anything: its place and what
 * came
 */
export function checkPlainOptions(
  subject: string,
  options: unknown,
  is: (value: unknown) => boolean = isPlainValue,
  what = "a text, a finite number, true or false",
): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new InputError(
      `${subject}: options must be an object, {} where there are none, got ${shownValue(options)}`,
    );
  }
  for (const [key, value] of Object.entries(options)) {
    if (is(value)) continue;
    throw new InputError(
      `${subject}: option "${key}" must be ${what}, as it tells this one from others of its ` +
        `name, got ${shownValue(value)}`,
    );
  }
}
