// A trained model as a Hugging Face folder: config.json, model.safetensors and the tokenizer's
// files. Names and layouts are those that the checkpoint had, so transformers loads it as it loaded
// the original.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import type { NdArray } from "@w2s/grad";
import { parseModelConfig } from "./config/config.js";
import { configText } from "./config/config-text.js";
import { withoutForeignCode } from "./foreign-code.js";
import { writeSafetensors } from "./formats/safetensors-write.js";
import { CONFIG } from "./hub/model-files.js";
import { copyTokenizer, tokenizerFilesOf } from "./save-tokenizer.js";
import type { Architecture } from "./transformers/architecture.js";
import { architectureOf } from "./transformers/build.js";
import { writeFolder } from "./write-folder.js";

/** What a model's folder is written from. */
export interface SavedModel {
  /**
   * What config.json says: that of the model it was trained from, changed where the model was.
   * Fields that name code from elsewhere (`auto_map`) are not saved.
   */
  readonly config: Readonly<Record<string, unknown>>;
  /**
   * Every parameter of the backbone and of the language-model head, by the names that the
   * architecture gives them. Others (a classification head) are stored under the names that they
   * have here.
   */
  readonly weights: Readonly<Record<string, NdArray>>;
  /** Folder whose tokenizer files are copied, or a GGUF file; null where there are none. */
  readonly tokenizerFrom: string | null;
}

/** How a model's folder is written. */
export interface SaveOptions {
  /** How weights are stored: "F32" (default) or "F16". */
  readonly floats?: "F32" | "F16";
  /** Replace a folder that has files in it; default false. */
  readonly overwrite?: boolean;
}

/**
 * Writes a model's folder, whole or not at all: into a folder beside it, which is then renamed.
 * @throws InputError when a parameter is missing or has another shape than the config says, the
 * config is not supported, there is no tokenizer where one is promised, or the folder has files in
 * it and may not be replaced.
 */
export async function saveModel(
  folder: string,
  model: SavedModel,
  options: SaveOptions = {},
): Promise<void> {
  const { floats = "F32", overwrite = false } = options;
  const architecture = architectureOf(parseModelConfig(model.config, `${folder}: config`));
  checkWeights(folder, model, architecture);
  if (model.tokenizerFrom !== null) tokenizerFilesOf(model.tokenizerFrom);
  await writeFolder(folder, overwrite, async (draft) => {
    await copyTokenizer(model.tokenizerFrom, draft);
    const config = withoutForeignCode(model.config);
    await writeModel(draft, { config, weights: model.weights }, floats);
  });
}

/** Writes config.json and model.safetensors into an existing folder; nothing is checked. */
export async function writeModel(
  folder: string,
  { config, weights }: Pick<SavedModel, "config" | "weights">,
  floats: "F32" | "F16" = "F32",
): Promise<void> {
  const architecture = architectureOf(parseModelConfig(config, `${folder}: config`));
  await writeFile(join(folder, CONFIG), configText(configFor(config, floats)));
  await writeSafetensors(
    join(folder, "model.safetensors"),
    storedWeights(config, architecture, weights),
    {
      floats,
      metadata: { format: "pt" },
    },
  );
}

/** What transformers' classes with a language-model head are called. */
const LANGUAGE_MODEL = /(CausalLM|LMHeadModel)$/;

function classesOf({ architectures }: Readonly<Record<string, unknown>>): string[] {
  return Array.isArray(architectures) ? architectures.map(String) : [];
}

function checkWeights(
  folder: string,
  { config, weights }: SavedModel,
  architecture: Architecture,
): void {
  const classes = classesOf(config);
  const needsHead = classes.length === 0 || classes.some((name) => LANGUAGE_MODEL.test(name));
  const shapes = {
    ...architecture.parameters(architecture.layers),
    ...(needsHead ? architecture.head?.shapes : {}),
  };
  for (const [name, shape] of Object.entries(shapes)) {
    const found = weights[name];
    if (!found) throw new InputError(`${folder}: cannot be saved without "${name}"`);
    if (found.shape.join() !== shape.join()) {
      throw new InputError(
        `${folder}: "${name}" must be [${shape.join(", ")}] as the config says, got ` +
          `[${found.shape.join(", ")}]`,
      );
    }
  }
}

/**
 * Under a class with a head, the backbone's names have their prefix; saved alone, they are as the
 * family's checkpoints have them.
 */
function storedWeights(
  config: Readonly<Record<string, unknown>>,
  architecture: Architecture,
  weights: Readonly<Record<string, NdArray>>,
): Record<string, NdArray> {
  const hasHead = classesOf(config).some((name) => name.includes("For"));
  const own = { ...architecture.parameters(architecture.layers), ...architecture.head?.shapes };
  const stored = (name: string) => {
    const names = architecture.storedNames(name);
    return hasHead
      ? names.reduce((longest, next) => (next.length > longest.length ? next : longest))
      : names[0]!;
  };
  return Object.fromEntries(
    Object.entries(weights).map(([name, array]) => [name in own ? stored(name) : name, array]),
  );
}

/**
 * The config with the type that the weights now have, where it names one: transformers loads them
 * as that.
 */
function configFor(
  config: Readonly<Record<string, unknown>>,
  floats: "F32" | "F16",
): Record<string, unknown> {
  const dtype = floats === "F32" ? "float32" : "float16";
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      key === "dtype" || key === "torch_dtype" ? dtype : value,
    ]),
  );
}
