// What the environment says about where models are: the same variables, with the same meaning, as
// in Python's huggingface_hub, and W2S_MODELS for folders of models that come first.

import { delimiter, join, resolve } from "node:path";
import { homeFolder, InputError } from "@w2s/base";

/** What the environment says of the hub: address, token, cache, folders, offline. */
export interface HubSettings {
  /**
   * Base address of the hub, without a slash at its end. HF_ENDPOINT, default
   * https://huggingface.co.
   */
  readonly endpoint: string;
  /** Sent to the endpoint only. HF_TOKEN. */
  readonly token: string | null;
  /**
   * Nothing is asked of the network. HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE: 1, on, yes or true.
   */
  readonly offline: boolean;
  /** HF_HUB_CACHE, else $HF_HOME/hub, else ~/.cache/huggingface/hub. */
  readonly cacheFolder: string;
  /**
   * W2S_MODELS: folders that hold models by name ("org/name" or "name"), searched in order before
   * the cache.
   */
  readonly modelFolders: readonly string[];
}

/** @throws InputError when HF_ENDPOINT is not an address, or holds a password. */
export function hubSettings(
  env: Readonly<Record<string, string | undefined>> = process.env,
): HubSettings {
  return {
    endpoint: endpointOf(env.HF_ENDPOINT),
    token: env.HF_TOKEN?.trim() || null,
    offline: isOn(env.HF_HUB_OFFLINE) || isOn(env.TRANSFORMERS_OFFLINE),
    cacheFolder: resolve(expandHome(cacheFolderOf(env))),
    modelFolders: (env.W2S_MODELS ?? "")
      .split(delimiter)
      .filter((folder) => folder !== "")
      .map((folder) => resolve(expandHome(folder))),
  };
}

/** `~/x` under the user's home. */
export function expandHome(path: string): string {
  return path === "~" || path.startsWith("~/") ? join(homeFolder(), path.slice(1)) : path;
}

/** What is wrong with it is told without what it holds, which may be a password. */
function endpointOf(text: string | undefined): string {
  const endpoint = (text || "https://huggingface.co").trim().replace(/\/+$/, "");
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.username || url?.password) {
    throw new InputError("HF_ENDPOINT: must hold no user name or password; set HF_TOKEN instead");
  }
  const isAddress = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash;
  if (isAddress && /^https?:\/\//i.test(endpoint)) return endpoint;
  const shown = endpoint.includes("@") ? "another text" : `"${endpoint}"`;
  throw new InputError(`HF_ENDPOINT: expected an http(s) address, got ${shown}`);
}

function cacheFolderOf(env: Readonly<Record<string, string | undefined>>): string {
  const explicit = env.HF_HUB_CACHE || env.HUGGINGFACE_HUB_CACHE;
  if (explicit) return explicit;
  if (env.HF_HOME) return join(env.HF_HOME, "hub");
  return join(env.XDG_CACHE_HOME || join(homeFolder(), ".cache"), "huggingface", "hub");
}

function isOn(value: string | undefined): boolean {
  return ["1", "ON", "YES", "TRUE"].includes((value ?? "").toUpperCase());
}
