// Choices with letters, as the Allen Institute's sets have them on the hub: texts, labels, and the
// label of the right one.

import * as z from "zod";

/** The column `choices`. */
export const letteredChoices = z.object({
  text: z.array(z.string()),
  label: z.array(z.string()),
});

/** The choices as a list, and the right one's place in it from 0. */
export function lettered({ text, label }: z.output<typeof letteredChoices>, key: string) {
  return { choices: text, answer: label.indexOf(key) };
}
