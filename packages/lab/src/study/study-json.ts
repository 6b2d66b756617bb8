// Studies as JSON: the same options, with objects in place of function calls.
//
//   { "task": { "kind": "table", "source": "train.tsv", "text": "sentence", "label": "label" },
//     "supervisors": [{ "model": "HuggingFaceTB/SmolLM2-135M", "layer": 0 }],
//     "students": [{ "model": "HuggingFaceTB/SmolLM2-135M", "probe": { "epochs": 9 } }],
//     "methods": ["naive", { "confidence": { "alpha": 0.5 } }] }

import { checkOptions, InputError, shownValue } from "@w2s/base";
import * as z from "zod";
import { studentKinds } from "../students/index.js";
import {
  asSupervisor,
  ofJson,
  type SupervisorSpec,
  supervisorKinds,
} from "../supervisors/index.js";
import { taskFromJson } from "../tasks/index.js";
import { methodOf, refuseMisspeltKind, studentFromJson } from "./student-json.js";
import { type Study, study, studySchema, type Vary } from "./study.js";
import { vary } from "./vary.js";

const record = z.record(z.string(), z.unknown());

/**
 * A study from parsed JSON.
 * @param label the file, for messages
 * @throws InputError that begins with the label: what is wrong, and where
 */
export function parseStudy(json: unknown, label: string): Study {
  try {
    const { success, data } = record.safeParse(json);
    if (!success) throw new InputError("study: must be an object");
    const options: Record<string, unknown> = { ...data };
    const replace = (key: string, convert: (item: unknown, where: string) => unknown) => {
      const value = options[key];
      if (value === undefined) return;
      // One of several is told by its place.
      const items: readonly unknown[] = Array.isArray(value) ? value : [value];
      const made = items.map((item, i) => convert(item, items.length > 1 ? `${key}.${i}` : key));
      options[key] = Array.isArray(value) ? made : made[0];
    };
    replace("task", taskFromJson);
    replace("supervisors", supervisorFromJson);
    replace("students", (item, where) => studentFromJson(item, where, supervisorFromJson));
    replace("methods", (item) => methodOf(item));
    const { vary: varied, ...own } = options;
    const made = study(checkOptions(studySchema, own, "study"));
    return varied === undefined ? made : vary(made, settingsOf(varied));
  } catch (error) {
    if (error instanceof InputError)
      throw new InputError(`${label}: ${error.message}`, { cause: error });
    throw error;
  }
}

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const value = z.union([scalar, z.array(z.union([z.string(), z.number()]))]);
const settings = z.record(z.string(), z.union([value, z.array(value).min(1)]));

/** `{ "epochs": [50, 800] }`. @throws InputError */
function settingsOf(given: unknown): Vary {
  const { success, data } = settings.safeParse(given);
  if (success) return data;
  throw new InputError('study: "vary" must be settings with a value or a list of values each');
}

/** `{ "errors": { ... } }`, likewise every kind with a name of its own; else a student. */
function supervisorFromJson(item: unknown, where = "supervisors"): SupervisorSpec {
  const fields = record.safeParse(item).data;
  if (!fields) {
    throw new InputError(
      `${where}: must be an object, such as { "model": NAME } or { "errors": { ... } }, got ` +
        shownValue(item),
    );
  }
  const kind = Object.entries(supervisorKinds).find(([name]) => Object.hasOwn(fields, name));
  if (!kind || kind[0] === supervisorKinds.trained.name) {
    const kinds = { ...studentKinds, ...supervisorKinds };
    refuseMisspeltKind(fields, where, Object.keys(kinds));
    const spec = asSupervisor(studentFromJson(item, where));
    if (spec) return spec;
    throw new InputError(`${where}: a supervisor cannot be told its own label`);
  }
  const [name, own] = kind;
  const { [name]: options, ...others } = fields;
  checkOptions(z.strictObject({}), others, `${where}: beside "${name}"`);
  const given = record.safeParse(options).data;
  if (!given) {
    throw new InputError(`${where}: "${name}" must be an object, got ${JSON.stringify(options)}`);
  }
  return ofJson<SupervisorSpec>(own, given, {
    student: (inside) => studentFromJson(inside, name),
    supervisor: (inside) => supervisorFromJson(inside, name),
  });
}
