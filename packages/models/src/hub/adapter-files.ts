// A folder or repository that holds an adapter alone: its own files, and how it becomes a model by
// those of its base.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { readAdapterConfig } from "../adapters/peft-config.js";
import { OLDER_FILES } from "../tokenizer/older-files.js";
import { combinedHash } from "./file-hash.js";
import {
  hashesOf,
  type ModelFiles,
  type Origin,
  TOKENIZER,
  TOKENIZER_CONFIG,
  tokenizerFiles,
} from "./model-files.js";

const CONFIG = "adapter_config.json";
const WEIGHTS = "adapter_model.safetensors";

/** An adapter on this machine, whose base is still to be found. */
export interface AdapterFiles
  extends Pick<ModelFiles, "name" | "origin" | "revision" | "folder" | "sha256"> {
  /** Paths of adapter_config.json and adapter_model.safetensors. */
  readonly adapter: NonNullable<ModelFiles["adapter"]>;
  /** What the base is found by, as a user would name it. */
  readonly base: string;
  /** Its own tokenizer; null where it has that of its base. */
  readonly tokenizer: Pick<ModelFiles, "tokenizer" | "tokenizerConfig" | "olderFiles"> | null;
}

/**
 * Whether files are an adapter's without a model beside it; `wanted` is a weights file that was
 * named.
 */
export function isAdapterAlone(names: readonly string[], wanted: string | null): boolean {
  if (!names.includes(CONFIG)) return false;
  const ofModel = /^model\.safetensors(\.index\.json)?$|^[^/]+\.gguf$/;
  return wanted === null ? !names.some((name) => ofModel.test(name)) : wanted === WEIGHTS;
}

/**
 * The files of an adapter that are read, of a listing.
 * @throws InputError where its weights are not there as safetensors
 */
export function adapterFileNames(label: string, names: readonly string[]): string[] {
  if (!names.includes(WEIGHTS)) {
    const pickled = names.find((name) => /^adapter_model\.(bin|pt)$/.test(name));
    const next =
      pickled === undefined
        ? "download it too"
        : `it has ${pickled}: PyTorch's pickled weights are not read: load it with peft and save ` +
          "it with save_pretrained(), which writes safetensors";
    throw new InputError(`${label}: an adapter (${CONFIG}) without ${WEIGHTS}; ${next}`);
  }
  const spoken = [TOKENIZER, TOKENIZER_CONFIG, ...OLDER_FILES];
  const own = names.includes(TOKENIZER) ? spoken.filter((name) => names.includes(name)) : [];
  return [CONFIG, WEIGHTS, ...own];
}

/**
 * Describes and hashes the adapter in a folder.
 * @throws InputError as `adapterFileNames` and `readAdapterConfig`
 */
export async function describeAdapter(
  name: string,
  origin: Origin,
  revision: string | null,
  folder: string,
): Promise<AdapterFiles> {
  const names = readdirSync(folder);
  adapterFileNames(folder, names);
  const adapter = { config: join(folder, CONFIG), weights: join(folder, WEIGHTS) };
  const said = readAdapterConfig(adapter.config);
  const spoken = names.includes(TOKENIZER) ? tokenizerFiles(folder, names, TOKENIZER) : null;
  const isMain = said.revision === null || said.revision === "main" || said.base.includes("@");
  return {
    name,
    origin,
    revision,
    folder,
    adapter,
    base: isMain ? said.base : `${said.base}@${said.revision}`,
    tokenizer: spoken?.files ?? null,
    sha256: await hashesOf(folder, [CONFIG, WEIGHTS, ...(spoken?.read ?? [])]),
  };
}

/** The model that an adapter makes of its base. */
export function onBase(found: AdapterFiles, base: ModelFiles): ModelFiles {
  const { name, origin, revision, folder, adapter } = found;
  const ofBase = Object.entries(base.sha256).map(([file, hash]) => [`base/${file}`, hash]);
  const sha256 = { ...found.sha256, ...Object.fromEntries(ofBase) };
  return {
    ...base,
    ...found.tokenizer,
    name,
    origin,
    revision,
    folder,
    adapter,
    sha256,
    fingerprint: combinedHash(sha256),
  };
}

/** @throws InputError of a base that is an adapter itself */
export function refuseAdapterAsBase({ adapter, base }: AdapterFiles): never {
  throw new InputError(
    `${adapter.config}: its base "${base}" is an adapter, too; merge that one with ` +
      'merge_and_unload(), and name the folder in "base_model_name_or_path"',
  );
}

/** The refusal of an adapter whose base was not found, with what `error` says of it. */
export function withoutBase({ adapter, base }: AdapterFiles, error: InputError): InputError {
  return new InputError(
    `${adapter.config}: its base "${base}" cannot be read: ${error.message}; get that model, or ` +
      'say in "base_model_name_or_path" where it lies',
    { cause: error },
  );
}
