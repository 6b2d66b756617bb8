// Responses to prompts whose instructions a program can check, and what its strict check said of
// them. The set itself is prompts alone (as on the hub), of which no labelled task can be made: the
// rows are what the checker writes about one model's responses.

import * as z from "zod";
import { jsonLines } from "./files.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const FILE = "eval_results_strict.jsonl";
const columns = z.object({
  prompt: z.string(),
  response: z.string(),
  instruction_id_list: z.array(z.string()),
  follow_all_instructions: z.boolean(),
});

export const ifeval: TaskRecipe = {
  name: "ifeval",
  asks: "whether a model's response follows all instructions of its prompt",
  releases: [
    filesNamed({
      name: "strict",
      files: { [FILE]: Object.keys(columns.shape) },
      parts: { source: responses },
    }),
  ],
  task: {
    kind: "table",
    options: {
      text: "{prompt}\n{response}",
      label: "followed",
      group: "prompt",
      facts: ["instructions", "kinds"],
    },
  },
  metric: "accuracy",
  source: "IFEval (Zhou et al. 2023), the strict check of a model's responses",
  licence: "Apache-2.0",
};

/** `kinds`: the instructions' families, as in "length_constraints:number_words". */
function responses(folder: string): object[] {
  return jsonLines(folder, FILE, columns).map((row) => {
    const kinds = row.instruction_id_list.map((id) => id.split(":")[0]!);
    return {
      prompt: row.prompt,
      response: row.response,
      followed: row.follow_all_instructions,
      instructions: kinds.length,
      kinds: [...new Set(kinds)].sort().join(" "),
    };
  });
}
