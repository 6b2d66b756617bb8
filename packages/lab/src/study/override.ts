// Settings changed from the command line: `--set key=value`.

import { InputError } from "@w2s/grad";
import { type FinetuneOptions, finetuneRecipe, type ProbeOptions, probeRecipe } from "../students/index.js";
import { didYouMean } from "../suggest.js";
import { checkOptions } from "../tasks/check-options.js";
import { type StudentSpec, type Study, seedList, studySchema } from "./study.js";

const ownKeys = ["name", "seeds", "labels", "metric", "resamples"] as const;
const recipeKeys = [
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
  "clipNorm",
  "schedule",
  "warmup",
  "blocks",
] as const;

/**
 * The study with one setting changed: one of its own ("seeds=5", "labels=soft,hard"), or one of every student's recipe ("epochs=50").
 * @throws InputError for an unknown key (with the near miss) or a value that does not fit
 */
export function overrideStudy(study: Study, key: string, value: string): Study {
  if ((ownKeys as readonly string[]).includes(key)) return overrideOwn(study, key, value);
  if ((recipeKeys as readonly string[]).includes(key)) {
    const change = (spec: StudentSpec): StudentSpec => overrideRecipe(spec, key, parseValue(value));
    const supervisors = study.supervisors.map((spec) =>
      spec.kind === "errors" ? { ...spec, like: spec.like && change(spec.like) } : change(spec),
    );
    return { ...study, supervisors, students: study.students.map(change) };
  }
  const known = [...ownKeys, ...recipeKeys];
  throw new InputError(`unknown setting "${key}"${didYouMean(key, known) || `; known: ${known.join(", ")}`}`);
}

function overrideOwn(study: Study, key: string, value: string): Study {
  const parsed = value.includes(",") ? value.split(",").map(parseValue) : parseValue(value);
  const schema = studySchema.pick({ name: true, seeds: true, labels: true, metric: true, resamples: true });
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

/** A probe's change of solver starts from the new solver's defaults. */
function overrideRecipe(spec: StudentSpec, key: string, value: string | number): StudentSpec {
  if (spec.kind === "finetune") {
    return { ...spec, recipe: finetuneRecipe({ ...spec.recipe, [key]: value } as FinetuneOptions) };
  }
  const base = key === "solver" ? {} : spec.recipe;
  return { ...spec, recipe: probeRecipe({ ...base, [key]: value } as ProbeOptions) };
}

function parseValue(text: string): string | number {
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number) ? number : text;
}
