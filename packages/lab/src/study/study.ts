// What a user writes: a grid of tasks, supervisors, students, labels, methods and seeds.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import type { Hardness } from "../labels.js";
import { fullMethodName, type Method, naive } from "../methods/index.js";
import {
  type FinetuneOptions,
  type FinetuneRecipe,
  finetuneRecipe,
  type ProbeOptions,
  type ProbeRecipe,
  probeRecipe,
} from "../students/index.js";
import type { Task } from "../tasks/index.js";
import type { ErrorsSpec } from "./errors.js";
import { type FeatureSource, featureLabel, type ModelFeatures, ModelHandle } from "./features.js";
import type { LoraSpec } from "./lora.js";
import type { PromptSpec } from "./prompt.js";
import type { Told } from "./told.js";

/**
 * How a model is adapted. As a supervisor it is trained on ground truth; as a student, on a
 * supervisor's labels.
 */
export type StudentSpec = ProbeSpec | FinetuneSpec | LoraSpec | PromptSpec;

/** Students whose weights are trained on texts. */
export type TunedSpec = FinetuneSpec | LoraSpec;

/** What labels: a model trained on ground truth, or ground truth with errors on purpose. */
export type SupervisorSpec = StudentSpec | ErrorsSpec;

/** A linear head on frozen features. */
export interface ProbeSpec {
  readonly kind: "probe";
  readonly features: FeatureSource;
  readonly recipe: ProbeRecipe;
  /** What tables call it, for example "SmolLM2:15". */
  readonly label: string;
}

/** A model whose weights are trained, with a new head on its last layer. */
export interface FinetuneSpec {
  readonly kind: "finetune";
  /** Its `layer` is the number of blocks that count as the model; -1: all. */
  readonly model: ModelFeatures;
  readonly recipe: FinetuneRecipe;
  /** The remark that tells it its supervisor's label; see `told`. */
  readonly told?: Told;
  /** What tables call it, for example "MiniLM finetuned". */
  readonly label: string;
}

/**
 * A linear probe on frozen features. The defaults are the paper's (Burns et al. 2023, appendix
 * D.2): Adam, learning rate 1e-3, batch size 128, no weight decay, 200 epochs, the epoch that
 * agrees most with the validation labels.
 * @throws InputError for an unknown or wrong option
 */
export function probe(
  features: FeatureSource | ModelHandle,
  options: ProbeOptions = {},
): ProbeSpec {
  const recipe = probeRecipe(options);
  const source = features instanceof ModelHandle ? features.layer(-1) : features;
  return {
    kind: "probe",
    features: source,
    recipe,
    label: probeLabel({ features: source, recipe }),
  };
}

export function probeLabel({ features, recipe }: Pick<ProbeSpec, "features" | "recipe">): string {
  const suffix = [
    ...(recipe.solver === "lbfgs" ? ["logistic"] : []),
    ...(recipe.features === undefined ? [] : [`first ${recipe.features}`]),
  ];
  return [featureLabel(features), ...suffix].join(" ");
}

/**
 * A finetuned model: all of its weights, or its last `blocks`, and a new linear head. Of a
 * `model(...).layer(k)` the first k blocks are the model. Epochs and batch size default to the
 * paper's (Burns et al. 2023, appendix A.3).
 * @throws InputError for an unknown or wrong option
 */
export function finetune(
  model: ModelHandle | ModelFeatures,
  options: FinetuneOptions = {},
): FinetuneSpec {
  const source = model instanceof ModelHandle ? model.layer(-1) : model;
  if ((source as ModelFeatures | null)?.kind !== "model" || source.layer === 0) {
    throw new InputError(
      "finetune: needs a model(...), or a model(...).layer(k) from 1 to train its first k blocks",
    );
  }
  const {
    labelWords,
    pooling = labelWords ? "last" : source.pooling,
    maxTokens = source.maxTokens,
  } = options;
  const recipe = finetuneRecipe({
    ...options,
    pooling,
    ...(maxTokens !== undefined && { maxTokens }),
  });
  return {
    kind: "finetune",
    model: source,
    recipe,
    label: finetuneLabel({ model: source, recipe }),
  };
}

export function finetuneLabel({ model, recipe }: Pick<FinetuneSpec, "model" | "recipe">): string {
  const name = model.layer === -1 ? model.alias : `${model.alias}:${model.layer}`;
  const part = recipe.blocks === undefined ? "" : ` last ${recipe.blocks}`;
  return `${name} finetuned${part}${recipe.generative ? ", generative" : ""}`;
}

export interface Study {
  readonly kind: "study";
  readonly name: string | undefined;
  readonly tasks: readonly Task[];
  readonly supervisors: readonly SupervisorSpec[];
  readonly students: readonly StudentSpec[];
  readonly teaches: Teaches;
  readonly methods: readonly Method[];
  readonly labels: readonly Hardness[];
  readonly seeds: readonly number[];
  readonly metric: "accuracy" | "auroc";
  readonly resamples: number;
  /** What a reader should know of the study's assumptions and limits. */
  readonly notes: readonly string[];
}

const list = <T extends z.ZodType>(item: T, what: string) =>
  z.union([item, z.array(item).min(1)], { error: `must be ${what}, or a list of them` });
