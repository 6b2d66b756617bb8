// Records beside the steps of a bucket, for claims: one is made by one writer alone, since the
// server makes an object only where there is none (`If-None-Match: *`).

import type { Records } from "@w2s/lab/engine";
import { inParallel } from "./in-parallel.js";
import type { ObjectEntry, Objects } from "./objects.js";

const folder = "claims/";
/** Records that nobody changed for so long are what dead runs left. */
const abandonedMs = 14 * 24 * 60 * 60 * 1000;

/** The records of a place in a bucket. */
export function bucketRecords(objects: Objects): Records {
  const at = (name: string) => `${folder}${name}`;
  return {
    create: (name, text) => objects.putNew(at(name), text),
    read: (name) => textOf(objects, at(name)),
    replace: (name, text) => objects.putText(at(name), text),
    async list(below) {
      const names: string[] = [];
      for await (const page of objects.list(`${at(below)}/`))
        names.push(...page.map(({ name }) => name.slice(folder.length)));
      return names;
    },
    remove: (name) => objects.remove(at(name)),
  };
}

/** Removes records that nobody changed for two weeks. */
export async function sweepRecords(objects: Objects): Promise<void> {
  for await (const page of objects.list(folder)) {
    const isOld = ({ modifiedAt }: ObjectEntry) =>
      objects.now() - modifiedAt.getTime() > abandonedMs;
    await inParallel(page.filter(isOld), ({ name }) => objects.remove(name));
  }
}

async function textOf(objects: Objects, name: string): Promise<string | undefined> {
  const found = await objects.get(name);
  return found && new TextDecoder().decode(found.bytes);
}
