// pairs(...): which of two texts is preferred. Source: reward modelling, Burns et al. 2023, section
// 4.1.

import { random } from "../../random.js";
import type { TaskKind } from "../kind.js";
import { type PairsOptions, pairsSchema } from "../options.js";
import type { PairsTask } from "../task.js";
import { textReader } from "../template.js";
import { type Converter, groupOf } from "./converter.js";

export const pairsKind: TaskKind<PairsTask> = {
  name: "pairs",
  schema: pairsSchema,
  convert: preference,
  evens: () => ({ classes: false, test: true }),
};

/**
 * One comparison a row, K = 2, the two texts in an order drawn by `seed`; the label is the place of
 * the chosen one. Pairs of one prompt, or without prompts of the same two texts, are one group.
 * Equal texts say nothing: tied.
 */
function preference(options: PairsOptions, seed: number): Converter {
  const chosen = textReader(options.chosen, options.allowEmpty);
  const rejected = textReader(options.rejected, options.allowEmpty);
  const prompt =
    options.prompt === undefined ? null : textReader(options.prompt, options.allowEmpty);
  return {
    shape: "compare",
    options: 2,
    optionNames: ["first", "second"],
    fields: [...chosen.fields, ...rejected.fields, ...(prompt?.fields ?? [])],
    convert(row, id, place) {
      const answers = [chosen.read(row, place), rejected.read(row, place)];
      if (answers[0] === answers[1]) return "tied";
      const asked = prompt?.read(row, place);
      const [better, worse] = answers.map((answer) =>
        asked === undefined ? answer : `${asked}\n${answer}`,
      );
      const group = asked === undefined ? groupOf(...[...answers].sort()) : groupOf(asked);
      const label = random(seed, `pairs/${id}`).integer(2);
      const inputs = label === 0 ? [better!, worse!] : [worse!, better!];
      return [{ suffix: "", inputs, label, group }];
    },
  };
}
