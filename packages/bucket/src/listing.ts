// Which steps lie in a bucket, by the names of its objects alone.

import { isStepName } from "@w2s/lab/engine";
import { inParallel } from "./in-parallel.js";
import type { ObjectEntry, Objects } from "./objects.js";

/** What a step's objects lie below. */
export function stepPath(name: string): string {
  return `steps/${name.slice(0, 2)}/${name}`;
}

/** A folder of objects. */
interface ListedFolder {
  readonly folder: string;
  readonly bytes: number;
  readonly newest: Date;
  readonly objects: readonly ObjectEntry[];
}

/** A step as its objects show it. */
export interface ListedStep {
  readonly name: string;
  readonly bytes: number;
  /** Whether its step.json is there, so that it is a step. */
  readonly isWhole: boolean;
  /** When its step.json was last written: it is written anew when it is used. */
  readonly usedAt: Date;
  /** When the newest of its objects was written. */
  readonly newest: Date;
}

/** Shelves are listed side by side: a page tells of 250 steps, and must be waited for. */
const shelves = [..."0123456789abcdef"];

/** Every step, whole or not, in the order of their names. */
export async function listedSteps(objects: Objects): Promise<ListedStep[]> {
  const all = await inParallel(shelves, (digit) => listedBelow(objects, `steps/${digit}`));
  return all.flat().flatMap(({ folder, bytes, newest, objects: own }) => {
    const name = folder.split("/").at(-1)!;
    if (!isStepName(name) || folder !== stepPath(name)) return [];
    const manifest = own.find((object) => object.name === `${folder}/step.json`);
    const usedAt = manifest?.modifiedAt ?? newest;
    return [{ name, bytes, isWhole: manifest !== undefined, usedAt, newest }];
  });
}

/** The folders whose names begin so, in the order of their names. */
export async function listedBelow(objects: Objects, start: string): Promise<ListedFolder[]> {
  const folders = new Map<string, ObjectEntry[]>();
  for await (const page of objects.list(start)) {
    for (const object of page) {
      const folder = object.name.slice(0, Math.max(0, object.name.lastIndexOf("/")));
      const others = folders.get(folder);
      if (others) others.push(object);
      else folders.set(folder, [object]);
    }
  }
  return [...folders].map(([folder, own]) => ({
    folder,
    objects: own,
    bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
    newest: own.reduce(
      (latest, { modifiedAt }) => (modifiedAt > latest ? modifiedAt : latest),
      new Date(0),
    ),
  }));
}
