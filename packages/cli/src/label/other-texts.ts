// A run's rows name examples by id; another draw of the task may have other texts under them.

import { InputError, plain } from "@w2s/base";
import type { Example } from "@w2s/lab";

/** @throws InputError where a run's texts are not those of the example of that id */
export function refuseOtherTexts(
  option: string,
  run: string,
  { id, inputs }: Pick<Example, "id" | "inputs">,
  texts: readonly string[],
): void {
  if (texts.length === inputs.length && texts.every((text, i) => text === inputs[i])) return;
  throw new InputError(
    `${option}: run "${plain(run)}" has another text under the id ${JSON.stringify(id)}; it is ` +
      "of other examples than these: name the study that it ran",
  );
}
