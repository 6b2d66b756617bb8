// A study's design from its plan: what its kinds say of themselves, and what differs from their
// defaults.

import { InputError } from "@w2s/base";
import { isLoss } from "../methods/index.js";
import type { Design } from "../outcome/index.js";
import { type StudentSpec, studentKind } from "../students/index.js";
import {
  type SupervisorSpec,
  saysTruth,
  studentsIn,
  supervisorKind,
} from "../supervisors/index.js";
import type { TaskExamples } from "../tasks/index.js";
import type { PlannedStudy } from "./planned-study.js";

/** What a reader must know of how a study was set up. */
export function designOf(
  { supervisors, students, methods }: Pick<PlannedStudy, "supervisors" | "students" | "methods">,
  tasks: readonly TaskExamples[],
): Design {
  return {
    tasks: tasks.map(({ name, fixed }) => ({ name, ownTest: fixed.test !== null })),
    supervisors: supervisors.map(supervisorDesign),
    students: students.map(studentDesign),
    methods: methodsDesign(methods),
  };
}

/** Each name once. */
function methodsDesign(methods: PlannedStudy["methods"]): Design["methods"] {
  const programs = new Map(methods.map((method) => [method.name, !isLoss(method)]));
  return [...programs].map(([name, isProgram]) => ({ name, isProgram }));
}

function supervisorDesign(spec: SupervisorSpec): Design["supervisors"][number] {
  const { label } = spec;
  const { assumes } = supervisorKind(spec);
  return { label, assumes, saysTruth: saysTruth(spec), trained: studentsIn(spec).length > 0 };
}

function studentDesign(spec: StudentSpec): Design["students"][number] {
  const { label, recipe, told } = spec;
  const selection = "selection" in recipe ? recipe.selection : null;
  return {
    label,
    assumes: studentKind(spec).assumes,
    selection,
    told: told !== undefined,
    settings: ownSettings(spec),
  };
}

/** The settings of its recipe whose values are not those that its kind gives by itself. */
function ownSettings(spec: StudentSpec): Design["students"][number]["settings"] {
  return Object.entries(spec.recipe).flatMap(([name, value]: [string, unknown]) => {
    if (value === undefined || same(value, ofKind(spec, name))) return [];
    return [{ name, value: typeof value === "string" ? value : JSON.stringify(value) }];
  });
}

/** What the kind gives a setting by itself; undefined: nothing, or it must be given. */
function ofKind(spec: StudentSpec, name: string): unknown {
  try {
    const { recipe } = studentKind(spec).withOption(spec, name, undefined);
    return new Map<string, unknown>(Object.entries(recipe)).get(name);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
