// What is added to the texts of a student that is told its supervisor's labels: known only once the
// supervisor has spoken. Source: Burns et al. 2023, appendix E.3.

import { InputError, InternalError } from "@w2s/base";
import type { RunContext, Step } from "../engine/index.js";
import type { Labels } from "../labels/index.js";
import type { TaskFacts } from "./room.js";

/** The remark that tells a student its supervisor's label. */
export interface Told {
  /** What follows each text; `{label}` stands for the label's word. */
  readonly remark: string;
  /** Words for the options, lowest first. */
  readonly words: readonly string[];
}

/**
 * What stands at the end of each text: a blank and the remark where `remarks` label it, else
 * nothing; undefined where nothing is told.
 */
export async function toldEndings(
  texts: number,
  told: Told | undefined,
  remarks: Step<Labels> | undefined,
  context: Pick<RunContext, "result">,
): Promise<readonly string[] | undefined> {
  if (told === undefined || remarks === undefined) return undefined;
  const { rows, probabilities } = await context.result(remarks);
  const options = probabilities.shape[1]!;
  const endings = new Array<string>(texts).fill("");
  rows.forEach((row, i) => {
    const option = probabilities.data.subarray(i * options, (i + 1) * options).indexOf(1);
    if (option < 0) throw new InternalError("told: labels must be hard");
    endings[row] = ` ${told.remark.replaceAll("{label}", told.words[option]!)}`;
  });
  return endings;
}

/** @throws InputError where a remark cannot say an option, or there is no one text to add it to. */
export function checkTold({ words }: Told, { name, shape, options }: TaskFacts): void {
  if (shape === "compare")
    throw new InputError(`told: task "${name}" compares two texts; a remark needs one`);
  if (shape === "answer")
    throw new InputError(`told: task "${name}" asks for answers in words; a remark needs options`);
  if (words.length !== options) {
    throw new InputError(
      `told: "words" must name the ${options} options of task "${name}", got ${words.length}`,
    );
  }
}
