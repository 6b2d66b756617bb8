// From a model's name to its files: a path, a folder of models, the Hugging Face cache, and last,
// if allowed, the hub.

import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { didYouMean, InputError } from "@w2s/base";
import { shardsOf } from "../formats/safetensors-read.js";
import { OLDER_FILES } from "../tokenizer/older-files.js";
import {
  type AdapterFiles,
  adapterFileNames,
  describeAdapter,
  isAdapterAlone,
  onBase,
  refuseAdapterAsBase,
  withoutBase,
} from "./adapter-files.js";
import { cachedNames, cachedRepo } from "./cache.js";
import { type Repo, remoteRevision } from "./client.js";
import type { DownloadOptions } from "./download.js";
import { hashLike, isHash } from "./file-hash.js";
import {
  CONFIG,
  chooseWeights,
  describeModel,
  describing,
  ggufParts,
  type ModelFiles,
  TOKENIZER_CONFIG,
} from "./model-files.js";
import { type ModelName, parseModelName } from "./model-name.js";
import { type HubSettings, hubSettings } from "./settings.js";
import { toCache } from "./to-cache.js";
import { networkForbidden } from "./without-network.js";
import { zooModelFolder } from "./zoo.js";

/** Where models are looked for, and what may be downloaded. */
export interface ResolveOptions extends DownloadOptions {
  /** Where to look. Default: what the environment says. `withoutNetwork` overrides it. */
  readonly settings?: HubSettings;
}

type HubName = Extract<ModelName, { kind: "name" }>;

const DEFAULT_REVISION = "main";

const modelRepo = (id: string): Repo => ({ kind: "model", id });

/**
 * Finds a model's files, downloading them only when nothing on this machine has that name; of an
 * adapter alone, those of its base too, which is found by the name that the adapter gives. Looked
 * through in order: `zoo:NAME`, a model that comes with w2s; a path (`./dir`, `/dir`, `~/dir`, or a
 * weights file in one); the folders of W2S_MODELS, unless a revision is named; the Hugging Face
 * cache; the hub.
 * @throws InputError when the model is nowhere, lacks a file, may not be read, or cannot be
 * downloaded whole.
 */
export async function resolveModel(
  name: string,
  options: ResolveOptions = {},
): Promise<ModelFiles> {
  const found = await find(name, options);
  if (!("base" in found)) return found;
  const base = await find(found.base, options).catch((error: unknown) => {
    throw error instanceof InputError ? withoutBase(found, error) : error;
  });
  return "base" in base ? refuseAdapterAsBase(found) : onBase(found, base);
}

/** A model, or an adapter whose base is not looked for yet. @throws as `resolveModel` */
async function find(name: string, options: ResolveOptions): Promise<Found> {
  const shipped = zooModelFolder(name);
  if (shipped !== null) return describeModel(name, "folder", null, shipped, null);
  const parsed = parseModelName(name);
  if (parsed.kind === "path") {
    requireFolder(name, parsed.folder);
    return describe(name, "folder", null, parsed.folder, parsed.file);
  }
  const settings = options.settings ?? hubSettings();
  const local = parsed.revision === null ? folderOf(settings.modelFolders, parsed.id) : null;
  if (local !== null) return describe(name, "folder", null, local, parsed.file);
  const forbids = networkForbidden(settings);
  const cached = await fromCache(name, parsed, settings, forbids !== undefined);
  if (cached !== null) return cached;
  if (forbids !== undefined) throw notHere(name, parsed, settings, forbids);
  return fromHub(name, parsed, settings, options);
}

type Found = ModelFiles | AdapterFiles;

/** @throws as `describeModel` and `describeAdapter` */
function describe(...[name, origin, revision, folder, wanted]: Parameters<typeof describeModel>) {
  return isAdapterAlone(readdirSync(folder), wanted)
    ? describeAdapter(name, origin, revision, folder)
    : describeModel(name, origin, revision, folder, wanted);
}

function requireFolder(name: string, folder: string): void {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat) throw new InputError(`model "${name}": no such folder: ${folder}`);
  if (!stat.isDirectory())
    throw new InputError(`model "${name}": expected a folder, got a file: ${folder}`);
}

/**
 * "org/name" or "name" below one of the folders, or the same with "-GGUF" behind it, as GGUF
 * repositories are called.
 */
