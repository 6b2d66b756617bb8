// A trained model as a Hugging Face folder: config.json, model.safetensors and the tokenizer's files. Names and layouts are
// those that the checkpoint had, so transformers loads it as it loaded the original.

import { randomUUID } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { copyFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { InputError, type NdArray } from "@w2s/grad";
import { parseModelConfig } from "./config/config.js";
import { writeSafetensors } from "./formats/safetensors-write.js";
import { CONFIG, TOKENIZER } from "./hub/model-files.js";
import type { Architecture } from "./transformers/architecture.js";
import { architectureOf } from "./transformers/build.js";

export interface SavedModel {
  /** What config.json says: that of the model it was trained from, changed where the model was. */
  readonly config: Readonly<Record<string, unknown>>;
  /**
   * Every parameter of the backbone and of the language-model head, by the names that the architecture gives them. Others
   * (a classification head) are stored under the names that they have here.
   */
  readonly weights: Readonly<Record<string, NdArray>>;
  /** Folder whose tokenizer files are copied; null where there are none. */
  readonly tokenizerFrom: string | null;
}

export interface SaveOptions {
  /** How weights are stored: "F32" (default) or "F16". */
  readonly floats?: "F32" | "F16";
  /** Replace a folder that has files in it; default false. */
  readonly overwrite?: boolean;
}

/**
 * Writes a model's folder, whole or not at all: into a folder beside it, which is then renamed.
 * @throws InputError when a parameter is missing or has another shape than the config says, the config is not
 * supported, there is no tokenizer where one is promised, or the folder has files in it and may not be replaced.
 */
export async function saveModel(folder: string, model: SavedModel, options: SaveOptions = {}): Promise<void> {
  const { floats = "F32", overwrite = false } = options;
  const target = resolve(folder);
  const architecture = architectureOf(parseModelConfig(model.config, `${folder}: config`));
  checkWeights(folder, model, architecture);
  const tokenizerFiles = model.tokenizerFrom === null ? [] : tokenizerFilesOf(model.tokenizerFrom);
  const isTaken = existsSync(target) && readdirSync(target).length > 0;
  if (isTaken && !overwrite) throw new InputError(`${folder}: has files in it; name another folder`);
  await mkdir(dirname(target), { recursive: true });
  const draft = siblingOf(target, "draft");
  try {
    await mkdir(draft);
    await writeFile(join(draft, CONFIG), `${JSON.stringify(configFor(model.config, floats), null, 2)}\n`);
    for (const file of tokenizerFiles) await copyFile(file, join(draft, basename(file)));
    await writeSafetensors(join(draft, "model.safetensors"), storedWeights(architecture, model.weights), {
      floats,
      metadata: { format: "pt" },
    });
    await publish(draft, target, isTaken);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** A folder that is replaced steps aside first: until the new one has its name, nothing is deleted. */
async function publish(draft: string, target: string, isTaken: boolean): Promise<void> {
  if (!isTaken) return rename(draft, target);
  const old = siblingOf(target, "old");
  await rename(target, old);
  await rename(draft, target);
  await rm(old, { recursive: true });
}

function siblingOf(target: string, purpose: string): string {
  return join(dirname(target), `.${basename(target)}.${purpose}-${randomUUID().slice(0, 8)}`);
}

/** What transformers' classes with a language-model head are called. */
const LANGUAGE_MODEL = /(CausalLM|LMHeadModel)$/;

function checkWeights(folder: string, { config, weights }: SavedModel, architecture: Architecture): void {
  const classes = Array.isArray(config.architectures) ? config.architectures.map(String) : [];
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
        `${folder}: "${name}" must be [${shape.join(", ")}] as the config says, got [${found.shape.join(", ")}]`,
      );
    }
  }
}

function storedWeights(
  architecture: Architecture,
  weights: Readonly<Record<string, NdArray>>,
): Record<string, NdArray> {
  const own = { ...architecture.parameters(architecture.layers), ...architecture.head?.shapes };
  const stored = (name: string) => (name in own ? architecture.storedNames(name)[0]! : name);
  return Object.fromEntries(Object.entries(weights).map(([name, array]) => [stored(name), array]));
}

/** The config with the type that the weights now have, where it names one: transformers loads them as that. */
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

const TOKENIZER_FILES =
  /^(tokenizer.*|special_tokens_map|added_tokens|vocab|generation_config)\.json$|^(vocab|merges)\.txt$|\.jinja$|^tokenizer\.model$/;

function tokenizerFilesOf(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => TOKENIZER_FILES.test(name)) : [];
  if (!names.includes(TOKENIZER))
    throw new InputError(`${folder}: no ${TOKENIZER}; a model folder needs one`);
  return names.sort().map((name) => join(folder, name));
}
