// answers(...): a question that is answered in words of one's own, and is right or not. Source: the
// chess setting of Burns et al. 2023, section 4.2 and appendix A: the best move is said, and
// accuracy is that of the most probable answer.

import { InputError, shownValue } from "@w2s/base";
import { type AnswerForm, answerKey } from "../answer-form.js";
import { fieldValue, type Row } from "../formats/row.js";
import type { TaskKind } from "../kind.js";
import { isGap } from "../label.js";
import { type AnswersOptions, answersSchema } from "../options.js";
import type { AnswersTask } from "../task.js";
import { textReader } from "../template.js";
import { type Converter, groupOf } from "./converter.js";

type Place = (row: Row) => string;

export const answersKind: TaskKind<AnswersTask> = {
  name: "answers",
  schema: answersSchema,
  convert: answered,
  evens: () => ({ classes: false, test: false }),
};

/** One example a row; rows of the same question are one group. */
function answered(options: AnswersOptions): Converter {
  const { answer, alsoRight, ignore = [] } = options;
  if (options.as !== undefined) {
    throw new InputError(
      `answers: has no form of two classes, got as: "${options.as}"; leave it out`,
    );
  }
  const question = textReader(options.question, options.allowEmpty, { meant: "asked" });
  const form: AnswerForm = { ignore };
  const fields = alsoRight === undefined ? [answer] : [answer, alsoRight];
  return {
    shape: "answer",
    options: 1,
    optionNames: ["answer"],
    answers: form,
    fields: [...question.fields, ...fields],
    convert(row, _, place) {
      const asked = question.read(row, place);
      const first = formsIn(row, answer, place);
      if (first.length === 0)
        throw new InputError(`${place(row)}: "${answer}" has no answer in it`);
      const hasOthers = alsoRight !== undefined && !isGap(fieldValue(row, alsoRight, place));
      const others = hasOthers ? formsIn(row, alsoRight, place) : [];
      const right = different([...first, ...others], form);
      return [{ suffix: "", inputs: [asked], label: 0, right, group: groupOf(asked) }];
    },
  };
}

/** A field's answers: one, or a list of them. */
function formsIn(row: Row, field: string, place: Place): string[] {
  const value = fieldValue(row, field, place);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one) => {
    const text = typeof one === "string" ? one.trim() : one;
    if (typeof text === "string" && text !== "") return text;
    if (typeof text === "bigint" || (typeof text === "number" && Number.isFinite(text))) {
      return String(text);
    }
    throw new InputError(
      `${place(row)}: "${field}" must be an answer or a list of answers, each a text or a ` +
        `number, got ${shownValue(one)}; drop the row, or give its answer`,
    );
  });
}

/** Without those that are the same. */
function different(answers: readonly string[], form: AnswerForm): readonly string[] {
  const known = new Map<string, string>();
  for (const answer of answers) {
    const key = answerKey(answer, form);
    if (!known.has(key)) known.set(key, answer);
  }
  return [...known.values()];
}
