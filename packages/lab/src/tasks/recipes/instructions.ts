// Multiple choice as instructions for language models, the form of LLM-Adapters: "... question: Q",
// "Answer1: ... Answer2: ...", and the answer as "answer2".

import { InputError } from "@w2s/base";
import * as z from "zod";
import { jsonOf } from "./files.js";

const instructions = z.array(z.looseObject({ instruction: z.string(), answer: z.string() }));

/** The columns of its files. */
export const instructionColumns = ["instruction", "answer"];

/**
 * Questions, their choices, and the right one's place from 0. The files of all its sets have these
 * names and columns: what tells them apart is how many choices a question has.
 */
export function instructionsIn(file: string, [least, most]: readonly [number, number]) {
  return (folder: string) =>
    jsonOf(folder, file, instructions).map(({ instruction, answer }, at) => {
      const asked = instruction.replace(/\n\nAnswer format:[^\n]*$/, "");
      const [question, ...choices] = asked.split(/\s*Answer\d: ?/);
      if (choices.length < least || choices.length > most) {
        const due = least === most ? `${least}` : `${least} to ${most}`;
        throw new InputError(
          `${file}: question ${at + 1}: must have ${due} answers, got ${choices.length}`,
        );
      }
      return {
        question: question!.replace("Please choose the correct answer to the question: ", ""),
        choices: choices.map((text) => text.trim()),
        answer: Number(answer.replace("answer", "")) - 1,
      };
    });
}
