// What a user gives that is kept as JSON: settings of a program, options of a function.

import * as z from "zod";
import type { JsonObject } from "./canonical-json.js";

/** An object that JSON can hold; a complaint names the place of what it cannot. */
export const jsonObject = z
  .custom<JsonObject>(isPlain, { error: "must be an object" })
  .superRefine((value, context) => {
    const path = strayIn(value);
    if (path === undefined) return;
    const message =
      "must be JSON: a text, a finite number, true, false, null, or lists and objects of them";
    context.addIssue({ code: "custom", path, message });
  });

/** Where the first thing stands that JSON cannot hold; undefined: nowhere. */
function strayIn(value: unknown): string[] | undefined {
  if (value === null || ["string", "boolean"].includes(typeof value)) return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : [];
  if (!Array.isArray(value) && !isPlain(value)) return [];
  for (const [key, inner] of Object.entries(value)) {
    const stray = strayIn(inner);
    if (stray !== undefined) return [key, ...stray];
  }
  return undefined;
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A study file may be run in a world of its own, whose Object is another.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
