// Which files a spec's path stands for: one, or one a trial where it names places.

import { normalize } from "node:path";
import { InputError } from "@w2s/base";
import { safeNames } from "../../safe-names.js";
import type { Places, Whose } from "../student.js";
import type { PredictionsSpec } from "./spec.js";

/** A file to read, and whose predictions its place in the pattern says that it holds. */
export interface NamedFile {
  readonly path: string;
  readonly of: Partial<Whose>;
}

/** Every file of a study's trials. @throws InputError for a place that is none */
export function filesOf({ path, recipe }: PredictionsSpec, places: Places): NamedFile[] {
  const { ceiling = path } = recipe;
  // One file of both: its rows say whose they are.
  if (normalize(ceiling) === normalize(path)) return expanded(path, places, {});
  return [
    ...expanded(path, places, { role: "student" }),
    ...expanded(ceiling, places, { role: "ceiling" }),
  ];
}

function expanded(path: string, places: Places, of: Partial<Whose>): NamedFile[] {
  const values = {
    task: valued(places.tasks),
    supervisor: valued(places.supervisors),
    seed: places.seeds.map((seed) => ({ value: seed, name: String(seed) })),
  };
  const named = new Set(Array.from(path.matchAll(/\{(\w+)\}/g), ([, place]) => place!));
  let files: NamedFile[] = [{ path, of }];
  for (const place of named) {
    const known = Object.entries(values).find(([name]) => name === place);
    if (!known) {
      throw new InputError(
        `predictions: "${path}" has {${place}}; the places are {task}, {supervisor} and {seed}`,
      );
    }
    const [name, all] = known;
    files = files.flatMap((file) =>
      all.map((one) => ({
        path: file.path.replaceAll(`{${name}}`, one.name),
        of: { ...file.of, [name]: one.value },
      })),
    );
  }
  return files;
}

function valued(labels: readonly string[]) {
  const names = safeNames(labels);
  return labels.map((value, i) => ({ value, name: names[i]! }));
}
