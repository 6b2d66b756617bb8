// What programs' options have in common: other methods, and students.

import * as z from "zod";
import type { StudentSpec } from "../students/index.js";
import { isMethod, type Method } from "./program.js";

/** Another method. */
export const anyMethod = () =>
  z.custom<Method>(isMethod, { error: "must be a method such as naive()" });

/** A student, such as probe(...). */
export const aStudent = () =>
  z.custom<StudentSpec>(isStudentLike, { error: "must be a student such as probe(...)" });

function isStudentLike(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "kind" in value && "label" in value && "recipe" in value;
}
