// Steps that were computed as one appear as one. A bucket writes one object at a time, so what is
// about to appear is written into one first, when all else of the steps is there: from then on
// whoever opens the store makes them appear, be it the writer or another after its death.

import { randomUUID } from "node:crypto";
import { inParallel } from "./in-parallel.js";
import { stepPath } from "./listing.js";
import type { Notes, Objects } from "./objects.js";

/** The step.json of each step that is about to appear, by the steps' names. */
export type Manifests = Readonly<Record<string, string>>;

/** Notes beside the step.json of steps, by the steps' names. */
export type StepNotes = Readonly<Record<string, Notes>>;

/** Makes steps appear whose other files are written: all of them, or none. */
export async function appear(
  objects: Objects,
  manifests: Manifests,
  notes: StepNotes,
): Promise<void> {
  if (Object.keys(manifests).length < 2) return finish(objects, manifests, notes);
  const intent = `intents/${randomUUID()}.json`;
  const text = new TextEncoder().encode(JSON.stringify(manifests));
  await objects.put(intent, text.length, async function* () {
    yield text;
  });
  await finish(objects, manifests, notes);
  await objects.remove(intent);
}

/** Does what writers that died had written down; a writer that lives loses nothing by it. */
export async function finishIntents(objects: Objects): Promise<void> {
  for await (const page of objects.list("intents/")) {
    for (const { name } of page) {
      const text = await objects.get(name);
      if (text === undefined) continue;
      await finish(objects, JSON.parse(new TextDecoder().decode(text.bytes)) as Manifests);
      await objects.remove(name);
    }
  }
}

/** A step that is there already stays as it is: another writer's has the same bytes. */
async function finish(
  objects: Objects,
  manifests: Manifests,
  notes: StepNotes = {},
): Promise<void> {
  await inParallel(Object.entries(manifests), ([name, text]) =>
    objects.putNew(`${stepPath(name)}/step.json`, text, notes[name]),
  );
}