const kinds: readonly string[] = [
  "probe",
  "finetune",
  "lora",
  "prompt",
] satisfies StudentSpec["kind"][];
const isSpec = (value: unknown) => kinds.includes((value as StudentSpec | null)?.kind ?? "");
const specs = list(
  z.custom<StudentSpec>(isSpec),
  "probe(...), finetune(...), lora(...) or prompt(...)",
);
const supervisorSpecs = list(
  z.custom<SupervisorSpec>(
    (value) =>
      (isSpec(value) && !(value as FinetuneSpec).told) ||
      (value as ErrorsSpec | null)?.kind === "errors",
  ),
  "probe(...), finetune(...), lora(...), prompt(...) or errors(...)",
);
const hardness = z.enum(["soft", "hard"]);

/** Whether a supervisor is to teach a student. */
export type Teaches = (supervisor: SupervisorSpec, student: StudentSpec) => boolean;

export const studySchema = z.strictObject({
  /**
   * Names the folder of results; letters, digits, ".", "-" and "_"; default: the study file's name.
   */
  name: z
    .string()
    .regex(/^[\w.-]+$/, 'must be letters, digits, ".", "-" or "_"')
    .optional(),
  /** One task or several. */
  task: list(
    z.custom<Task>((value) => (value as Task | null)?.kind !== undefined),
    "a task: table(...), choices(...) or pairs(...)",
  ),
  /** Weak models, trained on ground truth; or errors(...), ground truth with errors on purpose. */
  supervisors: supervisorSpecs,
  /**
   * Strong models, trained on the supervisors' labels; every supervisor teaches every student but
   * itself.
   */
  students: specs,
  /**
   * Which supervisors teach which students, in TypeScript studies; default: all but a student of
   * the same label.
   */
  teaches: z
    .custom<Teaches>((value) => value === undefined || typeof value === "function", {
      error: "must be a function of a supervisor and a student",
    })
    .optional(),
  /** Default: naive. */
  methods: list(
    z.custom<Method>((value) => typeof (value as Method | null)?.loss === "function"),
    "a method such as naive()",
  ).optional(),
  /**
   * "soft" (default): the supervisor's probabilities, as the paper; "hard": its most probable
   * option; or both.
   */
  labels: list(hardness, '"soft" or "hard"').optional(),
  /**
   * A number of seeds (0, 1, ...), or the seeds themselves; default 3. A seed decides the split and
   * the data order.
   */
  seeds: z
    .union([z.int().min(1), z.array(z.int()).min(1)], {
      error: "must be a whole number from 1, or a list of seeds",
    })
    .optional(),
  /** What PGR is computed on; default "accuracy". */
  metric: z.enum(["accuracy", "auroc"]).optional(),
  /** Bootstrap resamples behind each interval; at least 100, default 2000. */
  resamples: z.int().min(100).optional(),
  /**
   * Assumptions and limits, a sentence or two each, shown wherever the results are; default: none.
   */
  notes: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1).readonly()], {
      error: "must be a text, or a list of them",
    })
    .optional(),
});
export type StudyOptions = z.input<typeof studySchema>;

/**
 * A study: checks what it is given and freezes it; nothing is read or run yet.
 * @throws InputError for an unknown, missing or wrong option, and for two entries of one label
 */
export function study(options: StudyOptions): Study {
  const given = checkOptions(studySchema, options, "study");
  const {
    name,
    task,
    supervisors,
    students,
    methods = naive(),
    labels = "soft",
    seeds = 3,
  } = given;
  const all = <T>(value: T | readonly T[]): readonly T[] =>
    Array.isArray(value) ? value : [value as T];
  const checked: Study = {
    kind: "study",
    name,
    tasks: unique("task", all<Task>(task), (one) => one.name),
    supervisors: unique("supervisors", all(supervisors), (one) => one.label),
    students: unique("students", all(students), (one) => one.label),
    teaches: (supervisor, student) =>
      supervisor.label !== student.label && (given.teaches?.(supervisor, student) ?? true),
    methods: unique("methods", all<Method>(methods), fullMethodName),
    labels: unique("labels", all<Hardness>(labels), (one) => one),
    seeds: unique("seeds", seedList(seeds), String),
    metric: given.metric ?? "accuracy",
    resamples: given.resamples ?? 2000,
    notes: all<string>(given.notes ?? []),
  };
  const taught = checked.students.filter((student) =>
    checked.supervisors.some((supervisor) => checked.teaches(supervisor, student)),
  );
  if (taught.length === 0) {
    throw new InputError(
      given.teaches
        ? 'study: "teaches" leaves no supervisor for any student'
        : `study: the only student is its own supervisor, ${checked.students[0]!.label}; add ` +
            "another",
    );
  }
  return Object.freeze(checked);
}

export function seedList(seeds: number | readonly number[]): readonly number[] {
  return typeof seeds === "number" ? Array.from({ length: seeds }, (_, i) => i) : seeds;
}

/** Every model that a study trains, supervisors that others are to be like included. */
export function trainedSpecs({ supervisors, students }: Study): StudentSpec[] {
  const taught = supervisors.flatMap((spec) => (spec.kind === "errors" ? (spec.like ?? []) : spec));
  return [...taught, ...students];
}

export function isStudy(value: unknown): value is Study {
  return typeof value === "object" && value !== null && (value as Study).kind === "study";
}

/** @throws InputError for two items of one name */
export function unique<T>(
  option: string,
  items: readonly T[],
  nameOf: (item: T) => string,
): readonly T[] {
  const seen = new Set<string>();
  for (const item of items) {
    const name = nameOf(item);
    if (seen.has(name)) {
      throw new InputError(
        `study: "${option}" has ${JSON.stringify(name)} twice; remove one or name it apart`,
      );
    }
    seen.add(name);
  }
  return items;
}
