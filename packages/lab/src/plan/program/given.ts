// What a user's program hands to its calls, looked at before anything is built of it: programs in
// JavaScript are not held by types.

import { shownUncalled, shownValue } from "@w2s/base";
import { type Adjustment, isMethod, type Method } from "../../methods/index.js";
import { jsonObject } from "../../store/index.js";
import type { Running } from "./trial.js";

/** @throws InputError for what is no method */
export function methodFrom(value: Method, run: Running): Method {
  if (isMethod(value)) return value;
  throw run.refusal(`fit(...) needs a method such as naive(), got ${shownUncalled(value)}`);
}

/** @throws InputError for what is no list */
export function listFrom<T>(value: readonly T[], call: string, run: Running): readonly T[] {
  if (Array.isArray(value)) return value;
  throw run.refusal(`${call} needs a list, got ${shownUncalled(value)}`);
}

/** @throws InputError for what is no adjustment, by its field */
export function adjustmentFrom(value: Adjustment, run: Running): Adjustment {
  if (typeof value !== "object" || value === null) {
    throw run.refusal(
      "adjust(...) needs an adjustment, { name, options, filters, apply }, got " +
        shownUncalled(value),
    );
  }
  const fields: readonly (readonly [keyof Adjustment, boolean, string])[] = [
    ["name", typeof value.name === "string" && value.name !== "", "a text"],
    ["options", jsonObject.safeParse(value.options).success, "an object that JSON can hold"],
    ["filters", typeof value.filters === "boolean", "true or false"],
    ["apply", typeof value.apply === "function", "a function"],
  ];
  const wrong = fields.find(([, isRight]) => !isRight);
  if (wrong === undefined) return value;
  const [field, , what] = wrong;
  throw run.refusal(`an adjustment's "${field}" must be ${what}, got ${shownValue(value[field])}`);
}
