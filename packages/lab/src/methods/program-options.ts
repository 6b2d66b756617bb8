// What programs' options have in common: other methods, and students.

import * as z from "zod";
import type { StudentSpec } from "../students/index.js";
import { isMethod, isStudentLike, type Method } from "./program.js";

/** Another method. */
export const anyMethod = () =>
  z.custom<Method>(isMethod, { error: "must be a method such as naive()" });

/** A student, such as probe(...). */
export const aStudent = () =>
  z.custom<StudentSpec>(isStudentLike, { error: "must be a student such as probe(...)" });
