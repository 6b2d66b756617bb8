// Which files a spec's path stands for: one, or one a trial where it names places.

import { normalize } from "node:path";
import { InputError } from "@w2s/base";
import { safeNames } from "../../safe-names.js";
import type { Places, Whose } from "../student.js";
import { type Role, withOwnFile } from "./roles.js";
import type { PredictionsSpec } from "./spec.js";

/** A file to read, and whose predictions it holds, as far as its name says. */
export interface PredictionsPath {
  readonly path: string;
  /** Of whom its rows may be; the student first where it is one of them. */
  readonly roles: readonly [Role, ...Role[]];
  /** What its place in the pattern says. */
  readonly of: Partial<Omit<Whose, "role">>;
}

/** Every file of a study's trials. @throws InputError for a place that is none */
export function filesOf(spec: PredictionsSpec, places: Places): PredictionsPath[] {
  const { path } = spec;
  const students: PredictionsPath = { path, roles: ["student"], of: {} };
  const files = new Map([[normalize(path), students]]);
  for (const role of withOwnFile) {
    const own = fileOf(spec, role);
    const known = files.get(normalize(own));
    // One file of several: its rows say whose they are.
    const file: PredictionsPath = known
      ? { ...known, roles: [...known.roles, role] }
      : { path: own, roles: [role], of: {} };
    files.set(normalize(own), file);
  }
  return [...files.values()].flatMap((file) => expanded(file, places));
}

/** The file of one's predictions, as the user wrote it. */
export function fileOf({ path, recipe }: PredictionsSpec, role: Role): string {
  return (role === "student" ? undefined : recipe[role]) ?? path;
}

function expanded(file: PredictionsPath, places: Places): PredictionsPath[] {
  const { path } = file;
  const values = {
    task: valued(places.tasks),
    supervisor: valued(places.supervisors),
    seed: places.seeds.map((seed) => ({ value: seed, name: String(seed) })),
  };
  const named = new Set(Array.from(path.matchAll(/\{(\w+)\}/g), ([, place]) => place!));
  let files = [file];
  for (const place of named) {
    const known = Object.entries(values).find(([name]) => name === place);
    if (!known) {
      throw new InputError(
        `predictions: "${path}" has {${place}}; the places are {task}, {supervisor} and {seed}`,
      );
    }
    const [name, all] = known;
    files = files.flatMap((each) =>
      all.map((one) => ({
        ...each,
        path: each.path.replaceAll(`{${name}}`, one.name),
        of: { ...each.of, [name]: one.value },
      })),
    );
  }
  return files;
}

function valued(labels: readonly string[]) {
  const names = safeNames(labels);
  return labels.map((value, i) => ({ value, name: names[i]! }));
}
