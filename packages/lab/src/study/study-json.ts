// Studies as JSON: the same options, with objects in place of function calls.
//
//   { "task": { "kind": "table", "source": "train.tsv", "text": "sentence", "label": "label" },
//     "supervisors": [{ "model": "all-MiniLM-L6-v2", "layer": 0 }],
//     "students": [{ "model": "HuggingFaceTB/SmolLM2-135M", "layer": 15, "probe": { "epochs": 100 } }],
//     "methods": ["naive", { "confidence": { "alpha": 0.5 } }] }

import { checkOptions, didYouMean, InputError } from "@w2s/base";
import * as z from "zod";
import { type Method, methods } from "../methods/index.js";
import type {
  FinetuneOptions,
  LoraStudentOptions,
  ProbeOptions,
  PromptOptions,
} from "../students/index.js";
import { taskFromJson } from "../tasks/index.js";
import { type ErrorsOptions, errors } from "./errors.js";
import { type ModelHandle, type ModelOptions, model } from "./features.js";
import { lora } from "./lora.js";
import { prompt } from "./prompt.js";
import {
  finetune,
  probe,
  type StudentSpec,
  type Study,
  type SupervisorSpec,
  study,
  studySchema,
} from "./study.js";
import { type ToldOptions, told } from "./told.js";

const record = z.record(z.string(), z.unknown());
const studentJson = z.strictObject({
  model: z.string(),
  layer: z.int().optional(),
  as: z.string().optional(),
  revision: z.string().optional(),
  pooling: z.enum(["mean", "first", "last"]).optional(),
  maxTokens: z.int().min(1).optional(),
  probe: record.optional(),
  finetune: record.optional(),
  lora: record.optional(),
  prompt: record.optional(),
});

const toldJson = z.union([z.literal(true), record], { error: "must be true or an object" });

const makers: Readonly<Record<string, (options?: never) => Method>> = methods;

/**
 * A study from parsed JSON.
 * @param label the file, for messages
 * @throws InputError that begins with the label: what is wrong, and where
 */
export function parseStudy(json: unknown, label: string): Study {
  try {
    const { success } = record.safeParse(json);
    if (!success) throw new InputError("study: must be an object");
    const options = { ...(json as Record<string, unknown>) };
    const replace = (key: string, convert: (item: unknown) => unknown) => {
      const value = options[key];
      if (value !== undefined)
        options[key] = Array.isArray(value) ? value.map(convert) : convert(value);
    };
    replace("task", taskFromJson);
    replace("supervisors", supervisorFromJson);
    replace("students", (item) => studentFromJson(item, "students"));
    replace("methods", methodFromJson);
    return study(checkOptions(studySchema, options, "study"));
  } catch (error) {
    if (error instanceof InputError)
      throw new InputError(`${label}: ${error.message}`, { cause: error });
    throw error;
  }
}

function supervisorFromJson(item: unknown): SupervisorSpec {
  const { errors: given, ...others } = (item ?? {}) as {
    readonly errors?: Record<string, unknown>;
  };
  if (given === undefined) return studentFromJson(item, "supervisors");
  checkOptions(z.strictObject({}), others, 'supervisors: beside "errors"');
  const like = given.like === undefined ? {} : { like: studentFromJson(given.like, "errors") };
  return errors({ ...given, ...like } as ErrorsOptions);
}

/**
 * A student, told its supervisor's label where it says so: `"told": true`, or the options of
 * `told`.
 */
function studentFromJson(item: unknown, where: string): StudentSpec {
  const given = checkOptions(z.looseObject({ told: toldJson.optional() }), item, where);
  const { told: remark, ...own } = given;
  const spec = ownStudentFromJson(own, where);
  return remark === undefined ? spec : told(spec, remark === true ? {} : (remark as ToldOptions));
}

function ownStudentFromJson(item: unknown, where: string): StudentSpec {
  const {
    model: name,
    layer,
    probe: probing,
    finetune: tuning,
    lora: adapting,
    prompt: asking,
    ...options
  } = checkOptions(studentJson, item, where);
  const recipes = { probe: probing, finetune: tuning, lora: adapting, prompt: asking };
  const [kind = "probe", other] = Object.keys(recipes).filter(
    (key) => recipes[key as keyof typeof recipes] !== undefined,
  );
  if (other !== undefined) throw new InputError(`${where}: "${other}" goes without "${kind}"`);
  const handle = model(name, options as ModelOptions);
  const source = layer === undefined ? handle : handle.layer(layer);
  if (tuning) return finetune(source, tuning as FinetuneOptions);
  if (adapting) return lora(source, adapting as LoraStudentOptions);
  if (asking) return prompt(source as ModelHandle, asking as PromptOptions);
  return probe(source, (probing ?? {}) as ProbeOptions);
}

function methodFromJson(item: unknown): Method {
  const [name, options] =
    typeof item === "string"
      ? [item, {}]
      : (Object.entries((item ?? {}) as Record<string, unknown>)[0] ?? ["", {}]);
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (!make) {
    throw new InputError(
      `unknown method "${name}"${didYouMean(name, Object.keys(makers)) || `; known: ${Object.keys(makers).join(", ")}`}`,
    );
  }
  return make(options as never);
}
