// Students that another program trains, as a kind.

import { checkOptions } from "@w2s/base";
import * as z from "zod";
import { choiceShape } from "../shared/choice-shape.js";
import { optionChange } from "../shared/recipe-options.js";
import type { StudentKind } from "../student.js";
import { type ExternalOptions, externalRecipe, externalSchema } from "./recipe.js";
import { findFiles, RunOf } from "./run-of.js";
import { type ExternalGiven, type ExternalSpec, external, externalLabel } from "./spec.js";
import { externalKind } from "./step.js";

export const externalStudentKind: StudentKind<ExternalSpec> = {
  name: "external",
  assumes:
    "was trained by a program of the user's: what it saw besides the labels, and what its " +
    "settings were chosen on, is not known here.",
  schema: externalSchema,
  learns: "elsewhere",
  labelOf: externalLabel,
  fromJson(model, options, where) {
    checkOptions(z.strictObject({}), model, `${where}: beside "external"`);
    return external(options as ExternalGiven);
  },
  withOption: optionChange<ExternalSpec, ExternalOptions>(externalRecipe, externalLabel),
  source: () => null,
  ready: ({ program }, { baseDir }) => findFiles(program, baseDir),
  check: ({ label }, { task }) => void choiceShape(task, label),
  fit(spec, { rows, seed, labels, teacher }, { task, texts, graph }) {
    const value = {
      program: new RunOf(spec.program, spec.recipe),
      task: task.name,
      shape: choiceShape(task, spec.label),
      options: task.options,
      optionNames: task.optionNames,
      texts,
      rows,
      seed,
    };
    const label = `${spec.label} taught by ${teacher} on ${task.name}, seed ${seed}`;
    return { step: graph.step(externalKind, value, { labels }, label), trained: null };
  },
  untouched: () => null,
  probeOf: () => null,
  isCheap: () => false,
};
