// Which of a folder's files are the model: config, tokenizer, and weights in one format.

import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { didYouMean, InputError, readJson, shownValue } from "@w2s/base";
import { z } from "zod";
import { shardsOf } from "../formats/safetensors-read.js";
import { OLDER_FILES, olderFilesThatCount } from "../tokenizer/older-files.js";
import { combinedHash, sha256OfFile } from "./file-hash.js";
import { noConfig, noTokenizer, noWeights } from "./lacking.js";

/** Where a model was found. */
export type Origin = "folder" | "cache" | "hub";

/** A model on this machine. */
export interface ModelFiles {
  /** As the user named it. */
  readonly name: string;
  readonly origin: Origin;
  /** Commit on the hub; null for a folder of the user's own. */
  readonly revision: string | null;
  readonly folder: string;
  /** Path of config.json; of the GGUF file, whose metadata says the same, where there is none. */
  readonly config: string;
  /** Path of tokenizer.json; else of the GGUF file, or of BERT's vocab.txt. */
  readonly tokenizer: string;
  readonly tokenizerConfig: string | null;
  /** Paths of special_tokens_map.json and added_tokens.json, where they say what it does not. */
  readonly olderFiles: readonly string[];
  readonly weights: Weights;
  /** What is merged into the weights as they are read; null for a model of its own. */
  readonly adapter: { readonly config: string; readonly weights: string } | null;
  /** SHA-256 of every file above, by file name; of an adapter's base, behind "base/". */
  readonly sha256: Readonly<Record<string, string>>;
  /** One hash of them all: what a result computed from this model depends on. */
  readonly fingerprint: string;
}

/** `path` is what is opened: a file, or the index of several; `files` are all the files read. */
export interface Weights {
  readonly format: "safetensors" | "safetensors-index" | "gguf";
  readonly path: string;
  readonly files: readonly string[];
}

export const CONFIG = "config.json";
export const TOKENIZER = "tokenizer.json";
const VOCABULARY = "vocab.txt";
export const TOKENIZER_CONFIG = "tokenizer_config.json";

/** The weights file that is opened, from a listing of file names. */
export interface WeightsChoice {
  readonly format: Weights["format"];
  readonly file: string;
}

/**
 * Chooses weights: `wanted` when given, else model.safetensors, else its index of shards, else the
 * only .gguf.
 * @throws InputError when there is none, or several GGUF files or an adapter, and none was wanted.
 */
export function chooseWeights(
  label: string,
  names: readonly string[],
  wanted: string | null,
): WeightsChoice {
  const readable = names.filter(
    (name) => /\.(gguf|safetensors(\.index\.json)?)$/.test(name) && !/[\\/]/.test(name),
  );
  if (wanted !== null) {
    if (readable.includes(wanted)) {
      const file = wanted.replace(PART, "$100001-of-$3.gguf");
      return { format: formatOf(file), file };
    }
    throw new InputError(`${label}: no file "${wanted}"${didYouMean(wanted, readable)}`);
  }
  for (const file of ["model.safetensors", "model.safetensors.index.json"]) {
    if (!names.includes(file)) continue;
    refuseAdapter(label, names, file);
    return { format: formatOf(file), file };
  }
  const ggufs = readable.filter(
    (name) => name.endsWith(".gguf") && !isLaterPart(name) && !OF_IMAGES.test(name),
  );
  const later = readable.find(isLaterPart);
  if (ggufs.length === 0 && later !== undefined) ggufParts(label, names, later);
  const only = ggufs[0];
  if (only !== undefined && ggufs.length === 1) return { format: "gguf", file: only };
  if (ggufs.length > 1) {
    throw new InputError(
      `${label}: has ${ggufs.length} GGUF files; name one, as in "${label}/${only}" ` +
        `(${ggufs.join(", ")})`,
    );
  }
  throw noWeights(label, names);
}

/**
 * transformers puts an adapter that lies beside a model on it, or on another one; here nothing
 * would.
 * @throws InputError where one does
 */
function refuseAdapter(label: string, names: readonly string[], file: string): void {
  const adapter = names.find((name) => /^adapter_model\.(safetensors|bin)$/.test(name));
  if (adapter === undefined || !names.includes("adapter_config.json")) return;
  throw new InputError(
    `${label}: has an adapter (${adapter}) beside ${file}; for the model without it name the ` +
      `file, as in "${label}/${file}", else merge them with merge_and_unload()`,
  );
}

/** What llama.cpp puts beside a model that reads images, too: the part that does. */
const OF_IMAGES = /(^|[-_.])mmproj([-_.]|$)/i;

const PART = /^(.*-)(\d{5})-of-(\d{5})\.gguf$/;

/** A GGUF that llama.cpp split is opened by its first part. */
function isLaterPart(name: string): boolean {
  return Number(PART.exec(name)?.[2] ?? 1) > 1;
}

/**
 * Every file of a GGUF, one unless llama.cpp split it.
 * @throws InputError where parts are missing
 */
