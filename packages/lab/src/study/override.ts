// Settings changed from the command line: `--set key=value`.

import { checkOptions, didYouMean, InputError } from "@w2s/base";
import { type Method, methods as methodKinds, remade } from "../methods/index.js";
import { studentsOf } from "../plan/index.js";
import { isStudentSpec, type StudentSpec, studentKind, studentKinds } from "../students/index.js";
import {
  asSupervisor,
  type SupervisorBase,
  type SupervisorSpec,
  studentOf,
  studentsIn,
  withParts,
} from "../supervisors/index.js";
import { taskKind } from "../tasks/index.js";
import { changedTasks } from "./override-task.js";
import { type Place, parts, placeIn } from "./place.js";
import { parseValue, readAs } from "./read-setting.js";
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
 * links of methods included, one of a method's, wherever it stands ("confidence.alpha=0.75"), or
 * one at a place: of one student or of all ("students.0.epochs=50", "students.epochs=50"), of what
 * a supervisor is made of likewise, or of tasks ("task.limit=200", "task.0.splits.test=0.3").
 * @throws InputError for an unknown key (with the near miss), a value that does not fit, or one
 * that makes two students alike
 */
export function changedStudy(given: Study, key: string, value: string): Study {
  const own = ownKeys.find((one) => one === key);
  if (own !== undefined) return overrideOwn(given, own, value);
  const place = placeIn(given, key);
  if (place?.part === "task") {
    return study({ ...given.options, task: changedTasks(given.tasks, place, key, value) });
  }
  if (place) return overrideRecipes(given, place.path[0], value, place, key);
  const [method, option] = key.split(".");
  if (option !== undefined) return overrideMethod(given, method!, key, value);
  return overrideRecipes(given, key, value);
}

/**
 * The study with a setting of recipes changed, wherever a student has it; at a place, there alone.
 */
function overrideRecipes(given: Study, option: string, value: string, place?: Place, key = option) {
  const takes = (spec: StudentSpec) => Object.hasOwn(studentKind(spec).schema.shape, option);
  const found = place ? studentsAt(given, place) : studentsOf(given);
  if (!found.some(takes)) refuseOption(given, key, option, found, place);
  const student = (spec: StudentSpec): StudentSpec =>
    takes(spec) ? changed(spec, option, value) : spec;
  const supervisor = (spec: SupervisorBase): SupervisorBase =>
    withParts(spec, { student, supervisor });
  const { supervisors, students, teaches } = given.options;
  const origins = new Map<Taking, Taking>();
  const following = <T extends Taking>(item: T, to: T): T => {
    origins.set(asTaught(to), asTaught(item));
    return to;
  };
  const isMeant = (part: Place["part"], at: number): boolean =>
    place === undefined || (place.part === part && (place.at ?? at) === at);
  return study({
    ...given.options,
    supervisors: each(supervisors, (item, i) => {
      const spec = isMeant("supervisors", i) ? asSupervisor(item) : undefined;
      return following(item, spec ? (asSupervisor(supervisor(spec)) ?? item) : item);
    }),
    students: each(students, (item, i) =>
      following(item, isMeant("students", i) ? student(item) : item),
    ),
    // Who teaches whom is asked of the very objects that the study was given.
    teaches:
      teaches &&
      ((one, other) => teaches(origins.get(one) ?? one, studentIn(origins.get(other)) ?? other)),
    methods: place ? given.methods : given.methods.map((one) => remade(one, { student })),
  });
}

/** The students at a place: of supervisors those that they are made of. */
function studentsAt({ supervisors, students }: Study, { part, at }: Place): StudentSpec[] {
  const all = part === "students" ? students.map((one) => [one]) : supervisors.map(studentsIn);
  return (at === undefined ? all : [all[at]!]).flat();
}

/** @throws InputError: nobody there has such an option */
function refuseOption(
  { tasks, methods }: Study,
  key: string,
  option: string,
  found: readonly StudentSpec[],
  place: Place | undefined,
): never {
  const options = found.flatMap((spec) => Object.keys(studentKind(spec).schema.shape));
  if (place) {
    const who = place.at === undefined ? place.part : `${place.part}.${place.at}`;
    const known = [...new Set(options)];
    const next = known.length === 0 ? "" : `; known: ${known.join(", ")}`;
    throw new InputError(
      `setting "${key}": no student in "${who}" has "${option}"` +
        (didYouMean(option, known) || next),
    );
  }
  const method = methods.find(({ name }) => hasOption(name, key));
  if (method) {
    const own = `${method.name}.${key}`;
    throw new InputError(`unknown setting "${key}"; it is one of methods: say "${own}"`);
  }
  if (recipeKeys.has(key)) {
    const near = didYouMean(key, ownKeys);
    throw new InputError(`setting "${key}": no student of this study has it${near}`);
  }
  if (tasks.some((task) => Object.hasOwn(taskKind(task).schema.shape, key))) {
    throw new InputError(`unknown setting "${key}"; it is one of tasks: say "task.${key}"`);
  }
  const known = [...new Set([...ownKeys, ...options])];
  const next = didYouMean(key, [...known, ...parts]) || `; known: ${known.join(", ")}`;
  throw new InputError(`unknown setting "${key}"${next}`);
}

/** Whether a kind of method takes an option of this name. */
const hasOption = (name: string, option: string): boolean =>
  Object.entries(methodKinds).some(
    ([own, { schema }]) => own === name && Object.hasOwn(schema.shape, option),
  );

type Taking = StudentSpec | SupervisorSpec;

/** As `teaches` is given it: of a trained supervisor, its student. */
const asTaught = (item: Taking): Taking => studentOf(item) ?? item;

const studentIn = (item: Taking | undefined): StudentSpec | undefined =>
  isStudentSpec(item) ? item : undefined;

function each<T>(items: T | readonly T[], change: (item: T, place: number) => T): T[] {
  return (Array.isArray(items) ? items : [items as T]).map(change);
}

function overrideOwn(given: Study, key: (typeof ownKeys)[number], value: string): Study {
  const parsed = key === "methods" ? methodsIn(value) : readAs(studySchema.shape[key], value);
  checkOptions(studySchema.partial(), { [key]: parsed }, "--set");
  return study({ ...given.options, [key]: parsed } as StudyOptions);
}

function overrideMethod(given: Study, name: string, key: string, value: string): Study {
  const known = Object.keys(methodKinds);
  const option = key.slice(name.length + 1);
  if (!known.includes(name)) throw new InputError(`setting "${key}": ${noMethod(name, option)}`);
  let found = false;
  const options = (kind: string, own: Readonly<Record<string, unknown>>) => {
    if (kind !== name) return own;
    found = true;
    return { ...own, [option]: parseValue(value) };
  };
  const methods = given.methods.map((one) => remade(one, { options }));
  if (found) return study({ ...given.options, methods });
  throw new InputError(`setting "${key}": no method of this study is "${name}"`);
}

/** What to say in place of a name that is no method's. */
function noMethod(name: string, option: string): string {
  if (name === "methods") return 'say it by the method\'s name, as in "confidence.alpha"';
  if (Object.hasOwn(studentKinds, name)) {
    const one = `"students.0.${option}" for one`;
    return `say "${option}" alone, for all students that have it, or ${one}`;
  }
  return `unknown method "${name}"${didYouMean(name, [...Object.keys(methodKinds), ...parts])}`;
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
