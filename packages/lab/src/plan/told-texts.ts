// What is added to the texts of a student that is told its supervisor's labels: known only once the
// supervisor has spoken.

import { InputError, InternalError } from "@w2s/base";
import type { NdArray } from "@w2s/grad";
import type { Told } from "../study/index.js";
import type { RunContext, Step } from "./step.js";

export interface ToldPayload {
  readonly texts: readonly string[];
  readonly told?: Told | undefined;
}

/**
 * What stands at the end of each text: a blank and the remark where the input "told" labels it,
 * else nothing; undefined where nothing is told.
 */
export async function toldEndings(
  { payload: { texts, told }, inputs }: Step<ToldPayload>,
  context: Pick<RunContext, "result">,
): Promise<readonly string[] | undefined> {
  if (told === undefined) return undefined;
  const { arrays } = await context.result(inputs.told!);
  const { shape, data } = arrays.probabilities as NdArray<"float32">;
  const options = shape[1]!;
  const endings = texts.map(() => "");
  (arrays.rows!.data as Int32Array).forEach((row, i) => {
    const option = data.subarray(i * options, (i + 1) * options).indexOf(1);
    if (option < 0) throw new InternalError("told: labels must be hard");
    endings[row] = ` ${told.remark.replaceAll("{label}", told.words[option]!)}`;
  });
  return endings;
}

/** @throws InputError where a remark cannot say an option, or there is no one text to add it to. */
export function checkTold(
  { words }: Told,
  task: string,
  shape: "classify" | "compare",
  options: number,
): void {
  if (shape === "compare")
    throw new InputError(`told: task "${task}" compares two texts; a remark needs one`);
  if (words.length !== options) {
    throw new InputError(
      `told: "words" must name the ${options} options of task "${task}", got ${words.length}`,
    );
  }
}
