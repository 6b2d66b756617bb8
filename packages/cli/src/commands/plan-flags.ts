// Options that decide what a study's plan is, wherever a command makes one.

import { delimiter, resolve } from "node:path";
import { type Device, deviceNamed } from "@w2s/grad";
import type { Io } from "../io.js";
import type { Lab, Study } from "../lab-door.js";
import { setting } from "../options.js";

export interface PlanFlags {
  readonly set: readonly string[];
  readonly models: readonly string[];
  readonly store?: string;
  readonly threads?: number;
  readonly device?: string;
}

/** The study with the changes of --set. @throws InputError. */
export function withSettings(study: Study, settings: readonly string[], lab: Lab): Study {
  return settings
    .map(setting)
    .reduce((changed, [key, value]) => lab.overrideStudy(changed, key, value), study);
}

/** --models first, then W2S_MODELS. */
export function modelFolders(flags: Pick<PlanFlags, "models">, io: Io): string[] {
  const fromEnv = (io.env.W2S_MODELS ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...flags.models, ...fromEnv].map((folder) => resolve(io.cwd, folder));
}

/** --device, else W2S_DEVICE, else the CPU. @throws InputError for another word. */
export function deviceOf({ device }: Pick<PlanFlags, "device">, { env }: Io): Device {
  if (device !== undefined) return deviceNamed(device, "--device");
  return env.W2S_DEVICE ? deviceNamed(env.W2S_DEVICE, "W2S_DEVICE") : "cpu";
}