export function ggufParts(label: string, names: readonly string[], file: string): string[] {
  const [, begin, , count] = PART.exec(file) ?? [];
  if (begin === undefined) return [file];
  const parts = Array.from(
    { length: Number(count) },
    (_, i) => `${begin}${String(i + 1).padStart(5, "0")}-of-${count}.gguf`,
  );
  const missing = parts.filter((part) => !names.includes(part));
  if (missing.length === 0) return parts;
  throw new InputError(
    `${label}: ${missing.length} of the ${parts.length} files of a split GGUF are missing, first ` +
      `"${missing[0]}"; download them too`,
  );
}

/**
 * Describes and hashes the model in a folder.
 * @throws InputError when a file that a model needs is not there.
 */
export async function describeModel(
  name: string,
  origin: Origin,
  revision: string | null,
  folder: string,
  wanted: string | null,
): Promise<ModelFiles> {
  const names = readdirSync(folder);
  const choice = chooseWeights(folder, [...names, ...namesWithin(folder)], wanted);
  const { config, tokenizer } = describing(folder, names, choice);
  if (tokenizer === VOCABULARY) assertBert(folder, join(folder, config), names);
  const files = weightFiles(folder, names, choice);
  const spoken = tokenizerFiles(folder, names, tokenizer);
  const sha256 = await hashesOf(folder, [config, ...spoken.read, ...files]);
  return {
    name,
    origin,
    revision,
    folder,
    config: join(folder, config),
    ...spoken.files,
    weights: {
      format: choice.format,
      path: join(folder, choice.file),
      files: files.map((file) => join(folder, file)),
    },
    adapter: null,
    sha256,
    fingerprint: combinedHash(sha256),
  };
}

/** A tokenizer's file with those that say what it does not, and the names of all that are read. */
export function tokenizerFiles(folder: string, names: readonly string[], tokenizer: string) {
  const tokenizerConfig = names.includes(TOKENIZER_CONFIG) ? join(folder, TOKENIZER_CONFIG) : null;
  const older = OLDER_FILES.filter((file) => names.includes(file) && !tokenizer.endsWith(".gguf"));
  const olderFiles = olderFilesThatCount(
    tokenizerConfig,
    older.map((file) => join(folder, file)),
  );
  const beside = [...(tokenizerConfig === null ? [] : [tokenizerConfig]), ...olderFiles];
  return {
    files: { tokenizer: join(folder, tokenizer), tokenizerConfig, olderFiles },
    read: [tokenizer, ...beside.map((file) => basename(file))],
  };
}

/** SHA-256 of a folder's files, by name. @throws InputError for one that cannot be read */
export async function hashesOf(
  folder: string,
  files: readonly string[],
): Promise<Record<string, string>> {
  const sha256: Record<string, string> = {};
  for (const file of new Set(files)) sha256[file] = await sha256OfFile(join(folder, file));
  return sha256;
}

/**
 * The files that say what a model and its tokenizer are: a GGUF may say both by itself.
 * @throws InputError where nothing does
 */
export function describing(
  label: string,
  names: readonly string[],
  { format, file }: WeightsChoice,
): { readonly config: string; readonly tokenizer: string } {
  const itself = format === "gguf" ? file : undefined;
  const config = names.includes(CONFIG) ? CONFIG : itself;
  if (config === undefined) throw noConfig(label, names);
  const vocabulary = names.includes(VOCABULARY) ? VOCABULARY : undefined;
  const tokenizer = names.includes(TOKENIZER) ? TOKENIZER : (itself ?? vocabulary);
  if (tokenizer === undefined) throw noTokenizer(label, names);
  return { config, tokenizer };
}

/** Files of the folders in a folder, as "model/config.json"; none of those that are forbidden. */
function namesWithin(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    try {
      return readdirSync(join(folder, name)).map((file) => `${name}/${file}`);
    } catch {
      return [];
    }
  });
}

/** @throws InputError where a vocab.txt, which is BERT's, lies beside a model of another family */
function assertBert(label: string, config: string, names: readonly string[]): void {
  const { model_type: type } = readJson(config, z.looseObject({ model_type: z.unknown() }));
  if (type === undefined || /bert$/.test(String(type))) return;
  throw noTokenizer(label, names, `a ${shownValue(type)} model is tokenized by another one`);
}

/** Every file that the weights are in; for an index, itself and its shards. */
function weightFiles(folder: string, names: readonly string[], choice: WeightsChoice): string[] {
  if (choice.format === "gguf") return ggufParts(folder, names, choice.file);
  if (choice.format !== "safetensors-index") return [choice.file];
  const index = join(folder, choice.file);
  const shards = shardsOf(index);
  const missing = shards.filter((shard) => !existsSync(join(folder, shard)));
  if (missing.length > 0) {
    const others = names.filter((name) => name.endsWith(".safetensors") && !shards.includes(name));
    const stray =
      others.length === 0 ? "" : `; it is not the index of ${others.slice(0, 3).join(", ")}`;
    throw new InputError(
      `${index}: ${missing.length} of ${shards.length} shards are missing, first ` +
        `"${missing[0]}"${stray}; download index and shards again`,
    );
  }
  return [choice.file, ...shards];
}

function formatOf(file: string): Weights["format"] {
  if (file.endsWith(".gguf")) return "gguf";
  return file.endsWith(".index.json") ? "safetensors-index" : "safetensors";
}
