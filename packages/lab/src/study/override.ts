// Settings changed from the command line: `--set key=value`.

import { checkOptions, didYouMean, InputError } from "@w2s/base";
import {
  type FinetuneOptions,
  finetuneRecipe,
  finetuneSchema,
  type LoraStudentOptions,
  loraRecipe,
  loraSchema,
  type ProbeOptions,
  type PromptOptions,
  probeRecipe,
  promptRecipe,
  promptSchema,
} from "../students/index.js";
import { type ErrorsSpec, errorsLabel } from "./errors.js";
import { loraLabel } from "./lora.js";
import { promptLabel } from "./prompt.js";
import {
  finetuneLabel,
  probeLabel,
  type StudentSpec,
  type Study,
  seedList,
  studySchema,
  trainedSpecs,
  unique,
} from "./study.js";

const ownKeys = ["name", "seeds", "labels", "metric", "resamples"] as const;
const probeKeys = [
  "learningRate",
  "batchSize",
  "epochs",
  "weightDecay",
  "selection",
  "solver",
  "features",
  "C",
  "tolerance",
  "maxIterations",
] as const;
/** What each kind of student's recipe knows. */
const recipeKeys: Readonly<Record<StudentSpec["kind"], readonly string[]>> = {
  probe: probeKeys,
  finetune: Object.keys(finetuneSchema.shape),
  lora: Object.keys(loraSchema.shape),
  prompt: Object.keys(promptSchema.shape),
};

/**
 * The study with one setting changed: one of its own ("seeds=5", "labels=soft,hard"), or one of the
 * recipe of every student whose kind has it ("epochs=50").
 * @throws InputError for an unknown key (with the near miss), a value that does not fit, or one
 * that makes two students alike
 */
export function overrideStudy(study: Study, key: string, value: string): Study {
  if ((ownKeys as readonly string[]).includes(key)) return overrideOwn(study, key, value);
  const takes = ({ kind }: StudentSpec) => recipeKeys[kind].includes(key);
  if (trainedSpecs(study).some(takes)) {
    const change = (spec: StudentSpec): StudentSpec =>
      takes(spec) ? relabelled(spec, overrideRecipe(spec, key, parseValue(value))) : spec;
    const supervisors = study.supervisors.map((spec) =>
      spec.kind === "errors" ? likeChanged(spec, change) : change(spec),
    );
    const students = study.students.map(change);
    for (const [option, specs] of Object.entries({ supervisors, students })) {
      unique<{ readonly label: string }>(option, specs, ({ label }) => label);
    }
    return { ...study, supervisors, students };
  }
  const known = [...new Set([...ownKeys, ...Object.values(recipeKeys).flat()])];
  if (known.includes(key))
    throw new InputError(`setting "${key}": no student of this study has it`);
  throw new InputError(
    `unknown setting "${key}"${didYouMean(key, known) || `; known: ${known.join(", ")}`}`,
  );
}

function overrideOwn(study: Study, key: string, value: string): Study {
  const parsed = value.includes(",") ? value.split(",").map(parseValue) : parseValue(value);
  const schema = studySchema.pick({
    name: true,
    seeds: true,
    labels: true,
    metric: true,
    resamples: true,
  });
  const checked = checkOptions(schema, { [key]: parsed }, "--set");
  const { seeds, labels, ...rest } = checked;
  const defined = Object.fromEntries(Object.entries(rest).filter(([, item]) => item !== undefined));
  return {
    ...study,
    ...defined,
    ...(seeds === undefined ? {} : { seeds: seedList(seeds) }),
    ...(labels === undefined ? {} : { labels: Array.isArray(labels) ? labels : [labels] }),
  };
}

/**
 * What tables call a student follows from its recipe; what was added to its name (", told") stays.
 */
function relabelled(before: StudentSpec, after: StudentSpec): StudentSpec {
  return { ...after, label: labelOf(after) + before.label.slice(labelOf(before).length) };
}

/**
 * What tables call errors like a supervisor's follows it too, unless the study has a name of its
 * own for them.
 */
function likeChanged(spec: ErrorsSpec, change: (spec: StudentSpec) => StudentSpec): ErrorsSpec {
  if (!spec.like) return spec;
  const changed = { ...spec, like: change(spec.like) };
  return spec.label === errorsLabel(spec) ? { ...changed, label: errorsLabel(changed) } : changed;
}

function labelOf(spec: StudentSpec): string {
  switch (spec.kind) {
    case "probe":
      return probeLabel(spec);
    case "finetune":
      return finetuneLabel(spec);
    case "lora":
      return loraLabel(spec);
    case "prompt":
      return promptLabel(spec);
  }
}

/** A probe's change of solver starts from the new solver's defaults. */
function overrideRecipe(
  spec: StudentSpec,
  key: string,
  value: string | number | boolean,
): StudentSpec {
  const changed = { ...spec.recipe, [key]: value };
  switch (spec.kind) {
    case "finetune":
      return { ...spec, recipe: finetuneRecipe(changed as FinetuneOptions) };
    case "lora":
      return { ...spec, recipe: loraRecipe(changed as LoraStudentOptions) };
    case "prompt":
      return { ...spec, recipe: promptRecipe(changed as PromptOptions) };
    case "probe":
      return {
        ...spec,
        recipe: probeRecipe((key === "solver" ? { solver: value } : changed) as ProbeOptions),
      };
  }
}

function parseValue(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number) ? number : text;
}
