// Which of a folder's files are the model: config, tokenizer, and weights in one format.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { didYouMean, InputError } from "@w2s/base";
import { shardsOf } from "../formats/safetensors-read.js";
import { combinedHash, sha256OfFile } from "./file-hash.js";

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
  /** Paths; of the weights, where they are a GGUF file that has both in its metadata. */
  readonly config: string;
  readonly tokenizer: string;
  readonly tokenizerConfig: string | null;
  readonly weights: Weights;
  /** SHA-256 of every file above, by file name. */
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
export const TOKENIZER_CONFIG = "tokenizer_config.json";

/** The weights file that is opened, from a listing of file names. */
export interface WeightsChoice {
  readonly format: Weights["format"];
  readonly file: string;
}

/**
 * Chooses weights: `wanted` when given, else model.safetensors, else its index of shards, else the
 * only .gguf.
 * @throws InputError when there is none, or several GGUF files and none was wanted.
 */
export function chooseWeights(
  label: string,
  names: readonly string[],
  wanted: string | null,
): WeightsChoice {
  const readable = names.filter(
    (name) => /\.(safetensors|gguf)$/.test(name) && !/[\\/]/.test(name),
  );
  if (wanted !== null) {
    if (readable.includes(wanted)) return { format: formatOf(wanted), file: wanted };
    throw new InputError(`${label}: no file "${wanted}"${didYouMean(wanted, readable)}`);
  }
  for (const file of ["model.safetensors", "model.safetensors.index.json"]) {
    if (names.includes(file)) return { format: formatOf(file), file };
  }
  const ggufs = readable.filter((name) => name.endsWith(".gguf"));
  const only = ggufs[0];
  if (only !== undefined && ggufs.length === 1) return { format: "gguf", file: only };
  if (ggufs.length > 1) {
    throw new InputError(
      `${label}: has ${ggufs.length} GGUF files; name one, as in "${label}/${only}" ` +
        `(${ggufs.join(", ")})`,
    );
  }
  const pickled = names.some((name) => name.endsWith(".bin") || name.endsWith(".pt"));
  throw new InputError(
    `${label}: no weights: expected model.safetensors or a .gguf file` +
      (pickled ? "; PyTorch's pickled weights are not read: save them as safetensors" : ""),
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
  const choice = chooseWeights(folder, names, wanted);
  const [config, tokenizer] = [CONFIG, TOKENIZER].map((needed) => {
    if (names.includes(needed)) return needed;
    if (choice.format === "gguf") return choice.file;
    throw new InputError(`${folder}: no ${needed}; a model folder needs one`);
  }) as [string, string];
  const hasConfig = names.includes(TOKENIZER_CONFIG);
  const files = weightFiles(folder, choice);
  const described = [config, tokenizer, ...(hasConfig ? [TOKENIZER_CONFIG] : []), ...files];
  const hashed = [...new Set(described)];
  const sha256: Record<string, string> = {};
  for (const file of hashed) sha256[file] = await sha256OfFile(join(folder, file));
  return {
    name,
    origin,
    revision,
    folder,
    config: join(folder, config),
    tokenizer: join(folder, tokenizer),
    tokenizerConfig: hasConfig ? join(folder, TOKENIZER_CONFIG) : null,
    weights: {
      format: choice.format,
      path: join(folder, choice.file),
      files: files.map((file) => join(folder, file)),
    },
    sha256,
    fingerprint: combinedHash(sha256),
  };
}

/** Every file that the weights are in; for an index, itself and its shards. */
function weightFiles(folder: string, choice: WeightsChoice): string[] {
  if (choice.format !== "safetensors-index") return [choice.file];
  const index = join(folder, choice.file);
  const shards = shardsOf(index);
  const missing = shards.filter((shard) => !existsSync(join(folder, shard)));
  if (missing.length > 0) {
    throw new InputError(
      `${index}: ${missing.length} of ${shards.length} shards are missing, first "${missing[0]}"`,
    );
  }
  return [choice.file, ...shards];
}

function formatOf(file: string): Weights["format"] {
  if (file.endsWith(".gguf")) return "gguf";
  return file.endsWith(".index.json") ? "safetensors-index" : "safetensors";
}
