// Students and methods as JSON studies have them.

import { checkOptions, didYouMean, InputError } from "@w2s/base";
import * as z from "zod";
import { type Method, methodFromJson } from "../methods/index.js";
import {
  type StudentSpec,
  sourceFields,
  studentKinds,
  type ToldOptions,
  told,
} from "../students/index.js";
import { type ContinuedOptions, continued, type SupervisorBase } from "../supervisors/index.js";

const record = z.record(z.string(), z.unknown());
const toldJson = z.union([z.literal(true), record], { error: "must be true or an object" });

const beside = z.looseObject({ told: toldJson.optional(), continued: record.optional() });

/**
 * A student, told its supervisor's label where it says so: `"told": true`, or the options of
 * `told`; or one that continues another: the options of `continued`.
 * @param supervisor reads a supervisor inside it; absent: none may be there
 */
export function studentFromJson(
  item: unknown,
  where: string,
  supervisor?: (item: unknown) => SupervisorBase,
): StudentSpec {
  const { told: remark, continued: begun, ...own } = checkOptions(beside, item, where);
  const plain = ownStudentFromJson(own, where);
  const spec = begun === undefined ? plain : continued(plain, begunFrom(begun, where, supervisor));
  return remark === undefined ? spec : told(spec, remark === true ? {} : (remark as ToldOptions));
}

function begunFrom(
  { from, ...options }: Readonly<Record<string, unknown>>,
  where: string,
  supervisor?: (item: unknown) => SupervisorBase,
): ContinuedOptions {
  if (supervisor) return { ...options, from: supervisor(from) } as ContinuedOptions;
  throw new InputError(`${where}: "continued" is for the students of a study alone`);
}

/** The kind is the key that names one, "probe" where there is none. */
function ownStudentFromJson(own: Readonly<Record<string, unknown>>, where: string): StudentSpec {
  const named = Object.keys(studentKinds).filter((kind) => own[kind] !== undefined);
  const [name = "probe", other] = named;
  if (named.length === 0) refuseMisspeltKind(own, where, Object.keys(studentKinds));
  if (other !== undefined) throw new InputError(`${where}: give "${name}" or "${other}", not both`);
  const { [name]: options = {}, ...model } = own;
  const checked = record.safeParse(options);
  if (!checked.success) {
    throw new InputError(`${where}: "${name}" must be an object, got ${JSON.stringify(options)}`);
  }
  const kind = Object.values(studentKinds).find((one) => one.name === name)!;
  return kind.fromJson(model, checked.data, where);
}

const besideModel = [...Object.keys(sourceFields), "joined", ...Object.keys(beside.shape)];

/**
 * A kind's name that is misspelt looks like a field of the model.
 * @param kinds what may stand there, by the keys that name them
 * @throws InputError
 */
export function refuseMisspeltKind(
  fields: Readonly<Record<string, unknown>>,
  where: string,
  kinds: readonly string[],
): void {
  const known = [...besideModel, ...kinds];
  const stray = Object.keys(fields).find((key) => !known.includes(key));
  const near = stray === undefined ? "" : didYouMean(stray, known);
  if (near !== "") throw new InputError(`${where}: unknown option "${stray}"${near}`);
}

/** A method from JSON, whose students are as in a study. @throws InputError */
export function methodOf(item: unknown): Method {
  return methodFromJson(item, { student: (nested) => studentFromJson(nested, "methods") });
}
