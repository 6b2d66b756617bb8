// pairs(...): which of two texts is preferred. Source: reward modelling, Burns et al. 2023, section
// 4.1.

import { InputError } from "@w2s/base";
import { random } from "../../random.js";
import { sameText } from "../answer-form.js";
import type { FoundMessage } from "../formats/messages.js";
import type { TaskKind } from "../kind.js";
import { type PairsOptions, pairsSchema } from "../options.js";
import type { PairsTask } from "../task.js";
import { fillTemplate, textReader } from "../template.js";
import { type Converter, groupOf } from "./converter.js";

export const pairsKind: TaskKind<PairsTask> = {
  name: "pairs",
  schema: pairsSchema,
  // 2: a text is the same as another whatever its form, and blanks at its ends.
  version: 2,
  convert: preference,
  evens: () => ({ classes: false, test: true }),
};

/**
 * One comparison a row, K = 2, the two texts in an order drawn by `seed`; the label is the place of
 * the chosen one. Pairs of one prompt, or without prompts of the same two texts, are one group.
 * Equal texts say nothing: tied. Binary: both texts in one input, of which the class says the same.
 */
function preference(options: PairsOptions, seed: number): Converter {
  const beside = options.prompt === undefined ? promptBefore : () => "";
  const chosen = textReader(options.chosen, options.allowEmpty, { beside });
  const rejected = textReader(options.rejected, options.allowEmpty, { beside });
  const prompt =
    options.prompt === undefined
      ? null
      : textReader(options.prompt, options.allowEmpty, { meant: "asked" });
  const join = options.as === "binary" ? inOneText(options.input) : compared(options.input);
  return {
    shape: options.as === "binary" ? "classify" : "compare",
    options: 2,
    optionNames: ["first", "second"],
    fields: [...chosen.fields, ...rejected.fields, ...(prompt?.fields ?? [])],
    convert(row, id, place) {
      const answers = [chosen.read(row, place), rejected.read(row, place)];
      if (sameText(answers[0]!, answers[1]!)) return "tied";
      const asked = prompt?.read(row, place);
      const group = asked === undefined ? groupOf(...[...answers].sort()) : groupOf(asked);
      const label = random(seed, `pairs/${id}`).integer(2);
      const [first, second] = label === 0 ? answers : answers.toReversed();
      const before = asked === undefined ? "" : `${asked}\n`;
      return [{ suffix: "", inputs: join(before, first!, second!), label, group }];
    },
  };
}

/** Where an answer is the last of several messages, the one before it is what both answer. */
const promptBefore = (field: string, { path, count }: FoundMessage): string =>
  count < 2 ? "" : `, and what it answers as prompt: "${field}.${path.replace("-1.", "-2.")}"`;

/** What an example's inputs are, from what stands before both texts and the texts. */
type Join = (before: string, first: string, second: string) => string[];

/** @throws InputError where an input is said for texts that are not joined */
function compared(input: string | undefined): Join {
  if (input !== undefined) throw new InputError('pairs: "input" needs as: "binary"');
  return (before, first, second) => [before + first, before + second];
}

/** @throws InputError for a template with other slots */
function inOneText(input = "{first}\n{second}"): Join {
  fillTemplate(input, { first: "", second: "" });
  return (before, first, second) => [before + fillTemplate(input, { first, second })];
}
