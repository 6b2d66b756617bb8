// Multiple choice as instructions for language models, the form of LLM-Adapters: "... question: Q",
// "Answer1: ... Answer2: ...", and the answer as "answer2".

import * as z from "zod";
import { jsonOf } from "./files.js";

const instructions = z.array(z.looseObject({ instruction: z.string(), answer: z.string() }));

/** The columns of its files. */
export const instructionColumns = ["instruction", "answer"];

/** Questions, their choices, and the right one's place from 0. */
export function instructionsIn(file: string) {
  return (folder: string) =>
    jsonOf(folder, file, instructions).map(({ instruction, answer }) => {
      const asked = instruction.replace(/\n\nAnswer format:[^\n]*$/, "");
      const [question, ...choices] = asked.split(/\s*Answer\d: ?/);
      return {
        question: question!.replace("Please choose the correct answer to the question: ", ""),
        choices: choices.map((text) => text.trim()),
        answer: Number(answer.replace("answer", "")) - 1,
      };
    });
}
