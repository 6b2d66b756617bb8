// Steps that were computed as one appear as one. A bucket writes one object at a time, so what is
// about to appear is written into one first, when all else of the steps is there: from then on
// whoever opens the store makes them appear, be it the writer or another after its death.

import { randomUUID } from "node:crypto";
import { DamagedStep, parseStepFile } from "@w2s/lab/engine";
import { inParallel } from "./in-parallel.js";
import { stepPath } from "./listing.js";
import type { Notes, Objects } from "./objects.js";

/** The step.json of each step that is about to appear, by the steps' names. */
export type Manifests = Readonly<Record<string, string>>;

/** Notes beside the step.json of steps, by the steps' names. */
export type StepNotes = Readonly<Record<string, Notes>>;

const folder = "intents/";
const ending = ".json";

/** Makes steps appear whose other files are written: all of them, or none. */
export async function appear(
  objects: Objects,
  manifests: Manifests,
  notes: StepNotes,
): Promise<void> {
  if (Object.keys(manifests).length < 2) return finish(objects, manifests, notes);
  const intent = `${folder}${randomUUID()}${ending}`;
  const text = new TextEncoder().encode(JSON.stringify(manifests));
  await objects.put(intent, text.length, async function* () {
    yield text;
  });
  await finish(objects, manifests, notes);
  await objects.remove(intent);
}

/**
 * Does what writers that died had written down; a writer that lives loses nothing by it. What is
 * damaged is set aside whole: of steps that belong together none is let appear without the others.
 * @param onDamage hears the name of what was set aside
 */
export async function finishIntents(
  objects: Objects,
  onDamage: (name: string) => void = () => undefined,
): Promise<void> {
  for await (const page of objects.list(folder)) {
    for (const { name } of page) {
      const text = name.endsWith(ending) ? await objects.get(name) : undefined;
      if (text === undefined) continue;
      const manifests = manifestsIn(new TextDecoder().decode(text.bytes));
      if (manifests !== undefined) await finish(objects, manifests);
      else {
        await objects.copy(name, asideName(name, objects.now()));
        onDamage(name);
      }
      await objects.remove(name);
    }
  }
}

/** Among what is damaged: it is told and removed with that, by the time behind the last dash. */
function asideName(name: string, now: number): string {
  const own = name.slice(folder.length, -ending.length).replaceAll("/", "-");
  return `damaged/intent-${own}-${now}/intent.json`;
}

/** What is written down; undefined where it is damaged: cut short, or of something else. */
function manifestsIn(text: string): Manifests | undefined {
  const manifests: Record<string, string> = {};
  try {
    const given: unknown = JSON.parse(text);
    if (typeof given !== "object" || given === null) return undefined;
    for (const [name, manifest] of Object.entries(given)) {
      if (typeof manifest !== "string") return undefined;
      parseStepFile(manifest, name);
      manifests[name] = manifest;
    }
    return manifests;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DamagedStep) return undefined;
    throw error;
  }
}

/**
 * A step that is there already stays as it is: another writer's has the same bytes. So whose it is
 * does not matter; that one is there does.
 */
async function finish(
  objects: Objects,
  manifests: Manifests,
  notes: StepNotes = {},
): Promise<void> {
  await inParallel(Object.entries(manifests), ([name, text]) =>
    objects.putNew(`${stepPath(name)}/step.json`, text, notes[name]),
  );
}
