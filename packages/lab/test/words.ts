// The words that tiny models of tests read, and sentences of them: a tokenizer of a word a token.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { random } from "../src/random.js";
import { rows, table } from "../src/tasks/index.js";
import type { Task } from "../src/tasks/task.js";

/** A folder with tokenizer.json and tokenizer_config.json. */
export const tokenizerFolder = fileURLToPath(new URL("tokenizer", import.meta.url));

const { model } = JSON.parse(readFileSync(join(tokenizerFolder, "tokenizer.json"), "utf8"));

/** How many words it knows. */
export const vocabularySize = Object.keys(model.vocab).length;

/** A task that tiny models do not learn: whether the sum of two to eight digits is even. */
export function parityTask(examples: number): Task {
  const draw = random(0, "parity of a test");
  const made = Array.from({ length: examples }, () => {
    const digits = Array.from({ length: 2 + draw.integer(7) }, () => draw.integer(4));
    const sum = digits.reduce((total, digit) => total + digit, 0);
    return { text: `even ${digits.join(" ")} ?`, label: 1 - (sum % 2) };
  });
  return table(rows("parity", made), { text: "text", label: "label" });
}
