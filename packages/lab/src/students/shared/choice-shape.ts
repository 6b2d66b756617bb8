// Students that choose among options, where a task has none.

import { InputError } from "@w2s/base";
import type { TaskFacts } from "../../reading/index.js";
import type { ChoiceShape } from "../../tasks/index.js";

/**
 * How a task's examples reduce to a choice.
 * @param who the student that chooses: "a probe"
 * @throws InputError where answers are free, with the students that can say them
 */
export function choiceShape(
  { name, shape }: Pick<TaskFacts, "name" | "shape">,
  who: string,
): ChoiceShape {
  if (shape !== "answer") return shape;
  throw new InputError(
    `task "${name}": asks for answers in words, and ${who} chooses among options; use ` +
      "finetune(...) or lora(...) of a language model",
  );
}
