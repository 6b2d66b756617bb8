// Settings changed from the command line: `--set key=value`.

import { checkOptions, didYouMean, InputError } from "@w2s/base";
import * as z from "zod";
import { type Method, methods as methodKinds, remade } from "../methods/index.js";
import { studentsOf } from "../plan/index.js";
import { isStudentSpec, type StudentSpec, studentKind, studentKinds } from "../students/index.js";
import {
  asSupervisor,
  type SupervisorBase,
  type SupervisorSpec,
  studentOf,
  withParts,
} from "../supervisors/index.js";
import { methodOf } from "./student-json.js";
import { type Study, type StudyOptions, study, studySchema } from "./study.js";

/** Settings of all cells at once, which are no variation of a cell. */
export const OF_ALL = [
  "name",
  "seeds",
  "metric",
  "resamples",
  "arms",
  "overlap",
  "methods",
] as const;
const ownKeys = [...OF_ALL, "labels"] as const;
const recipeKeys = new Set(
  Object.values(studentKinds).flatMap(({ schema }) => Object.keys(schema.shape)),
);

/**
 * The study with one setting changed: one of its own ("seeds=5", "labels=soft,hard",
 * "methods=naive,confidence"), one of the recipe of every student whose kind has it ("epochs=50"),
 * links of methods included, or one of a method's, wherever it stands ("confidence.alpha=0.75").
 * @throws InputError for an unknown key (with the near miss), a value that does not fit, or one
 * that makes two students alike
 */
export function changedStudy(given: Study, key: string, value: string): Study {
  const own = ownKeys.find((one) => one === key);
  if (own !== undefined) return overrideOwn(given, own, value);
  const [method, option] = key.split(".");
  if (option !== undefined) return overrideMethod(given, method!, option, value);
  const takes = (spec: StudentSpec) => Object.hasOwn(studentKind(spec).schema.shape, key);
  if (studentsOf(given).some(takes)) {
    const student = (spec: StudentSpec): StudentSpec =>
      takes(spec) ? changed(spec, key, value) : spec;
    const supervisor = (spec: SupervisorBase): SupervisorBase =>
      withParts(spec, { student, supervisor });
    const { supervisors, students, teaches } = given.options;
    const origins = new Map<Taking, Taking>();
    const following = <T extends Taking>(item: T, to: T): T => {
      origins.set(asTaught(to), asTaught(item));
      return to;
    };
    return study({
      ...given.options,
      supervisors: each(supervisors, (item) => {
        const spec = asSupervisor(item);
        return following(item, spec ? (asSupervisor(supervisor(spec)) ?? item) : item);
      }),
      students: each(students, (item) => following(item, student(item))),
      // Who teaches whom is asked of the very objects that the study was given.
      teaches:
        teaches &&
        ((one, other) => teaches(origins.get(one) ?? one, studentIn(origins.get(other)) ?? other)),
      methods: given.methods.map((one) => remade(one, { student })),
    });
  }
  if (recipeKeys.has(key)) {
    const near = didYouMean(key, ownKeys);
    throw new InputError(`setting "${key}": no student of this study has it${near}`);
  }
  const ofStudents = studentsOf(given).flatMap((spec) =>
    Object.keys(studentKind(spec).schema.shape),
  );
  const known = [...new Set([...ownKeys, ...ofStudents])];
  throw new InputError(
    `unknown setting "${key}"${didYouMean(key, known) || `; known: ${known.join(", ")}`}`,
  );
}

type Taking = StudentSpec | SupervisorSpec;

/** As `teaches` is given it: of a trained supervisor, its student. */
const asTaught = (item: Taking): Taking => studentOf(item) ?? item;

const studentIn = (item: Taking | undefined): StudentSpec | undefined =>
  isStudentSpec(item) ? item : undefined;

function each<T>(items: T | readonly T[] | T[], change: (item: T) => T): T[] {
  return (Array.isArray(items) ? items : [items as T]).map(change);
}

function overrideOwn(given: Study, key: (typeof ownKeys)[number], value: string): Study {
  const parsed = key === "methods" ? methodsIn(value) : readAs(studySchema.shape[key], value);
  checkOptions(studySchema.partial(), { [key]: parsed }, "--set");
  return study({ ...given.options, [key]: parsed } as StudyOptions);
}

function overrideMethod(given: Study, name: string, option: string, value: string): Study {
  const known = Object.keys(methodKinds);
  if (!known.includes(name)) {
    throw new InputError(
      Object.hasOwn(studentKinds, name)
        ? `setting "${name}.${option}": say "${option}" alone, for all students that have it`
        : `setting "${name}.${option}": unknown method "${name}"${didYouMean(name, known)}`,
    );
  }
  let found = false;
  const options = (kind: string, own: Readonly<Record<string, unknown>>) => {
    if (kind !== name) return own;
    found = true;
    return { ...own, [option]: parseValue(value) };
  };
  const methods = given.methods.map((one) => remade(one, { options }));
  if (found) return study({ ...given.options, methods });
  throw new InputError(`setting "${name}.${option}": no method of this study is "${name}"`);
}

/** "naive,confidence"; with options as in JSON: `{ "confidence": { "alpha": 0.5 } }`, or a list. */
function methodsIn(value: string): Method[] {
  const text = value.trim();
  const items = /^[[{]/.test(text) ? jsonIn(text) : text.split(",").map((name) => name.trim());
  return (Array.isArray(items) ? items : [items]).map(methodOf);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(
      `--set: methods must be names, or JSON such as {"confidence": {"alpha": 0.5}}, got "${text}"`,
      { cause },
    );
  }
}

/** A student's own name stays; what was added to it (", told") too. */
function changed(spec: StudentSpec, key: string, text: string): StudentSpec {
  const kind = studentKind(spec);
  return kind.withOption(spec, key, readAs(kind.schema.shape[key]!, text));
}

/** A text as what the option takes: a list where it has commas, JSON, a number, itself alone. */
function readAs(option: z.core.$ZodType, text: string): unknown {
  const parts = text.split(",");
  const lists = [parts.map(parseValue), parts];
  const plain = [...asJson(text), parseValue(text), text];
  const readings = parts.length > 1 ? [...lists, ...plain] : [...plain, ...lists];
  const fitting = readings.find((value) => z.safeParse(option, value).success);
  return fitting ?? (parts.length > 1 ? lists[0] : parseValue(text));
}

/** What stands in braces or brackets, where it is JSON; else nothing. */
function asJson(text: string): unknown[] {
  if (!/^\s*[[{]/.test(text)) return [];
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

function parseValue(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number) ? number : text;
}
