// A checkpoint of pretraining: one safetensors file, written beside its place and renamed in, whole
// or not at all.

import { closeSync, existsSync, openSync } from "node:fs";
import { InputError, removeDrafts, replaceFile } from "@w2s/base";
import { ndarray } from "@w2s/grad";
import { sha256 } from "@w2s/lab/engine";
import { openSafetensors, type TensorFile, writeSafetensors } from "@w2s/models";
import * as z from "zod";
import { parameterCount } from "./parameters.js";
import type { PretrainRecipe } from "./recipe.js";
import type { PretrainState } from "./train.js";

const whole = z.int().min(0);
const numbers = z.array(z.number());
const progressSchema = z.strictObject({
  ...{ steps: whole, poolSteps: whole, sentences: whole, tokens: whole },
  course: z.strictObject({
    ...{ sum: z.number(), seen: whole, best: z.int().min(-1) },
    ...{ steps: z.array(whole), loss: numbers, agreement: numbers },
    ...{ validationLoss: numbers, oracle: numbers },
  }),
  /** Seconds of work so far. */
  seconds: z.number().min(0),
  /** Of the arrays' bytes. */
  sha256: z.string(),
});

const arrayNames = ["parameters", "mean", "square"] as const;

/**
 * Replaces the checkpoint at `path`. What the file system throws leaves the one before as it was.
 */
export async function writeCheckpoint(
  path: string,
  state: PretrainState,
  seconds: number,
): Promise<void> {
  const { parameters, mean, square, ...progress } = state;
  const arrays = { parameters, mean, square };
  const named = arrayNames.map(
    (name) => [name, ndarray(arrays[name], [arrays[name].length])] as const,
  );
  const metadata = { progress: JSON.stringify({ ...progress, seconds, sha256: hashOf(arrays) }) };
  await replaceFile(path, (draft) =>
    writeSafetensors(draft, Object.fromEntries(named), { metadata }),
  );
}

/**
 * The state in the checkpoint at `path`, and the seconds that it took; undefined where there is
 * none.
 * @throws InputError for one that is damaged, of an older w2s or of another size of model
 */
export async function readCheckpoint(
  path: string,
  recipe: PretrainRecipe,
): Promise<{ readonly state: PretrainState; readonly seconds: number } | undefined> {
  await removeDrafts(path);
  if (!existsSync(path)) return undefined;
  const file = openedCheckpoint(path);
  try {
    const {
      seconds,
      sha256: hash,
      ...progress
    } = progressSchema.parse(JSON.parse(file.metadata.progress ?? "{}"));
    const array = (name: (typeof arrayNames)[number]) => file.read(name).data as Float32Array;
    const arrays = {
      parameters: array("parameters"),
      mean: array("mean"),
      square: array("square"),
    };
    if (hashOf(arrays) !== hash || arrays.parameters.length !== parameterCount(recipe))
      throw new Error("its content is not what was written");
    return { state: { ...arrays, ...progress }, seconds };
  } catch (cause) {
    throw damaged(path, cause);
  } finally {
    file.close();
  }
}

/** A file that cannot be opened for lack of rights or handles is no damage. */
function openedCheckpoint(path: string): TensorFile {
  closeSync(openSync(path, "r"));
  try {
    return openSafetensors(path);
  } catch (cause) {
    throw damaged(path, cause);
  }
}

function damaged(path: string, cause: unknown): InputError {
  return new InputError(`${path}: damaged, or of an older w2s; delete it to begin again`, {
    cause,
  });
}

function hashOf(arrays: { readonly [N in (typeof arrayNames)[number]]: Float32Array }): string {
  const all = arrayNames.map((name) => {
    const { buffer, byteOffset, byteLength } = arrays[name];
    return sha256(new Uint8Array(buffer, byteOffset, byteLength));
  });
  return sha256(all.join());
}
