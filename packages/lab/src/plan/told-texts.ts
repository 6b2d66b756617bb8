// The texts of a student that is told its supervisor's labels: known only once the supervisor has spoken.

import { InputError, InternalError, type NdArray } from "@w2s/grad";
import type { Told } from "../study/index.js";
import type { RunContext, Step } from "./step.js";

export interface ToldPayload {
  readonly texts: readonly string[];
  readonly told?: Told | undefined;
}

/** The texts, each that the input "told" labels with its remark at the end; as they are where nothing is told. */
export async function toldTexts(
  { payload: { texts, told }, inputs }: Step<ToldPayload>,
  context: Pick<RunContext, "result">,
): Promise<readonly string[]> {
  if (told === undefined) return texts;
  const { arrays } = await context.result(inputs.told!);
  const { shape, data } = arrays.probabilities as NdArray<"float32">;
  const options = shape[1]!;
  const remarked = [...texts];
  (arrays.rows!.data as Int32Array).forEach((row, i) => {
    const option = data.subarray(i * options, (i + 1) * options).indexOf(1);
    if (option < 0) throw new InternalError("told: labels must be hard");
    remarked[row] = `${texts[row]} ${told.remark.replaceAll("{label}", told.words[option]!)}`;
  });
  return remarked;
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