function folderOf(folders: readonly string[], id: string): string | null {
  const names = [id, basename(id), `${id}-GGUF`, `${basename(id)}-GGUF`];
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return candidates.find(isModelFolder) ?? null;
}

/** The cached snapshot of the revision, or null when there is none or it lacks a file. */
async function fromCache(
  name: string,
  parsed: HubName,
  settings: HubSettings,
  offline: boolean,
): Promise<Found | null> {
  const cache = cachedRepo(settings.cacheFolder, modelRepo(parsed.id));
  const commit = cache.commitOf(parsed.revision ?? DEFAULT_REVISION);
  if (commit === null || !existsSync(cache.snapshot(commit))) return null;
  const described = await describe(
    name,
    "cache",
    commit,
    cache.snapshot(commit),
    parsed.file,
  ).catch((error: unknown) => {
    // An incomplete snapshot is completed from the hub; offline, what it lacks is the message.
    if (error instanceof InputError && !offline) return null;
    throw error;
  });
  if (described) await checkBlobs(described);
  return described;
}

/** @throws InputError when a file's content is no longer what the cache filed it as. */
async function checkBlobs(model: Found): Promise<void> {
  for (const file of Object.keys(model.sha256)) {
    const blob = realpathSync(join(model.folder, file));
    const etag = basename(blob);
    if (!isHash(etag) || (await hashLike(etag, blob)) === etag) continue;
    throw new InputError(
      `${blob}: damaged: ${file} of "${model.name}" has another hash; delete it and run again`,
    );
  }
}

async function fromHub(
  name: string,
  parsed: HubName,
  settings: HubSettings,
  options: DownloadOptions,
): Promise<Found> {
  const { id, file } = parsed;
  const repo = modelRepo(id);
  const revision = parsed.revision ?? DEFAULT_REVISION;
  const { commit, files } = await remoteRevision(settings, repo, revision).catch(
    (error: unknown) => {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(error.message + hints(id, settings), { cause: error });
    },
  );
  const cache = cachedRepo(settings.cacheFolder, repo);
  const fetchFile = (wanted: string) => toCache(settings, repo, commit, wanted, options);
  if (isAdapterAlone(files, file)) {
    for (const own of adapterFileNames(id, files)) await fetchFile(own);
    await cache.remember(revision, commit);
    return describeAdapter(name, "hub", commit, cache.snapshot(commit));
  }
  const choice = chooseWeights(id, files, file);
  const { config, tokenizer } = describing(`model "${id}" on the hub`, files, choice);
  for (const small of new Set([config, tokenizer, TOKENIZER_CONFIG, ...OLDER_FILES]))
    if (files.includes(small)) await fetchFile(small);
  const parts = choice.format === "gguf" ? ggufParts(id, files, choice.file) : [choice.file];
  for (const part of parts) await fetchFile(part);
  if (choice.format === "safetensors-index") {
    for (const shard of shardsOf(join(cache.snapshot(commit), choice.file))) await fetchFile(shard);
  }
  await cache.remember(revision, commit);
  return describeModel(name, "hub", commit, cache.snapshot(commit), file);
}

function notHere(
  name: string,
  { id }: HubName,
  settings: HubSettings,
  forbids: string,
): InputError {
  const places = [...settings.modelFolders, settings.cacheFolder].join(", ");
  const elsewhere =
    settings.modelFolders.length > 0
      ? ""
      : "; --models DIR, or W2S_MODELS, names a folder with models";
  return new InputError(
    `model "${name}": not in ${places}, and ${forbids} forbids downloading ` +
      `it${hints(id, settings) || elsewhere}`,
  );
}

/** What on this machine the name may have meant. */
function hints(id: string, settings: HubSettings): string {
  const known = [...settings.modelFolders.flatMap(namesIn), ...cachedNames(settings.cacheFolder)];
  const folder = existsSync(id) ? `; for the folder here write "./${id}"` : "";
  return didYouMean(id, known) + folder;
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((entry) => isModelFolder(join(folder, entry)));
}

/** With a config.json, or with files that could be a model without one. */
function isModelFolder(folder: string): boolean {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return false;
  return readdirSync(folder).some((name) => name === CONFIG || /\.(gguf|safetensors)$/.test(name));
}
