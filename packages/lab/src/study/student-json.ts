// Students and methods as JSON studies have them.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { type Method, methodFromJson } from "../methods/index.js";
import { type StudentSpec, studentKinds, type ToldOptions, told } from "../students/index.js";

const record = z.record(z.string(), z.unknown());
const toldJson = z.union([z.literal(true), record], { error: "must be true or an object" });

/**
 * A student, told its supervisor's label where it says so: `"told": true`, or the options of
 * `told`.
 */
export function studentFromJson(item: unknown, where: string): StudentSpec {
  const given = checkOptions(z.looseObject({ told: toldJson.optional() }), item, where);
  const { told: remark, ...own } = given;
  const spec = ownStudentFromJson(own, where);
  return remark === undefined ? spec : told(spec, remark === true ? {} : (remark as ToldOptions));
}

/** The kind is the key that names one, "probe" where there is none. */
function ownStudentFromJson(own: Readonly<Record<string, unknown>>, where: string): StudentSpec {
  const named = Object.keys(studentKinds).filter((kind) => own[kind] !== undefined);
  const [name = "probe", other] = named;
  if (other !== undefined) throw new InputError(`${where}: "${other}" goes without "${name}"`);
  const { [name]: options = {}, ...model } = own;
  const checked = record.safeParse(options);
  if (!checked.success) {
    throw new InputError(`${where}: "${name}" must be an object, got ${JSON.stringify(options)}`);
  }
  const kind = Object.values(studentKinds).find((one) => one.name === name)!;
  return kind.fromJson(model, checked.data);
}

/** A method from JSON, whose students are as in a study. @throws InputError */
export function methodOf(item: unknown): Method {
  return methodFromJson(item, { student: (nested) => studentFromJson(nested, "methods") });
}
