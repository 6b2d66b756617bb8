// Options that decide what a study's plan is, wherever a command makes one.

import { stat } from "node:fs/promises";
import { delimiter, resolve } from "node:path";
import { didYouMean, InputError } from "@w2s/base";
import { type Device, deviceNamed } from "@w2s/grad";
import type { Only, OnlyPart, PlanOptions, Store, Study } from "@w2s/lab";
import { onlyParts } from "@w2s/lab/engine";
import type { Io } from "../io.js";
import type { Lab } from "../lab.js";
import { setting } from "../options.js";
import type { RunReporter } from "../progress/run-reporter.js";
import { openStoreAt, type StoreFlags, storePlace } from "../store-place.js";
import type { StudyFile } from "../study-file/load.js";

export interface PlanFlags extends StoreFlags {
  readonly set: readonly string[];
  readonly models: readonly string[];
  readonly threads?: number;
  readonly device?: string;
}

/** Which seeds run, in place of the study's own. */
export interface SeedFlags {
  readonly seed?: number;
  readonly seeds?: readonly number[];
}

/** What of the command line decides a study's plan. */
export interface StudyFlags extends PlanFlags, SeedFlags {
  /** Settings that are varied one at a time, "epochs=50,800". */
  readonly vary?: readonly string[];
  /** Parts of the grid, "task=sst2". */
  readonly only?: readonly string[];
  readonly limit?: number;
}

/**
 * The study in `file` with the command line's changes, and what else of it a plan is made with.
 * @throws InputError for an option that says nothing
 */
export async function changedStudy(
  file: StudyFile,
  store: Store,
  flags: StudyFlags,
  io: Io,
): Promise<[Study, PlanOptions]> {
  const lab = await io.lab();
  const { set, vary = [], only = [], limit, threads } = flags;
  const options: PlanOptions = {
    name: file.name,
    baseDir: file.folder,
    store,
    modelFolders: await foundModelFolders(flags, io),
    device: deviceOf(flags, io),
    only: onlyOf(onlyTexts(only)),
    ...(limit === undefined ? {} : { limit }),
    ...(threads === undefined ? {} : { threads }),
    ...seedsOf(flags),
  };
  return [withVaried(withSettings(file.study, set, lab), vary, lab), options];
}

/** The study with the changes of --set. @throws InputError. */
function withSettings(study: Study, settings: readonly string[], lab: Lab): Study {
  return settings
    .map((text) => setting(text))
    .reduce((changed, [key, value]) => lab.overrideStudy(changed, key, value), study);
}

/**
 * The study with settings varied one at a time, as --vary says: "epochs=50,800". @throws InputError
 */
function withVaried(study: Study, varied: readonly string[], lab: Lab): Study {
  if (varied.length === 0) return study;
  // No plain object: any text may be a key.
  const settings = new Map<string, readonly string[]>();
  for (const text of varied) {
    const [key, values] = setting(text, "--vary", "epochs=50,800");
    const before = settings.get(key) ?? [];
    settings.set(key, [...before, ...values.split(",").map((one) => one.trim())]);
  }
  return lab.vary(study, { ...study.vary, ...Object.fromEntries(settings) });
}

/** The store that a plan's steps lie in; what is damaged there is said as it is met. */
export function openPlanStore(
  flags: StoreFlags,
  io: Io,
  reporter: Pick<RunReporter, "warn">,
  { readOnly = false } = {},
): Promise<Store> {
  const onDamage = (message: string) => reporter.warn(message);
  return openStoreAt(storePlace(flags, io), { readOnly, onDamage }, io);
}

/** --models first, then W2S_MODELS. */
export function modelFolders(flags: Pick<PlanFlags, "models">, io: Io): string[] {
  const fromEnv = (io.env.W2S_MODELS ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...flags.models, ...fromEnv].map((folder) => resolve(io.cwd, folder));
}

/** The same. @throws InputError for one that is not a folder: a slip must not go unseen. */
async function foundModelFolders(flags: Pick<PlanFlags, "models">, io: Io): Promise<string[]> {
  const folders = modelFolders(flags, io);
  for (const [i, folder] of folders.entries()) {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory()) continue;
    const option = i < flags.models.length ? "--models" : "W2S_MODELS";
    const arrival = found === undefined ? "there is none" : "got a file";
    throw new InputError(`${option}: must be a folder with models, ${arrival} at ${folder}`);
  }
  return folders;
}

/** --device, else W2S_DEVICE, else the CPU. @throws InputError for another word. */
export function deviceOf({ device }: Pick<PlanFlags, "device">, { env }: Io): Device {
  if (device !== undefined) return deviceNamed(device, "--device");
  return env.W2S_DEVICE ? deviceNamed(env.W2S_DEVICE, "W2S_DEVICE") : "cpu";
}

export function seedsOf({ seed, seeds }: SeedFlags): { readonly seeds?: readonly number[] } {
  if (seed !== undefined) return { seeds: [seed] };
  return seeds === undefined ? {} : { seeds };
}

/** "task=sst2" and the like, by part. @throws InputError for another part, or none. */
function onlyOf(given: readonly string[]): Only {
  const only: Partial<Record<OnlyPart, readonly string[]>> = {};
  for (const text of given) {
    const at = text.indexOf("=");
    const part = onlyParts.find((one) => one === text.slice(0, Math.max(0, at)).trim());
    if (part === undefined || at === text.length - 1) {
      const isNear = part === undefined && at > 0;
      const near = isNear ? didYouMean(text.slice(0, at).trim(), onlyParts) : "";
      throw new InputError(
        `--only: must be PART=NAME with ${onlyParts.join(", ")} as the part, got "${text}"${near}`,
      );
    }
    only[part] = [...(only[part] ?? []), text.slice(at + 1)];
  }
  return only;
}

/**
 * "task=sst2,method=naive" as two texts: divided at the commas that another part follows, since a
 * name may hold commas of its own.
 */
export function onlyTexts(given: readonly string[]): string[] {
  const comma = new RegExp(`,(?=\\s*(?:${onlyParts.join("|")})\\s*=)`);
  return given.flatMap((text) => text.split(comma));
}
